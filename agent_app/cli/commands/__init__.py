"""The commands, by noun."""

from agent_app.cli.commands import codes, due, homes, money, people, sync, text

COMMANDS = (
    *homes.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
    *codes.COMMANDS,
    *text.COMMANDS,
)
