"""The lives of homes under sudden ends: some are being made, some have an old schema, most take money."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random

from agent_app.runtime.paths import Home
from scripts.crash_child import Order
from scripts.crash_children import Ended
from scripts.crash_home import HOME_NAME, Nursery
from scripts.crash_reading import Reading

_ROUNDS = 12
_ACTS = 60
_MILESTONES = ("home", "enrolled", "imported")
# How often two processes work at once, and how often the journal is found behind or torn.
_TWO, _LAGGING = 0.3, 0.2
_LONGEST_LAG = 4000
# Of the journal's beginning nothing is taken: without it, it would be another file.
_BEGINNING = 200


class Kind(Enum):
    """Which life it is: how long its works may go on before the end, in seconds and in calls."""

    NEWBORN = "being made", 0.5, 600
    OLD = "of an old schema", 0.3, 250
    GROWN = "at work", 0.4, 900

    @property
    def title(self) -> str:
        """What it is called in messages."""
        return self.value[0]

    @property
    def seconds(self) -> float:
        """After how many seconds the end may come."""
        return self.value[1]

    @property
    def calls(self) -> int:
        """After how many calls to the system the end may come."""
        return self.value[2]


@dataclass(slots=True)
class Life:
    """One home over several rounds, with everything that was called safe in it."""

    kind: Kind
    folder: Path
    nursery: Nursery
    random: Random
    rounds_left: int = _ROUNDS
    safe: dict[str, int | None] = field(default_factory=dict)

    @property
    def home(self) -> Home:
        """Where its home lies."""
        return Home(self.folder / HOME_NAME)

    def orders(self) -> list[Order]:
        """Return what its processes are to do this time."""
        self.rounds_left -= 1
        if self.kind is Kind.NEWBORN:
            return [{"task": "birth", "home": str(self.home.folder), "due_list": str(self.nursery.due_list)}]
        if self.random.random() < _LAGGING:
            _let_lag(self.home.journal, self.random)
        count = 2 if self.random.random() < _TWO else 1
        return [self._work() for _ in range(count)]

    def _work(self) -> Order:
        return {
            "task": "work",
            "home": str(self.home.folder),
            "payers": str(self.nursery.payers_file),
            "seed": self.random.random(),
            "acts": _ACTS,
        }

    def remember(self, ended: list[Ended]) -> None:
        """Keep what was called safe; a home of an old schema is one like others now."""
        for each in ended:
            self.safe |= each.safe
            self.safe |= dict.fromkeys(word for word in _MILESTONES if each.said(word))
        if self.kind is Kind.OLD:
            self.kind = Kind.GROWN
        elif "imported" in self.safe:
            self.rounds_left = 0

    def missing(self, reading: Reading) -> set[str]:
        """Return what was called safe and is not there."""
        there: Mapping[str, object] = {
            "home": True,
            "enrolled": reading["agent"],
            "imported": reading["due"],
            **reading["receipts"],
            **dict.fromkeys(reading["visits"], True),
        }
        return {each for each in self.safe if not there.get(each)}

    def altered(self, reading: Reading) -> list[str]:
        """Name the receipts whose sum is another than was said."""
        kept = reading["receipts"]
        said = {each: total for each, total in self.safe.items() if total is not None}
        return [f"{each} has another sum" for each, total in said.items() if kept.get(each, total) != total]


def _let_lag(journal: Path, random: Random) -> None:
    """Cut the end of the journal off, as where the power went between the commit and the journal."""
    size = journal.stat().st_size
    if size > _BEGINNING:
        os.truncate(journal, max(_BEGINNING, size - random.randint(1, _LONGEST_LAG)))


def begin_life(folder: Path, nursery: Nursery, random: Random, kind: Kind | None = None) -> Life:
    """Begin one: most are grown."""
    kind = kind or random.choices([*Kind], (1, 1, 3))[0]
    life = Life(kind, folder, nursery, random, _ROUNDS if kind is not Kind.OLD else 2)
    if kind is Kind.NEWBORN:
        life.rounds_left = 3
    else:
        source = nursery.home if kind is Kind.GROWN else nursery.old_home
        shutil.copytree(source.folder, life.home.folder)
    return life
