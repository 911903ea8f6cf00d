"""Sensors, controls and checks of the loop that works by itself."""
