"""One press for every paper: registered fonts share a file position while a subset is cut from them."""

from threading import Lock

PRESS = Lock()
"""Held while a paper is set in type, whichever it is."""
