"""Django's admin for applications."""
