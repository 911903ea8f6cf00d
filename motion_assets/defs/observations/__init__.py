"""Assets and checks of the stage `observations`."""
