"""Sets the stage of a week and lets it pass: homes, office, lines, days, the mended line at the end."""

import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from functools import partial
from pathlib import Path
from random import Random
from typing import cast

from agent_app.bootstrap import create_home
from agent_app.domain.calendar import civil_date
from agent_app.runtime.paths import Home
from scripts.commune import Commune, make_commune
from scripts.commune_files import write_area_file, write_due_list
from scripts.crash_home import CHEAP, HOME_NAME
from scripts.evening_walk import ACCOUNT, Plan
from scripts.week_agent import WeekAgent
from scripts.week_hand import BrokenWeekError, Hands
from scripts.week_line import DECK, Fault, Line, laid
from scripts.week_office import Plain, WeekOffice, week_office
from scripts.week_proof import Proof, ViolatedError, cursors_amiss, prove, require
from scripts.week_reading import Laptop, OfficeBooks, read_changes, read_laptop, read_office
from scripts.week_replica import Replica

_HOUSEHOLDS, _HOUSEHOLDS_A_DAY, _HOUSEHOLDS_A_KILL = 20, 14, 2
_NUMBERS, _NUMBERS_A_DAY = 10, 12

_DRAINING_SYNCS = 3
"""On a good line an outbox is empty after so many syncs at most, each of as many exchanges as it needs."""

_DRAINING_EXCHANGES = 4
"""So many exchanges a sync needs at most here: no outbox of a day fills two batches."""

_SHARED = 12
_FORGOTTEN = 2
"""The numbers of a first book that the office forgets to write down: its receipts are held."""

