"""From decoded frames and samples to measured values."""
