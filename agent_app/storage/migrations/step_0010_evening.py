"""Envelopes, remittances, and the batches that are handed in."""

STATEMENTS: tuple[str, ...] = ()
