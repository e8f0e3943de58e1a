"""Django's admin for taxonomy."""
