"""Đồng bộ: what has reached the office."""
