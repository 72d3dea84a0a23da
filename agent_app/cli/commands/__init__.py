"""The commands, by noun."""

from agent_app.cli.commands import due, homes, money, people, quotes, rates, sync

COMMANDS = (
    *homes.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *quotes.COMMANDS,
    *rates.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
)
