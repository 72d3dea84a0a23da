"""Bank statements against awaited transfers."""

import click

COMMANDS: tuple[click.Command, ...] = ()
