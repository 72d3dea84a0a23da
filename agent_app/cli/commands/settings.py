"""The office's settings."""

import click

COMMANDS: tuple[click.Command, ...] = ()
