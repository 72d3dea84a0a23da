"""Receipt books and what became of their numbers."""

import click

COMMANDS: tuple[click.Command, ...] = ()
