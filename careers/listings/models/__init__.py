"""The tables of listings, one noun a file; importers take each from the file that defines it."""
