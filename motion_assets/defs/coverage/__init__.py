"""Assets and checks of the stage `coverage`."""
