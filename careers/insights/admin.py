"""Django's admin for insights."""