_PLAN = Plan(payments=5, matched=1, partial=1, unknown=0, cancelled=1, spoiled=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """How large the week is, which one, and what may befall it."""

    devices: int
    days: int
    seed: int
    plan: Plan = _PLAN
    deck: tuple[Fault, ...] = DECK
    kills: int = 0

    def dates(self) -> list[date]:
        """Return the days, at least one: the last ones up to today, all of one year, as books are."""
        last, count = civil_date(datetime.now(UTC)), max(1, self.days)
        first = last - timedelta(days=count - 1)
        if first.year != last.year:
            last = last.replace(month=1, day=1) - timedelta(days=1)
        return [last - timedelta(days=each) for each in reversed(range(count))]


class Strike(Enum):
    """Whom a round of kills befalls."""

    SERVER = auto()
    LAPTOPS = auto()
    BOTH = auto()


@dataclass(slots=True)
class Week:
    """The office and its agents while the week goes on."""

    asked: Asked
    office: WeekOffice
    agents: list[WeekAgent]
    acts: Counter[str] = field(default_factory=Counter)

    def play(self, say: Callable[[str], None]) -> None:
        """Let the days pass, agents all at once and officers in the evening; then mend the line."""
        for nth, day in enumerate(self.asked.dates()[: self.asked.days], 1):
            self.each(partial(_work, nth, day, self.asked.plan))
            self.prove_cursors()
            self.office.evening()
            say(f"day {nth}: {sum(each.line.exchanges for each in self.agents)} exchanges so far")
        if self.asked.kills:
            say(f"{self.asked.kills} rounds of kills")
            self.play_kills(self.asked.kills, Random(f"{self.asked.seed} kills"))
        self.drain()

    def play_kills(self, rounds: int, random: Random) -> None:
        """Let all agents take money and sync, and kill server, laptops, or both, at any moment of it."""
        for _ in range(rounds):
            self.each(WeekAgent.take_money)
            strikes = random.choice((Strike.SERVER, Strike.LAPTOPS, Strike.BOTH))
            moments = [agent.doom("sync") for agent in self.agents]
            dooms = [None if strikes is Strike.SERVER else each for each in moments]
            with ThreadPoolExecutor(len(self.agents)) as pool:
                work = pool.map(WeekAgent.sync, self.agents, dooms)
                if strikes is not Strike.LAPTOPS:
                    time.sleep(random.choice(moments))
                    self.office.die_and_rise()
                list(work)
            self.prove_cursors()
        self.acts["rounds of kills"] += rounds

    def each(self, work: Callable[[WeekAgent], object]) -> None:
        """Let all agents do something at the same time."""
        with ThreadPoolExecutor(len(self.agents)) as pool:
            list(pool.map(work, self.agents))

    def drain(self) -> None:
        """Mend the line and sync: first what waits goes up, then everybody hears of it."""
        for agent in self.agents:
            agent.line.mend()
        for turn in range(_DRAINING_SYNCS):
            before = {agent.name: agent.line.exchanges for agent in self.agents}
            self.each(_sync_well)
            for agent in self.agents:
                exchanges = agent.line.exchanges - before[agent.name]
                self.acts["exchanges until all was drained"] += exchanges
                if exchanges > _DRAINING_EXCHANGES:
                    raise ViolatedError("L1", f"{agent.name}: sync {turn + 1} took {exchanges} exchanges")
            if turn == 0:
                self.office.decide()

    # Proof

    def prove_cursors(self) -> None:
        """Hold each laptop's rows against the log at its cursor, whatever was killed today."""
        replicas = [self._replica(agent) for agent in self.agents]
        with closing(self.office.database()) as database, database.read() as session:
            changes = read_changes(session)
        require("I10", cursors_amiss(replicas, changes))
        self.acts["cursors held against the log"] += sum(len(each["cursors"]) for each in replicas)

    def prove(self) -> Proof:
        """Read everything and prove every invariant; raise ``ViolatedError``."""
        return prove(*self.read())

    def read(self) -> tuple[tuple[Laptop, ...], tuple[Replica, ...], OfficeBooks, dict[str, int]]:
        """Read laptops, what they hold of the office, the office, and the receipts that were called safe."""
        replicas = tuple(self._replica(agent) for agent in self.agents)
        laptops = tuple(read_laptop(agent.name, Home(agent.home), agent.password) for agent in self.agents)
        with closing(self.office.database()) as database:
            books = read_office(database)
        acknowledged = {key: total for agent in self.agents for key, total in agent.acknowledged.items()}
        self.acts["operations"] = len(books.received)
        return laptops, replicas, books, acknowledged

    def _replica(self, agent: WeekAgent) -> Replica:
        order = {"task": "replica", "home": str(agent.home), "password": agent.password}
        ended = agent.hand.run(order)
        if ended.code:
            raise BrokenWeekError(f"{agent.name}: the home does not open: {ended.err}")
        return cast("Replica", json.loads(ended.out))

    # Counts

    def work(self) -> dict[str, int]:
        """Count what was done."""
        acts = sum((agent.acts for agent in self.agents), Counter[str]())
        office = self.office
        done = {
            "receipts confirmed": office.confirmed,
            "e-receipts named": office.named,
            "held released": office.released,
            "held rejected": office.rejected,
        }
        ends = ("syncs", "syncs cut off", "syncs killed", "commands killed")
        return {name: acts[name] for name in sorted(acts.keys() - set(ends))} | done

    def faults(self) -> Counter[Fault]:
        """Count what befell the exchanges."""
        return sum((agent.line.counts for agent in self.agents), Counter[Fault]())

    def ends(self) -> dict[str, int]:
        """Count exchanges, cuts and sudden ends."""
        acts = sum((agent.acts for agent in self.agents), Counter[str]())
        return {
            **dict(sorted(self.acts.items())),
            "exchanges": sum(agent.line.exchanges for agent in self.agents),
            "KiB carried": sum(agent.line.bytes_carried for agent in self.agents) // 1024,
            "syncs": acts["syncs"],
            "syncs cut off for good": acts["syncs cut off"],
            "syncs killed with SIGKILL": acts["syncs killed"],
            "other commands killed with SIGKILL": acts["commands killed"],
            "servers killed with SIGKILL and started again": self.office.restarts,
        }


def _work(nth: int, day: date, plan: Plan, agent: WeekAgent) -> None:
    today = civil_date(datetime.now(UTC))
    agent.work(nth, day, (today - day).days, plan)


def _sync_well(agent: WeekAgent) -> None:
    if not agent.sync():
        raise ViolatedError("L1", f"{agent.name}: a sync over a good line did not come to its end")


# The stage


@contextmanager
def staged(folder: Path, database_url: str, asked: Asked, workers: Hands) -> Iterator[Week]:
    """Prepare everything in a folder: office, communes, homes, lines; all of it ends with the block."""
    with ExitStack() as stack:
        office = stack.enter_context(week_office(folder, database_url, workers))
        week = Week(asked, office, [])
        dates = asked.dates()
        _settle(office, dates)
        households = _HOUSEHOLDS + _HOUSEHOLDS_A_DAY * asked.days + _HOUSEHOLDS_A_KILL * asked.kills
        communes = [
            make_commune(
                1000 * asked.seed + place, households, 3 * households, 3 * households // 4, today=dates[0]
            )
            for place in range(asked.devices)
        ]
        for place, commune in enumerate(communes):
            register = folder / f"commune-{place}.csv"
            write_area_file(commune, register)
            office.command("area", "load", str(register), "--area", _area(place))
        for place in range(asked.devices):
            week.agents.append(_agent(stack, workers, week, place, communes))
        yield week


def _settle(office: WeekOffice, dates: Sequence[date]) -> None:
    """Say what holds: the account from before, electronic receipts from the last day on."""
    before = (dates[0] - timedelta(days=1)).isoformat()
    for key, value in (("account", ACCOUNT), ("cash_limit", "20000000"), ("cash_days", "3")):
        office.command("setting", "set", key, value, "--from", before)
    if len(dates) > 1:
        office.command("setting", "set", "receipt_form", "electronic", "--from", dates[-1].isoformat())


def _area(place: int) -> str:
    return f"{23000 + place}"


def _agent(
    stack: ExitStack, workers: Hands, week: Week, place: int, communes: Sequence[Commune]
) -> WeekAgent:
    """Enrol an agent, make the home, lay the line; every agent has a neighbour's commune, too."""
    asked, office = week.asked, week.office
    name, folder = f"laptop {place + 1}", office.folder / f"agent-{place}"
    folder.mkdir()
    hand = stack.enter_context(workers.lent(name.replace(" ", "-")))
    seeds = (Random(f"{asked.seed} {place} {what}") for what in ("work", "line"))
    work, fate = seeds
    line = stack.enter_context(laid(Line(office.port, fate, office.die_and_rise, hand.strike, asked.deck)))
    shared = communes[place - 1].people[:_SHARED] if place else ()
    password = secrets.token_urlsafe(12)
    agent = WeekAgent(name, folder / HOME_NAME, password, communes[place], hand, line, work, shared)
    agent.password_file.write_text(password, "utf-8")
    create_home(Home(agent.home), password, CHEAP)
    agent.command("init", "--enrolment", str(_enrol(office, folder, place, asked)))
    due_list = folder / "D08a-TS.xlsx"
    write_due_list(communes[place], due_list)
    agent.command("due", "import", str(due_list))
    if place == 0 and communes[1:]:
        agent.shared = communes[0].people[:_SHARED]
    return agent


def _enrol(office: WeekOffice, folder: Path, place: int, asked: Asked) -> Path:
    """Write an agent's file, with a book in it that the office forgets."""
    out = folder / "enrol.json"
    symbol = f"BT/{asked.dates()[0]:%y}"
    first = 1000 * (place + 1) + 1
    words = [
        "--agent-code",
        f"NVT06829900{place}",
        "--name",
        f"Nhân Viên {place + 1}",
        "--area",
        _area(place),
    ]
    if place:
        words += ["--area", _area(place - 1)]
    words += [
        "--book",
        f"{symbol}:{place + 1:04d}:{first}:{first + _NUMBERS + _NUMBERS_A_DAY * asked.days + asked.kills}",
    ]
    office.command("agent", "enrol", *words, "--office-name", "BHXH cơ sở Suối Trúc", "--out", str(out))
    enrolment = cast("Plain", json.loads(out.read_text("utf-8")))
    books = cast("list[Plain]", enrolment["books"])
    # Two agents were given the same numbers: of theirs an officer can release one.
    number = 1 + _FORGOTTEN * (place // 2)
    books.insert(0, {"symbol": symbol, "book": "0000", "first": number, "last": number + _FORGOTTEN - 1})
    out.write_text(json.dumps(enrolment, ensure_ascii=False), "utf-8")
    return out
