"""What `load_seeds` is made of: files are read, rows of each feature are brought up to date, samples get a history."""
