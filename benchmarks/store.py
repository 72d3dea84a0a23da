"""The store at the size of a commune, beside the bare drivers doing the same bare work in the same run.

    uv run python -m benchmarks.store [--persons 50000] [--rounds 200]

«ours» is the program, «cipher» bare sqlcipher3, «plain» SQLite without a key. For reading, the bare drivers
run the very statements that the program sent, over the same rows. Milliseconds; the last columns are ratios
of medians: the program to the bare cipher, and the bare cipher to plain SQLite, which is what encryption
costs.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import cast

from sqlalchemy import Connection, Engine, event
from sqlcipher3 import dbapi2

from agent_app.bootstrap import create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.runtime.clock import SystemClock, SystemIds
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.services.lines import DueFilter
from agent_app.storage.engine import RawConnection
from agent_app.storage.migrate import build
from agent_app.storage.store import Store, open_store
from benchmarks.day import PAGE, PASSWORD, Times, bare_receipt, command, enrolment, measure, payable
from benchmarks.store_village import Bare, by_hand, load, make_village, pages_of, pull, put_list
from benchmarks.watched import watched

KEY = bytes(range(32))
_FORGETS = (3, 42)
MOST = 100
DAYS_RECEIPTS = 20
KIB_PER_MIB = 1024
QUERIES = (
    *("nguyen thi anh", "duc", "anh nguyen", "tran van tuan", "le thi hong", "thi", "nguyen van", "yen"),
    *("quy", "lang tre", "thon 3", "so 12", "nguyen lang tre", "pham t", "ky", "hoang minh d"),
    *("0", "07", "0973", "068", "068180", "6012", "0790", "tuan 09", "nguyen 0680"),
)
ALWAYS = ("n", "ng", "nguyen", "thi", "nguyen thi", "0", "07")

Statement = tuple[str, Sequence[object]]


def late(times: Times) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times.millis, n=20)[-1] if len(times.millis) > 1 else times.median


def timed(name: str, work: Callable[[int], object], rounds: int) -> tuple[Times, Times]:
    """Time some work by the clock, and by what the processor did for it."""
    spent = []

    def counted(number: int) -> None:
        begun = process_time()
        work(number)
        spent.append((process_time() - begun) * 1000)

    return measure(name, counted, rounds), Times(name, tuple(spent))


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing done by the program and by both drivers."""

    ours: Times
    cipher: Times | None = None
    plain: Times | None = None

    def line(self) -> str:
        """Write one line of the table."""
        ours, cells = self.ours, [f"{self.ours.name:30}"]
        cells += [
            f"{times.median:9.2f} {late(times):8.2f}" if times else " " * 18
            for times in (ours, self.cipher, self.plain)
        ]
        if self.cipher and self.plain:
            cells.append(f"{ours.median / self.cipher.median:6.1f} ×")
            cells.append(f"{self.cipher.median / self.plain.median:6.1f} ×")
        return " ".join(cells)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and what was measured."""

    name: str
    limit: float
    found: float
    unit: str = "ms"
    processor: float | None = None

    def line(self) -> str:
        """Say whether it is kept, and what of it was work: on a busy machine the rest is waiting."""
        kept = "kept" if self.found <= self.limit else "NOT KEPT"
        work = "" if self.processor is None else f" (in processor time {self.processor:.2f} {self.unit})"
        return f"{self.name:44} ≤ {self.limit:g} {self.unit}: {self.found:.2f} {self.unit}, {kept}{work}"


@dataclass(frozen=True, slots=True)
class Drivers:
    """The same rows under the bare cipher and in plain SQLite."""

    cipher: Bare
    plain: Bare

    def again(self, ours: Times, sent: Sequence[Sequence[Statement]]) -> Compared:
        """Run what the program sent, round by round."""

        def replay(connection: Bare) -> Callable[[int], None]:
            def run(number: int) -> None:
                for sql, parameters in sent[number]:
                    connection.execute(sql, parameters).fetchall()

            return run

        return Compared(
            ours,
            measure("cipher", replay(self.cipher), len(sent)),
            measure("plain", replay(self.plain), len(sent)),
        )


def bare_cipher(path: Path, key: bytes = KEY) -> Bare:
    """Open a file under a key with as much cache as our readers have."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return _tuned(connection)


def bare_plain(path: Path) -> Bare:
    """Open a file without a key, by Python's own SQLite where it is new enough for our full-text tables.

    Before 3.42 they cannot forget for good; the cipher's library without a key is plain SQLite, too.
    """
    plain = sqlite3 if sqlite3.sqlite_version_info >= _FORGETS else dbapi2
    return _tuned(plain.connect(str(path), isolation_level=None))


