"""Households and people that no list names."""

import click

COMMANDS: tuple[click.Command, ...] = ()
