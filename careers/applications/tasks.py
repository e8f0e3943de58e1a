"""What applications does in the background."""
