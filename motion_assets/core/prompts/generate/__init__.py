"""Generated prompts: sentences that ask for given values and are read back exactly."""
