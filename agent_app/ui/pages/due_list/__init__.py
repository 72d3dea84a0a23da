"""Đến hạn: who is due, by household."""
