"""A day's work on the real store, beside the bare cipher doing no more than the same rows need.

    uv run python -m benchmarks.day [--persons 3000] [--rounds 100]

Prints medians and 95th percentiles in milliseconds, and the ratio of medians in the same run.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from sqlcipher3 import dbapi2

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import BookGrant, Enrolment, Office
from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter, DueLine
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from scripts.commune import make_commune
from scripts.commune_files import write_due_list

PAGE = 200
PASSWORD = "made up for measuring"  # noqa: S105
ROWS_OF_A_RECEIPT = 7


@dataclass(frozen=True, slots=True)
class Times:
    """How long one thing took, again and again, in milliseconds."""

    name: str
    millis: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.millis)

    def line(self, floor: "Times | None" = None) -> str:
        """Write one line of the table."""
        late = statistics.quantiles(self.millis, n=20)[-1] if len(self.millis) > 1 else self.median
        ratio = f"{self.median / floor.median:6.1f} ×" if floor else ""
        return f"{self.name:34} {self.median:9.2f} {late:9.2f} {len(self.millis):6d} {ratio}"


def measure(name: str, work: Callable[[int], object], rounds: int) -> Times:
    """Time some work, round by round."""
    millis = []
    for number in range(rounds):
        begun = perf_counter()
        work(number)
        millis.append((perf_counter() - begun) * 1000)
    return Times(name, tuple(millis))


def bare_store(path: Path) -> dbapi2.Connection:
    """Open a cipher file as durable as ours, with one table and nothing around it."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, name TEXT, content BLOB)")
    return connection


def bare_receipt(connection: dbapi2.Connection, journal: Path) -> Callable[[int], None]:
    """Return the least that a durable receipt can be: some rows, one commit, one append with fsync."""

    def write(_number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for _row in range(ROWS_OF_A_RECEIPT):
            connection.execute("INSERT INTO line (name, content) VALUES ('x', randomblob(300))")
        connection.execute("COMMIT")
        with journal.open("ab") as file:
            file.write(os.urandom(1000))
            file.flush()
            os.fsync(file.fileno())

    return write


def enrolment(numbers: int) -> Enrolment:
    """Make up an enrolment with a book that is large enough."""
    grant = BookGrant("AA/26", "0001", 1, numbers)
    keys = ("11" * 32,), "22" * 32
    return Enrolment("", "NVT001", "Trần Ngọc Hạnh", (), (grant,), None, *keys, Office())


def payable(core: Core) -> list[DueLine]:
    """Find the due people whom we can price."""
    lines = core.queries.due_lines(DueFilter())
    return [line for line in lines if line.scheme is Scheme.HEALTH and line.group == "GD"]


def run(folder: Path, persons: int, rounds: int) -> list[str]:
    """Measure everything and return the table."""
    home = Home(folder / "home")
    commune = make_commune(7, persons // 3, persons, persons // 4)
    write_due_list(commune, folder / "due.xlsx")
    create_home(home, PASSWORD)
    opening = measure("open a home (Argon2id)", lambda _: open_home(home, PASSWORD).close(), 3)
    with closing(open_home(home, PASSWORD)) as core, closing(bare_store(folder / "bare.db")) as bare:
        core.enrol(enrolment(rounds))
        taken = measure("import the list", lambda _: core.due_lists.import_file(folder / "due.xlsx"), 1)
        people = payable(core)
        receipt = measure("issue a receipt", lambda n: core.receipts.issue(command(people, n)), rounds)
        floor = measure("  floor: rows, commit, fsync", bare_receipt(bare, folder / "bare.jnl"), rounds)
        wanted = replace(DueFilter(), limit=PAGE)
        page = measure(f"due list, a page of {PAGE}", lambda _: core.queries.due_lines(wanted), rounds)
        bare_page = measure(f"  floor: {PAGE} rows by key", lambda n: rows_from(bare, n), rounds)
        search = measure(
            "search «nguyen thi»", lambda _: core.queries.search_people("nguyen thi", 50), rounds
        )
        lines = len(core.queries.due_lines(DueFilter()))
    return [
        f"{persons} persons, {lines} due",
        f"{'':34} {'median':>9} {'p95':>9} {'rounds':>6} ratio",
        opening.line(),
        taken.line(),
        receipt.line(floor),
        floor.line(),
        page.line(bare_page),
        bare_page.line(),
        search.line(bare_page),
    ]


def command(people: list[DueLine], number: int) -> IssueReceipt:
    """Ask for a year's cover of one due person after the other."""
    line = people[number % len(people)]
    return IssueReceipt((PaymentRequest(line.person_id, Scheme.HEALTH, 12),), line.name)


def rows_from(bare: dbapi2.Connection, number: int) -> int:
    """Read as many rows as a page has."""
    query = "SELECT id, name, content FROM line WHERE id > ? ORDER BY id LIMIT ?"
    return len(bare.execute(query, (number % PAGE, PAGE)).fetchall())


def main() -> None:
    """Measure in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(run(Path(folder), chosen.persons, chosen.rounds)))


if __name__ == "__main__":
    main()
