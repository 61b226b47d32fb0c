"""What the harbour office runs."""
