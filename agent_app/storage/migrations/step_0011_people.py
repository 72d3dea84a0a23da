"""Households' standing with its decision, and who was taken for whom."""

STATEMENTS: tuple[str, ...] = ()
