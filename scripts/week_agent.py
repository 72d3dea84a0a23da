"""One agent's week by commands: each a process, over a bad line, some of them killed on the way."""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import cast

from agent_app.domain.due_list import AreaRow, Scheme
from scripts.commune import Commune
from scripts.demo_stage import CommandError
from scripts.evening_walk import Day, Plain, Plan, Told
from scripts.week_hand import BrokenWeekError, Ended, Hand
from scripts.week_line import Line

_OFFLINE = 5
_FIRST_GUESS = 0.2
"""So many seconds a command takes, until one has shown it."""

_DOOM = 0.3, 1.2
"""What is to be killed lives for such a part of the time that it takes undisturbed."""

_VISITS = 2
_MONEY = 0.7
"""So much of what is killed takes money."""

_GIVEN_NAMES = ("An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khôi", "Lan", "Minh", "Ngân", "Phúc", "Thảo")


@dataclass(slots=True)
class WeekAgent:
    """Works with one laptop through one line; ``acts`` counts what it did.

    ``acknowledged`` are receipts that were called safe; ``usual``: how many seconds a command takes here.
    """

    name: str
    home: Path
    password: str
    commune: Commune
    hand: Hand
    line: Line
    random: Random
    shared: tuple[AreaRow, ...] = ()
    acknowledged: dict[str, int] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    usual: dict[str, float] = field(default_factory=dict)
    _days_ago: int = 0
    _doors: list[Plain] = field(default_factory=list)

    @property
    def password_file(self) -> Path:
        """What opens the home."""
        return self.home.parent / "password.txt"

    # Commands

    def command(self, *words: str) -> str:
        """Run a command; return what it prints, or raise ``CommandError``."""
        began = time.monotonic()
        ended = self.hand.run(self._order(*words))
        self.usual[words[0]] = time.monotonic() - began
        if ended.code:
            raise CommandError("agent_app", words, ended.err, ended.code)
        return ended.out

    def ask(self, *words: str) -> Plain:
        """Run a command that answers with one thing."""
        return cast("Plain", json.loads(self.command(*words, "--json")))

    def ask_list(self, *words: str) -> list[Plain]:
        """Run a command that answers with a list."""
        return cast("list[Plain]", json.loads(self.command(*words, "--json")))

    def _order(self, *words: str) -> Plain:
        places = ["--home", str(self.home), "--password-file", str(self.password_file)]
        return {"task": "laptop", "days_ago": self._days_ago, "words": [*places, *words]}

    def sync(self, kill_after: float | None = None) -> bool:
        """Sync over the line; tell whether it came to its end: a cut line or a sudden end is no surprise."""
        began = time.monotonic()
        ended = self.hand.run(self._order("sync", "--url", self.line.url, "--json"), kill_after, mortal=True)
        self.acts["syncs"] += 1
        if ended.code == 0:
            self.usual["sync"] = time.monotonic() - began
        if ended.killed:
            self.acts["syncs killed"] += 1
        elif ended.code == _OFFLINE:
            self.acts["syncs cut off"] += 1
        elif ended.code:
            raise BrokenWeekError(f"{self.name}: sync ended with {ended.code}: {ended.err}")
        return ended.code == 0

    def take_money(self) -> None:
        """Take money at a door where nobody was yet; the command may be killed."""
        if not self._doors:
            due = [each for each in self.ask_list("due", "list") if each["receipt_id"] is None]
            self._doors = self.random.sample(due, len(due))
        self._keep(self._doomed(*_issue(self._doors.pop())))

    def _doomed(self, *words: str) -> Ended:
        ended = self.hand.run(self._order(*words, "--json"), self.doom(words[0]))
        self.acts["commands killed"] += ended.killed
        return ended

    def doom(self, word: str) -> float:
        """Choose how many seconds a command that begins with a word shall live: at most a little too long."""
        return self.usual.get(word, _FIRST_GUESS) * self.random.uniform(*_DOOM)

    # A day

    def work(self, nth: int, day: date, days_ago: int, plan: Plan) -> None:
        """Do one day's work from the first door to the last exchange."""
        self._days_ago = days_ago
        self.sync()
        due = [each for each in self.ask_list("due", "list") if each["receipt_id"] is None]
        self._visit(due)
        self._meet_people(due)
        walk = _WeekDay(self.command, self.home.parent, day, self.random, plan, _say_nothing, nth=nth)
        walk.keep(self, due)
        self.acknowledged |= walk.do().receipts
        self.sync()

    def between(self, due: Sequence[Plain]) -> None:
        """Begin what will be killed, and try the line."""
        line = self.random.choice(due)
        if self.random.random() < _MONEY:
            self._keep(self._doomed(*_issue(line)))
        else:
            self._doomed(*_visit(line, "absent"))
        self.sync()

    def _keep(self, ended: Ended) -> None:
        """Remember money that was called safe before the end came."""
        if ended.code == 0:
            made = cast("Mapping[str, object]", json.loads(ended.out))
            self.acknowledged[str(made["id"])] = cast("int", made["total"])
            self.acts["payments answered for"] += 1

    def _visit(self, due: Sequence[Plain]) -> None:
        for line in self.random.sample(due, _VISITS):
            self.command(*_visit(line, self.random.choice(("absent", "refused:Bận"))))
            self.acts["visits"] += 1

    def _meet_people(self, due: Sequence[Plain]) -> None:
        """Add people and a home, and correct what is known: of whom another agent knows too, above all."""
        door = self.random.choice(due)
        name = f"Nguyễn Thị {self.random.choice(_GIVEN_NAMES)} {self.random.choice(_GIVEN_NAMES)}"
        born = str(self.random.randint(1950, 2005))
        who = ("--household", str(door["household_id"]), "--name", name, "--birth", born)
        self.command("person", "add", *who, "--sex", "nữ", "--phone", self._phone(), "--new")
        self.command(
            "household", "add", "--address", f"Số {self.random.randint(200, 900)}, Thôn Mới", "--new"
        )
        self.acts["people and homes added"] += 2
        self.command("person", "edit", str(door["person_id"]), "--phone", self._phone())
        self.acts["people edited"] += 1
        for person in self.random.sample(self.shared, min(2, len(self.shared))):
            for known in self.ask_list("person", "search", str(person.insurance_no))[:1]:
                self.command("person", "edit", str(known["id"]), "--phone", self._phone())
                words = ("--name", f"{person.name} {self.random.choice(_GIVEN_NAMES)}")
                self.command("person", "edit", str(known["id"]), *words)
                self.acts["people edited"] += 2

    def _phone(self) -> str:
        return f"09{self.random.randrange(10**8):08d}"


