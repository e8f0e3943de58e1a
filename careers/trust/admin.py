"""Django's admin for trust."""
