"""The tables of employers, one noun a file; importers take each from the file that defines it."""
