"""Assets and checks of the stage `registries`."""
