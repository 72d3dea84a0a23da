"""The commands, by noun."""

from agent_app.cli.commands import (
    backups,
    codes,
    due,
    homes,
    money,
    people,
    quotes,
    rates,
    rescues,
    sync,
    text,
)

COMMANDS = (
    *homes.COMMANDS,
    *backups.COMMANDS,
    *rescues.COMMANDS,
    *due.COMMANDS,
    *people.COMMANDS,
    *quotes.COMMANDS,
    *rates.COMMANDS,
    *money.COMMANDS,
    *sync.COMMANDS,
    *codes.COMMANDS,
    *text.COMMANDS,
)