def _tuned(connection: Bare) -> Bare:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -24000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Keep every statement that the program sends."""
    sent: list[Statement] = []

    def hear(_connection: Connection, _cursor: object, sql: str, parameters: object, *_rest: object) -> None:
        sent.append((sql, tuple(cast("Sequence[object]", parameters))))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def statements_of(work: Callable[[int], object], rounds: int) -> list[list[Statement]]:
    """Do each round once more and return what it sent, but for the beginning of its transaction."""
    rounds_sent = []
    with recorded() as sent:
        for number in range(rounds):
            sent.clear()
            work(number)
            rounds_sent.append([each for each in sent if not each[0].startswith("BEGIN")])
    return rounds_sent


def keystrokes() -> list[str]:
    """Return every text on the way to each query, as it is typed letter by letter."""
    typed = [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
    return [text for text in typed if not text.endswith(" ")] + list(ALWAYS) * 3


def bulk(folder: Path, persons: int) -> tuple[Store, list[Compared], list[Promise]]:
    """Fill stores by each way; return the one that a first sync has filled, with the month's list."""
    village = make_village(persons)
    rows, pages = by_hand(village), pages_of(village)
    ciphered, free = _built(bare_cipher(folder / "bare.db")), _built(bare_plain(folder / "plain.db"))
    cipher, hand = timed("cipher", lambda _: rows.load(ciphered), 1)
    plain = measure("plain", lambda _: rows.load(free), 1)
    ciphered.close()
    free.close()
    loaded, pulled = new_store(Home(folder / "loaded")), new_store(Home(folder / "home"))
    ours, spent = timed(f"take in {persons} persons", lambda _: load(loaded, village), 1)
    loaded.close()
    first, pulling = timed("  by a first sync", lambda _: pull(pulled, pages), 1)
    listed = measure(f"a list of {len(village.commune.due)}", lambda _: put_list(pulled, village), 1)
    promises = [
        Promise(f"{name} to executemany", 2, times.median / cipher.median, "×", work.median / hand.median)
        for name, times, work in (("bulk load", ours, spent), ("a first sync's load", first, pulling))
    ]
    lines = [Compared(ours, cipher, plain), Compared(first, cipher, plain), Compared(listed)]
    return pulled, lines, promises


def _built(connection: Bare) -> Bare:
    """Give it our tables, indexes, triggers and full-text tables."""
    build(cast("RawConnection", connection))
    return connection


def new_store(home: Home) -> Store:
    """Make a home and open its store."""
    create_home(home, PASSWORD)
    return open_store(home, unwrap_data_key(home.keys, PASSWORD), SystemClock(), SystemIds())


def exported(home: Home, data_key: bytes, path: Path) -> Path:
    """Write the store out without a cipher; its rows are made up."""
    with closing(bare_cipher(home.store, data_key)) as cipher:
        cipher.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
        cipher.execute("SELECT sqlcipher_export('plain')")
        cipher.execute("DETACH DATABASE plain")
    return path


def searching(store: Store, drivers: Drivers) -> tuple[list[Compared], list[Promise]]:
    """Type every query letter by letter."""
    texts, queries = keystrokes(), store.queries

    def page(number: int) -> object:
        return queries.search_people(texts[number], MOST)

    def count(number: int) -> object:
        return queries.search_count(texts[number])

    page(0)
    found, work = timed(f"search, a key, {MOST} lines", page, len(texts))
    counted = measure("  how many, counted apart", count, len(texts))
    lines = [
        drivers.again(found, statements_of(page, len(texts))),
        drivers.again(counted, statements_of(count, len(texts))),
    ]
    name = f"search per keystroke, p95 of {len(texts)}"
    return lines, [Promise(name, 16, late(found), processor=late(work))]


