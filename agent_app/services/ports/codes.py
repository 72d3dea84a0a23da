"""Codes that a phone reads from the screen."""

from collections.abc import Callable

QrMatrix = tuple[tuple[bool, ...], ...]
"""The modules of a QR code row by row, its quiet zone included; ``True`` is dark."""

DrawQr = Callable[[str], QrMatrix]
