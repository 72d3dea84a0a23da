"""Giấy tờ: what can be printed, and what was."""
