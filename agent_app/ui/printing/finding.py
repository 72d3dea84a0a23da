"""Finds the printers of the system; what prints is loaded when somebody asks."""

from agent_app.ui.printing.printers import Printers


def system_printers() -> Printers:
    """Return those of the system."""
    from agent_app.ui.printing.system_printers import SystemPrinters  # noqa: PLC0415

    return SystemPrinters()
