"""The commands, by noun."""

from agent_app.cli.commands import (
    codes,
    due,
    homes,
    keys,
    money,
    people,
    quotes,
    rates,
    search,
    sync,
    text,
)

COMMANDS = (
    *homes.COMMANDS,
    *keys.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *search.COMMANDS,
    *quotes.COMMANDS,
    *rates.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
    *codes.COMMANDS,
    *text.COMMANDS,
)