@dataclass(slots=True)
class _WeekDay(Day):
    """A day like any other, but for what is killed in it and for the line."""

    _agent: WeekAgent | None = None
    _due: Sequence[Plain] = ()

    def keep(self, agent: WeekAgent, due: Sequence[Plain]) -> None:
        """Say whose day it is, and who is due."""
        self._agent, self._due = agent, due

    def do(self) -> Told:
        """Do all of it; the line is tried at noon, and what is killed is killed between the doors."""
        agent = self._agent
        assert agent is not None  # noqa: S101 (the only maker says whose day it is)
        agent.between(self._due)
        self._collect()
        self._take_statement_in()
        agent.between(self._due)
        self._close_the_evening()
        self._gather()
        agent.acts["payments answered for"] += len(self.told.receipts)
        agent.acts["transfers awaited"] += len(self.told.awaited)
        agent.acts["receipts cancelled"] += len(self.told.cancelled)
        agent.acts["numbers spoiled"] += self.plan.spoiled
        agent.acts["envelopes and remittances"] += 2
        return self.told

    def _gather(self) -> None:
        made = self._ask("batch", "create", "--all", "--again")
        self.told.batch = self._ask("batch", "move", str(made["id"]), "sent")


def _say_nothing(_words: str) -> None:
    return


def _issue(line: Plain) -> tuple[str, ...]:
    pension = line["scheme"] == Scheme.PENSION.value
    wish = f"{line['person_id']}:bhxh:{line['months']}" if pension else f"{line['person_id']}:bhyt:12"
    return "receipt", "issue", "--person", wish, "--payer", str(line["name"])


def _visit(line: Plain, outcome: str) -> tuple[str, ...]:
    who = f"{line['person_id']}:{outcome}"
    return "visit", "record", "--household", str(line["household_id"]), "--person", who
