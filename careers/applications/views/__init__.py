"""Pages of the person who applies, one noun a file."""
