"""The pages that show everything; urls take each view from the file that defines it."""
