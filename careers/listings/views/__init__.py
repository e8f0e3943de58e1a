"""The public pages of listings; urls take each view from the file that defines it."""
