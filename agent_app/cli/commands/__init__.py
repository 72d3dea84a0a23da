"""The commands, by noun."""

import click

from agent_app.cli.commands import due, homes, money, people, sync


def register(main: click.Group) -> None:
    """Hang every command under the root."""
    for module in (homes, due, people, money, sync):
        for command in module.COMMANDS:
            main.add_command(command)
