"""What accounts does in the background."""
