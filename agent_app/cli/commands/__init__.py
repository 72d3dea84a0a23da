"""The commands, by noun."""

import click

from agent_app.cli.commands import codes, due, homes, money, people, sync, text


def register(main: click.Group) -> None:
    """Hang every command under the root."""
    for module in (homes, due, people, money, sync, codes, text):
        for command in module.COMMANDS:
            main.add_command(command)
