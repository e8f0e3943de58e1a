"""Django's admin for accounts."""
