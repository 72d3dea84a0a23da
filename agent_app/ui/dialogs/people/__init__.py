"""Dialogs about people and households: added, corrected, moved, merged, their standing and their history."""
