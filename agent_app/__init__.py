"""Đi Từng Nhà: the collection agent's program."""

__version__ = "0.1.0"
