"""What employers does in the background."""
