"""What trust does in the background."""
