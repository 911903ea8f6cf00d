"""From a prompt to what it asks for, with the words that say so."""
