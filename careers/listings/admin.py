"""Django's admin for listings."""
