"""The commands, by noun."""

from agent_app.cli.commands import codes, due, homes, money, people, privacy, quotes, rates, sync, text

COMMANDS = (
    *homes.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *privacy.COMMANDS,
    *quotes.COMMANDS,
    *rates.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
    *codes.COMMANDS,
    *text.COMMANDS,
)
