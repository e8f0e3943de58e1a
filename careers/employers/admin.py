"""Django's admin for employers."""
