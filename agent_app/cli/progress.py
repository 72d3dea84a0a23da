"""How far a command has come, for whoever watches a terminal; Ctrl+C gives the work up."""

import sys

import click

from agent_app.services.work import Report, no_report


def progress() -> Report:
    """Return a report that writes over one line of the terminal; nothing where nobody watches."""
    return _tell if sys.stderr.isatty() else no_report


def _tell(done: int, total: int) -> None:
    click.echo(f"\r{done}/{total}", nl=done >= total, err=True)
