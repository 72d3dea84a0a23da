"""A till at which everything is done to books, here or in `python -m tests.storage.book_till`.

It takes orders and gives answers, both plain maps, so that a process of its own can be asked line by line.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.runtime.clock import SystemIds
from agent_app.runtime.paths import Home
from agent_app.services.books import BookService, ReturnBook, SpoilNumbers
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt, ReceiptService
from agent_app.services.typed_numbers import TypedNumber, take_number
from agent_app.storage.store import Store, open_store
from tests.builders import a_household, a_person, an_enrolment, rates
from tests.fakes import FixedClock, a_signer
from tests.storage.till import KEY, environment

PEOPLE = 12
_MONTHS = 3

Order = Mapping[str, object]
Answer = dict[str, object]


@dataclass(slots=True)
class BookTill:
    """An open home and the use cases that touch numbers."""

    home: Home
    clock: FixedClock = field(default_factory=FixedClock)
    ids: SystemIds = field(default_factory=SystemIds)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        """Open the home."""
        self.store = open_store(self.home, KEY, self.clock, self.ids)

    @property
    def books(self) -> BookService:
        """Receipt books."""
        return BookService(self.store.unit, self.store.queries, self.store.book_queries, self.clock, self.ids)

    def settle_in(self) -> None:
        """Let people live in a new home that is an agent's."""
        homes = [a_household(each) for each in range(1, PEOPLE + 1)]
        with self.store.unit() as unit:
            unit.device.enrol(an_enrolment())
            unit.households.add_households(homes, "import")
            people = [a_person(number, household=home) for number, home in enumerate(homes, 1)]
            unit.households.add_people(people, "import")
            unit.commit()

    def act(self, order: Order) -> Answer:
        """Do what is asked for; a refusal is an answer."""
        self.clock.instant = datetime.fromisoformat(str(order["at"]))
        try:
            return self._done(order)
        except AppError as error:
            return {"refused": error.code}

    def _done(self, order: Order) -> Answer:
        match order["do"]:
            case "issue":
                return self._issue(int(str(order["person"])))
            case "cancel":
                return self._cancel(str(order["receipt"]))
            case "receive":
                return self._receive(order)
            case "type":
                return self._type(order)
            case "spoil":
                first, last = int(str(order["first"])), int(str(order["last"]))
                named = (str(order["symbol"]), str(order["book"]))
                self.books.spoil(SpoilNumbers(*named, first, last, "Rách khi in", lost=bool(order["lost"])))
                return {}
            case _:
                self.books.give_back(ReturnBook(str(order["symbol"]), str(order["book"]), "Nghỉ thu"))
                return {}

    def _issue(self, person: int) -> Answer:
        service = ReceiptService(self.store.unit, self.clock, self.ids, a_signer(), rates())
        wanted = PaymentRequest(a_person(person).id, Scheme.HEALTH, _MONTHS)
        made = service.issue(IssueReceipt((wanted,), "Nguyễn Thị Ánh"))
        return {
            "receipt": str(made.id),
            "symbol": made.symbol,
            "book": made.book,
            "number": made.number,
            "on": made.issued_on.isoformat(),
        }

    def _cancel(self, receipt: str) -> Answer:
        service = CancellationService(self.store.unit, self.clock, self.ids)
        words = ("Ghi sai số tháng", "Lê Văn Duyệt", CopyTwo.TAKEN_BACK)
        service.cancel(CancelReceipt(ReceiptId(UUID(receipt)), *words))
        return {}

    def _receive(self, order: Order) -> Answer:
        first, last = int(str(order["first"])), int(str(order["last"]))
        named = (str(order["symbol"]), str(order["book"]))
        made = ReceiptBook(self.ids.new(), *named, first, last, first)
        made.received_on = date.fromisoformat(str(order["on"]))
        with self.store.unit() as unit:
            unit.receipts.add_book(made)
            unit.commit()
        return {}

    def _type(self, order: Order) -> Answer:
        """Take a typed number and forget it: nothing was committed."""
        typed = TypedNumber(int(str(order["number"])), str(order["book"]), str(order["symbol"]))
        with self.store.unit() as unit:
            _, number = take_number(unit, date.fromisoformat(str(order["on"])), typed)
        return {"number": number}


@dataclass(slots=True)
class OtherTill:
    """A process of its own with the same home open."""

    process: "subprocess.Popen[str]"

    @classmethod
    def start(cls) -> "OtherTill":
        """Start it; it has no home yet."""
        return cls(
            subprocess.Popen(
                [sys.executable, "-m", "tests.storage.book_till"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=environment(),
            )
        )

    def act(self, order: Order) -> Answer:
        """Send an order and wait for the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: Answer = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        """Let it go."""
        self.process.communicate(timeout=30)


def main() -> None:
    """Open and close homes, and act in them, as each line asks."""
    till: BookTill | None = None
    while line := sys.stdin.readline():
        order = json.loads(line)
        answer: Answer = {}
        if order["do"] == "open":
            till = BookTill(Home(Path(order["home"])))
        elif till is None:
            answer = {"refused": "no home"}
        elif order["do"] == "close":
            till.store.close()
            till = None
        else:
            answer = till.act(order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
