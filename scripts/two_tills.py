"""Proves that two processes give no number twice and leave none out: `scripts/two-tills --receipts 500`.

Makes a home with a book of exactly as many numbers as both will need, lets two processes issue receipts from
it at the same time, and holds what they were given against the book: numbers, doubles, holes, turns (how
often the next number went to the other process), seconds. The next receipt after that must be refused.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from agent_app.bootstrap import Core, create_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.health_premium import HOUSEHOLD_GROUP
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.receipt_book import ReceiptBookExhaustedError
from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from scripts.crash_home import CHEAP, HOME_NAME, PASSWORD, enrolment, opened

SYMBOL, BOOK = "AB/26", "0001"
TILLS = 2
_ROOT = Path(__file__).resolve().parent.parent
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: the numbers that each process was given, and what the book says afterwards."""

    given: tuple[tuple[int, ...], ...]
    wanted: int
    turns: int
    findings: int
    sound: bool
    stopped: bool
    seconds: float

    @property
    def numbers(self) -> list[int]:
        """All numbers that were given."""
        return sorted(number for each in self.given for number in each)

    @property
    def doubles(self) -> int:
        """How many numbers were given again."""
        return len(self.numbers) - len(set(self.numbers))

    @property
    def holes(self) -> int:
        """How many numbers of the book nobody was given."""
        return len(set(range(1, self.wanted + 1)) - set(self.numbers))

    @property
    def good(self) -> bool:
        """Whether each number was given once, to two processes that took turns, and then no more."""
        whole = len(self.numbers) == self.wanted and not self.doubles and not self.holes
        return whole and self.turns > 0 and self.findings == 0 and self.sound and self.stopped

    def __str__(self) -> str:
        return (
            f"{len(self.numbers)} numbers, {self.doubles} doubles, {self.holes} holes, {self.turns} turns, "
            f"{self.findings} findings, {self.seconds:.1f} seconds"
        )


def run(folder: Path, receipts: int) -> Result:
    """Let two processes issue so many receipts each, and count."""
    home, wanted = Home(folder / HOME_NAME), TILLS * receipts
    create_home(home, PASSWORD, CHEAP)
    with opened(home) as core:
        _settle_in(core, wanted)
    tills = [_start(home, till * receipts, receipts) for till in range(TILLS)]
    begun = time.monotonic()
    for till in tills:
        _tell(till)
    given = tuple(_numbers(till) for till in tills)
    seconds = time.monotonic() - begun
    with opened(home) as core:
        proof = core.books.proof(SYMBOL, BOOK)
        findings = core.checker.check(no_report)
        return Result(given, wanted, _turns(given), len(findings), proof.report.sound, _stops(core), seconds)


def _settle_in(core: Core, people: int) -> None:
    homes = [
        Household(HouseholdId(UUID(int=1_000_000 + each)), None, f"Số {each + 1}, Thôn Láng Tre", None)
        for each in range(people + 1)
    ]
    with core.open_unit() as unit:
        unit.households.add_households(homes, "import")
        unit.households.add_people([_person(each, home) for each, home in enumerate(homes)], "import")
        unit.commit()
    core.enrol(replace(enrolment(), books=(BookGrant(SYMBOL, BOOK, 1, people),)))


def _person(number: int, home: Household) -> Person:
    return Person(_person_id(number), home.id, f"Nguyễn Thị Ánh {number + 1}", health_group=HOUSEHOLD_GROUP)


def _person_id(number: int) -> PersonId:
    return PersonId(UUID(int=2_000_000 + number))


def _start(home: Home, first: int, receipts: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "scripts.two_tills", "--till", str(home.folder), str(first)]
    till = subprocess.Popen(
        [*command, "--receipts", str(receipts)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if till.stdout is None or till.stdout.readline().strip() != "ready":
        raise SystemExit("a till did not open the home")
    return till


def _tell(till: "subprocess.Popen[str]") -> None:
    if till.stdin is not None:
        till.stdin.write("go\n")
        till.stdin.flush()


def _numbers(till: "subprocess.Popen[str]") -> tuple[int, ...]:
    said, _errors = till.communicate()
    return tuple(int(line) for line in said.split())


def _turns(given: Sequence[Sequence[int]]) -> int:
    whose = {number: till for till, numbers in enumerate(given) for number in numbers}
    return sum(whose[one] != whose[other] for one, other in pairwise(sorted(whose)))


def _stops(core: Core) -> bool:
    """Tell whether the book that is used up gives nothing more."""
    last = core.queries.counts().people - 1
    try:
        _issue(core, last)
    except ReceiptBookExhaustedError:
        return True
    return False


def _issue(core: Core, person: int) -> int | None:
    wanted = PaymentRequest(_person_id(person), Scheme.HEALTH, _MONTHS)
    return core.receipts.issue(IssueReceipt((wanted,), "Nguyễn Thị Ánh")).number


def work(folder: Path, first: int, receipts: int) -> None:
    """Be one of the two: open the home, wait for the word, issue, and say each number."""
    with opened(Home(folder)) as core:
        print("ready", flush=True)
        sys.stdin.readline()
        for person in range(first, first + receipts):
            print(_issue(core, person), flush=True)


def main() -> int:
    """Run it in a home of its own; exit with 0 when every number was given once."""
    parser = argparse.ArgumentParser(prog="scripts/two-tills", description=__doc__)
    parser.add_argument("--receipts", type=int, default=500, help="how many each of the two issues")
    parser.add_argument("--till", nargs=2, metavar=("HOME", "FIRST"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.till:
        work(Path(asked.till[0]), int(asked.till[1]), asked.receipts)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder), asked.receipts)
    print(result)
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
