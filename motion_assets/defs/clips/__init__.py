"""Assets and checks of the stage `clips`."""
