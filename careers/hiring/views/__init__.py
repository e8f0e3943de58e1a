"""The pages of the office, one noun a file; addresses are in `urls`."""
