"""Homes that are crashed on purpose: made-up households, a book of receipts, a password quick to check."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.calendar import add_months
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import BookGrant, Enrolment, Office
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost, unwrap_data_key
from agent_app.services.lines import DueFilter
from agent_app.services.offers import OfferWish
from agent_app.services.quotes import PaymentRequest
from agent_app.storage.engine import connect_file
from agent_app.storage.migrate import build
from agent_app.storage.migrations import STEPS
from scripts.commune import AREA, TODAY, make_commune
from scripts.commune_files import write_due_list

HOME_NAME = "Máy chị Hoa"
PASSWORD = "mật khẩu của chị Hoa"  # noqa: S105 (a made-up one)
CHEAP = Argon2Cost(1, 8, 1)
"""What a guess costs here, so that a thousand openings are quick."""
_LAST_NUMBER = 900_000
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Payer:
    """Somebody at whose door money can be taken."""

    person_id: PersonId
    household_id: HouseholdId
    name: str


def data_key(home: Home) -> bytes:
    """Return the key of a home's files."""
    return unwrap_data_key(home.keys, PASSWORD)


def read_payers(path: Path) -> list[Payer]:
    """Read people who can pay."""
    rows = json.loads(path.read_text("utf-8"))
    return [Payer(PersonId(UUID(row[0])), HouseholdId(UUID(row[1])), row[2]) for row in rows]


@contextmanager
def opened(home: Home) -> Iterator[Core]:
    """Open a home as the program does."""
    core = open_home(home, PASSWORD)
    try:
        yield core
    finally:
        core.close()


def enrolment() -> Enrolment:
    """Grant an agent a book that no number of rounds uses up."""
    book = BookGrant("AB/26", "0001", 1, _LAST_NUMBER)
    office = Office("BHXH cơ sở Suối Trúc", "Bưu điện Suối Trúc", "0000000", "NVT-0001")
    keys = (("11" * 32,), "22" * 32)
    return Enrolment(
        "K7QM-2XPA-9DRT", "NVT068299001", "Trần Ngọc Hạnh", (AREA,), (book,), None, *keys, office
    )


@dataclass(frozen=True, slots=True)
class Nursery:
    """A folder with one home that lives, one of the first schema, and the list that both have imported."""

    folder: Path

    @property
    def home(self) -> Home:
        """A home in use that is not open."""
        return Home(self.folder / "grown" / HOME_NAME)

    @property
    def old_home(self) -> Home:
        """The same home as the first released schema had it."""
        return Home(self.folder / "old" / HOME_NAME)

    @property
    def due_list(self) -> Path:
        """The workbook with the month's list."""
        return self.folder / "D08a-TS.xlsx"

    @property
    def next_list(self) -> Path:
        """A workbook with another month's list, which nobody has imported."""
        return self.folder / "D08a-TS-next.xlsx"

    @property
    def payers_file(self) -> Path:
        """Who can pay, as JSON."""
        return self.folder / "payers.json"

    def payers(self) -> list[Payer]:
        """Read who can pay."""
        return read_payers(self.payers_file)

    def furnish(self, seed: int) -> None:
        """Make everything."""
        _write_list(seed, TODAY, self.due_list)
        _write_list(seed, add_months(TODAY, 1), self.next_list)
        create_home(self.home, PASSWORD, CHEAP)
        with opened(self.home) as core:
            core.enrol(enrolment())
            core.due_lists.import_file(self.due_list)
            payers = [[str(each.person_id), str(each.household_id), each.name] for each in _payers(core)]
        self.payers_file.write_text(json.dumps(payers), "utf-8")
        shutil.copytree(self.home.folder, self.old_home.folder)
        _make_old(self.home, self.old_home)


def _write_list(seed: int, today: date, path: Path) -> None:
    write_due_list(make_commune(seed, households=40, persons=130, due=30, today=today), path)


def _payers(core: Core) -> Iterator[Payer]:
    for line in core.queries.due_lines(DueFilter()):
        wanted = PaymentRequest(line.person_id, Scheme.HEALTH, _MONTHS)
        if line.scheme is not Scheme.HEALTH:
            continue
        if core.offers.offer(OfferWish(line.household_id, (wanted,), core.today())).lines:
            yield Payer(line.person_id, line.household_id, line.name)


def _make_old(home: Home, old: Home) -> None:
    """Give a home the store that it would have had when the first schema was the newest."""
    key = data_key(home)
    for path in old.folder.glob("store.db*"):
        path.unlink()
    raw = connect_file(old.store, key, create=True)
    try:
        build(raw, STEPS[:1])
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(f"ATTACH DATABASE ? AS today KEY \"x'{key.hex()}'\"", (str(home.store),))
        for (table,) in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            columns = ", ".join(
                str(row[1]) for row in raw.execute(f"PRAGMA main.table_info({table})").fetchall()
            )
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")  # noqa: S608
    finally:
        raw.close()
