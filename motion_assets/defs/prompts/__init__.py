"""Assets and checks of the stage `prompts`."""
