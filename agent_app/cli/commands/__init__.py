"""The commands, by noun."""

from agent_app.cli.commands import codes, due, homes, money, people, quotes, rates, search, sync, text

COMMANDS = (
    *homes.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *quotes.COMMANDS,
    *rates.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
    *codes.COMMANDS,
    *text.COMMANDS,
    *search.COMMANDS,
)
