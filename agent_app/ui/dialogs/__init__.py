"""Dialogs: each takes what it needs and returns a value or nothing."""
