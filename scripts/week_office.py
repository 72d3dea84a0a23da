"""The provincial office of a week: its database, its server that is killed and rises again, its officers."""

import csv
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import cast

from sqlalchemy import select

from agent_app.domain.operation import OperationKind
from provincial_server.confirmation_tables import ConfirmationRow
from provincial_server.database import Database, parse_url
from provincial_server.tables import EReceiptNumberRow, ReceiptRow
from provincial_server.undoing import is_void
from scripts.demo_stage import CommandError
from scripts.week_hand import BrokenWeekError, Ended, Hand, Hands
from tests.postgres import free_port

Plain = dict[str, object]

_START_SECONDS = 60.0
_GLANCE = 0.01
E_SYMBOL = "1C26TBB"
"""How the provider of e-receipts calls its series."""


@dataclass(slots=True)
class WeekOffice:
    """Runs the office's commands and its server on one database."""

    folder: Path
    database_url: str
    port: int
    _officer: Hand
    _server: Hand
    restarts: int = 0
    named: int = 0
    confirmed: int = 0
    released: int = 0
    rejected: int = 0
    _out: Path | None = None
    _lock: Lock = field(default_factory=Lock)

    def database(self) -> Database:
        """Open the database beside the server."""
        return Database(parse_url(self.database_url))

    def command(self, *words: str) -> Plain:
        """Run a command; return its JSON answer, or raise ``CommandError``."""
        ended = self.try_command(*words)
        if ended.code:
            raise CommandError("provincial_server", words, ended.err, ended.code)
        return cast("Plain", json.loads(ended.out))

    def try_command(self, *words: str) -> Ended:
        """Run a command that may be refused."""
        return self._officer.run(self._order(*words, "--json"))

    def _order(self, *words: str) -> Plain:
        environment = {
            "PROVINCIAL_DATABASE_URL": self.database_url,
            "PROVINCIAL_KEYS_FILE": str(self.folder / "office-keys.json"),
        }
        return {"task": "office", "words": words, "environment": environment}

    # The server

    def rise(self) -> None:
        """Start the server and wait until it answers."""
        self._out = self._server.begin(self._order("serve", "--port", str(self.port), "--json"))
        said = self._out.with_name(f"{self._out.name}.out")
        patience = time.monotonic() + _START_SECONDS
        while not (said.exists() and said.read_text("utf-8").endswith("}\n")):
            if time.monotonic() > patience:
                raise BrokenWeekError("the server does not start")
            time.sleep(_GLANCE)

    def fall(self) -> None:
        """Kill the server."""
        if self._out is not None:
            out, self._out = self._out, None
            self._server.kill()
            ended = self._server.end(out)
            if not ended.killed:
                raise BrokenWeekError(f"the server ended by itself: {ended.err}")

    def die_and_rise(self) -> None:
        """Kill the server in the middle of whatever it does, and start it again."""
        with self._lock:
            self.fall()
            self.rise()
            self.restarts += 1

    # The officers

    def evening(self) -> None:
        """Decide what is held, name what is electronic, confirm every other receipt that has come."""
        self.decide()
        with closing(self.database()) as database, database.read() as session:
            named, confirmed = select(EReceiptNumberRow.receipt_id), select(ConfirmationRow.receipt_id)
            accepted = select(ReceiptRow.receipt_id).where(ReceiptRow.state == "accepted", ~is_void())
            order = ReceiptRow.issued_on, ReceiptRow.symbol, ReceiptRow.number, ReceiptRow.receipt_id
            electronic = ReceiptRow.number.is_(None), ReceiptRow.receipt_id.not_in(named)
            nameless = session.scalars(accepted.where(*electronic).order_by(*order)).all()
            bare = accepted.where(ReceiptRow.receipt_id.not_in(confirmed)).order_by(*order)
            unconfirmed = session.scalars(bare).all()
        self.name_e_receipts([str(each) for each in nameless])
        self.confirm([str(each) for each in unconfirmed[::2]])

    def decide(self) -> None:
        """Release what is held where the rules allow it, and reject every other thing that is no money."""
        for each in cast("list[Plain]", self.command("held", "list")["held"]):
            words = (str(each["op_id"]), "--officer", "Lê Thị Mai", "--reason", "đã xem hồ sơ giấy")
            if each["kind"] == OperationKind.RECEIPT_ISSUED:
                self.released += self.try_command("held", "release", *words).code == 0
            else:
                self.rejected += self.try_command("held", "reject", *words).code == 0

    def name_e_receipts(self, receipts: Sequence[str]) -> None:
        """Tell the laptops what the provider called these receipts."""
        for each in receipts:
            with suppress(CommandError):
                self.command("e-receipt", "number", each, E_SYMBOL, str(self.named + 1))
                self.named += 1

    def confirm(self, receipts: Sequence[str]) -> None:
        """Confirm these receipts, all in one file."""
        if not receipts:
            return
        path = self.folder / "confirmations.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["receipt", "code", "reason", "decided_on"])
            for number, each in enumerate(receipts, self.confirmed + 1):
                writer.writerow([each, f"XN{number:06d}", "", ""])
        self.command("confirmation", "load", str(path), "--officer", "Lê Thị Mai")
        self.confirmed += len(receipts)


@contextmanager
def week_office(folder: Path, database_url: str, workers: Hands) -> Iterator[WeekOffice]:
    """Make an office whose server runs until the end."""
    with workers.lent("officer") as officer, workers.lent("server") as server:
        office = WeekOffice(folder, database_url, free_port(), officer, server)
        office.command("init")
        office.rise()
        try:
            yield office
        finally:
            office.fall()
