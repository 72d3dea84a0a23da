"""The commands, by noun."""

from agent_app.cli.commands import (
    backups,
    codes,
    due,
    homes,
    keys,
    money,
    people,
    privacy,
    quotes,
    rates,
    rescues,
    search,
    sync,
    text,
)

COMMANDS = (
    *homes.COMMANDS,
    *keys.COMMANDS,
    *backups.COMMANDS,
    *rescues.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *privacy.COMMANDS,
    *search.COMMANDS,
    *quotes.COMMANDS,
    *rates.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
    *codes.COMMANDS,
    *text.COMMANDS,
)
