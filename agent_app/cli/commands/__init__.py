"""The commands, by noun."""

from agent_app.cli.commands import due, homes, money, people, sync

COMMANDS = (*homes.COMMANDS, *due.COMMANDS, *people.COMMANDS, *money.COMMANDS, *sync.COMMANDS)
