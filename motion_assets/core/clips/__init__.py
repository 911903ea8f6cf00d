"""From what is asked to a scene, and from a scene to frames and samples."""
