"""Employers are moderated on the floor of trust; nothing of them is edited here."""
