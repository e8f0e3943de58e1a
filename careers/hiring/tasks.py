"""What hiring does in the background."""
