"""Codes that a phone reads from the screen."""

from collections.abc import Callable

QrRows = tuple[bytes, ...]
"""The rows of a QR code from the top, a byte for each module: 0 is dark. The quiet zone is left out."""

DrawQr = Callable[[str], QrRows]
