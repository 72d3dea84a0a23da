"""Lengths that grow with the text, and stay right when somebody chooses another size of it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from agent_app.ui.theme import BASE_POINTS

_LENGTHS = "lengths"
# What Qt itself takes for no limit.
_WIDEST = 16_777_215
_AROUND = 64


def scaled(length: int) -> int:
    """Turn a length that is meant for texts of the usual size into pixels."""
    return round(length * QApplication.font().pointSizeF() / BASE_POINTS)


def fix_width(widget: QWidget, length: int) -> None:
    """Make a widget exactly so wide, beside texts of the usual size."""
    _keep(widget, "setFixedWidth", length)


def fix_height(widget: QWidget, length: int) -> None:
    """Make a widget exactly so high."""
    _keep(widget, "setFixedHeight", length)


def least_width(widget: QWidget, length: int) -> None:
    """Let a widget not be narrower."""
    _keep(widget, "setMinimumWidth", length)


def least_height(widget: QWidget, length: int) -> None:
    """Let a widget not be lower."""
    _keep(widget, "setMinimumHeight", length)


def most_width(widget: QWidget, length: int) -> None:
    """Let a widget not be wider."""
    _keep(widget, "setMaximumWidth", length)


def icon_size(button: QAbstractButton, side: int) -> None:
    """Draw a button's icon so large."""
    _keep(button, "setIconSize", side)


def free_width(widget: QWidget) -> None:
    """Let a widget be as wide as it likes again."""
    kept = {name: length for name, length in (widget.property(_LENGTHS) or {}).items() if "Width" not in name}
    widget.setProperty(_LENGTHS, kept)
    widget.setMinimumWidth(0)
    widget.setMaximumWidth(_WIDEST)


def room_for(dialog: QWidget) -> QSize:
    """Return how large a dialog may be: within the window that it belongs to, else within the screen."""
    parent = dialog.parentWidget()
    whole = dialog.screen().availableSize() if parent is None else parent.window().size()
    return whole - QSize(_AROUND, _AROUND)


def refit(widget: QWidget) -> None:
    """Apply the lengths of a widget anew; whoever has changed the size of the text calls it for each."""
    lengths = widget.property(_LENGTHS)
    for setter, length in (lengths or {}).items():
        _apply(widget, setter, length)


def _keep(widget: QWidget, setter: str, length: int) -> None:
    widget.setProperty(_LENGTHS, {**(widget.property(_LENGTHS) or {}), setter: length})
    _apply(widget, setter, length)


def _apply(widget: QWidget, setter: str, length: int) -> None:
    pixels = scaled(length)
    getattr(widget, setter)(QSize(pixels, pixels) if setter == "setIconSize" else pixels)
