"""What listings does in the background."""
