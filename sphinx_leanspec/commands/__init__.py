"""What each command does, without arguments and without printing."""
