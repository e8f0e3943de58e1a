"""Django's admin for guides."""