def walking(store: Store, drivers: Drivers, rounds: int) -> tuple[list[Compared], list[Promise]]:
    """Turn pages of the due list."""
    page, queries = DueFilter(limit=PAGE), store.queries
    deep = max(0, queries.due_count(DueFilter()) - PAGE)
    hamlet = queries.hamlets()[0]
    filters = {
        "due list, first page": page,
        "  last page": replace(page, offset=deep),
        "  a hamlet, unanswered": replace(page, hamlet=hamlet, unanswered=True),
        "  own lines of «nguyen»": replace(page, text="nguyen", agent="NVT001"),
        "  «068», common digits": replace(page, text="068"),
    }
    lines, promises = [], []
    for name, wanted in filters.items():

        def work(_number: int, wanted: DueFilter = wanted) -> object:
            return queries.due_lines(wanted)

        work(0)
        times, spent = timed(name, work, max(1, rounds // 4))
        lines.append(drivers.again(times, statements_of(work, len(times.millis))))
        promises.append(Promise(f"due page, {name.strip()}, p95", 20, late(times), processor=late(spent)))
    return lines, promises


def issuing(folder: Path, home: Home, rounds: int) -> tuple[list[Compared], list[Promise]]:
    """Issue receipts, and count what makes each of them last."""
    counts: set[tuple[int, int]] = set()
    with watched() as seen, closing(open_home(home, PASSWORD)) as core:
        people = payable(core)

        def issue(number: int) -> None:
            seen.forget()
            core.receipts.issue(command(people, number))
            counts.add((seen.commits, len(seen.synced)))

        ours, spent = timed("issue a receipt", issue, rounds)
    floors = []
    for name, opened in (("cipher", bare_cipher), ("plain", bare_plain)):
        with closing(opened(folder / f"floor-{name}.db")) as bare:
            bare.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, name TEXT, content BLOB)")
            work = bare_receipt(cast("dbapi2.Connection", bare), folder / "floor.jnl")
            floors.append(measure(name, work, rounds))
    return [Compared(ours, *floors)], [
        Promise("a receipt, p95", 15, late(ours), processor=late(spent)),
        Promise("commits of a receipt", 1, max(commits for commits, _ in counts), ""),
        Promise("pushes of its journal to the disk", 1, max(pushes for _, pushes in counts), ""),
    ]


def opening(home: Home, data_key: bytes, plain: Path) -> tuple[list[Compared], list[Promise]]:
    """Open the store as a process does that has the key, and look at one count."""

    def ours(_number: int) -> None:
        store = open_store(home, data_key, SystemClock(), SystemIds())
        store.queries.due_count(DueFilter())
        store.close()

    def bare(connection: Bare) -> None:
        with closing(connection):
            connection.execute("SELECT count(*) FROM due_index").fetchall()

    ours(0)
    times, spent = timed("open with the key in memory", ours, 20)
    unlock = measure("unlock (Argon2id), apart", lambda _: unwrap_data_key(home.keys, PASSWORD), 3)
    compared = Compared(
        times,
        measure("cipher", lambda _: bare(bare_cipher(home.store, data_key)), 20),
        measure("plain", lambda _: bare(bare_plain(plain)), 20),
    )
    return [compared, Compared(unlock)], [
        Promise("open with the key in memory, p95", 50, late(times), processor=late(spent))
    ]


def days_work(folder: Path) -> None:
    """Do a day's work in a process of its own, without a window, and print its memory in KiB."""
    with closing(open_home(Home(folder), PASSWORD)) as core:
        for text in keystrokes():
            core.queries.search_people(text, MOST)
            core.queries.search_count(text)
        for offset in range(0, core.queries.due_count(DueFilter()), PAGE):
            core.queries.due_lines(DueFilter(limit=PAGE, offset=offset))
        lines = core.queries.due_lines(DueFilter(limit=PAGE))
        people = [line for line in lines if line.scheme is Scheme.HEALTH and line.group == "GD"]
        for number in range(DAYS_RECEIPTS):
            core.receipts.issue(command(people, number))
        core.queries.counts()
        status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        print(next(line.split()[1] for line in status if line.startswith("VmRSS")))
        print(int("PySide6" in sys.modules))


def memory(home: Home) -> Promise:
    """Measure what a headless core holds after a day's work."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.store", "--days-work", str(home.folder)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    resident, qt = done.stdout.split()
    name = "headless core after a day's work" if qt == "0" else "core with Qt, which it should not have"
    return Promise(name, 130, int(resident) / KIB_PER_MIB, "MiB")


def run(folder: Path, persons: int, rounds: int) -> list[str]:
    """Measure everything and return the tables."""
    load_before = os.getloadavg()[0]
    store, lines, promises = bulk(folder, persons)
    home = Home(folder / "home")
    data_key = unwrap_data_key(home.keys, PASSWORD)
    plain = exported(home, data_key, folder / "exported.db")
    with (
        closing(store),
        closing(bare_cipher(home.store, data_key)) as cipher,
        closing(bare_plain(plain)) as free,
    ):
        drivers = Drivers(cipher, free)
        parts = [searching(store, drivers), walking(store, drivers, rounds)]
    parts += [opening(home, data_key, plain)]
    with closing(open_home(home, PASSWORD)) as core:
        core.enrol(enrolment(rounds + DAYS_RECEIPTS))
    resident = memory(home)
    parts += [issuing(folder, home, rounds)]
    for measured, kept in parts:
        lines += measured
        promises += kept
    return [
        f"{persons} persons; load average {load_before:.1f} at the beginning, {os.getloadavg()[0]:.1f} now",
        " ".join([f"{'':30}", *(f"{name:>9} {'p95':>8}" for name in ("ours", "cipher", "plain"))]),
        *(each.line() for each in lines),
        "",
        *(each.line() for each in [*promises, resident]),
    ]


def main() -> None:
    """Measure in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--days-work", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.days_work:
        days_work(chosen.days_work)
        return
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(run(Path(folder), chosen.persons, chosen.rounds)))


if __name__ == "__main__":
    main()
