"""The envelope, remittances and batches."""

import click

COMMANDS: tuple[click.Command, ...] = ()
