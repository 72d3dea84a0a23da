"""Finds people, households and receipts while somebody types."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.household import HouseholdId
from agent_app.domain.names import fold
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import NUMBER_DIGITS
from agent_app.services.changes import Touched
from agent_app.services.day_lines import FoundReceipt
from agent_app.services.lines import PersonLine
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle

_PEOPLE, _HOUSEHOLDS, _RECEIPTS = 7, 4, 4
# Of these the households are told from the people.
_LOOKED_AT = 40


class Kind(Enum):
    """What a row leads to."""

    PERSON = auto()
    HOUSEHOLD = auto()
    RECEIPT = auto()
    EVERYBODY = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """One row; of ``person``, ``receipt`` and ``total`` the one that its kind is about is there."""

    kind: Kind
    person: PersonLine | None = None
    receipt: FoundReceipt | None = None
    total: int = 0

    @property
    def target(self) -> HouseholdId | ReceiptId | None:
        """What it opens."""
        if self.receipt is not None:
            return self.receipt.id
        return self.person.household_id if self.person is not None else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a text finds."""

    text: str
    hits: tuple[Hit, ...]


State = Idle | Failed | Found


def find(core: Core, text: str, _report: Report) -> Found:
    """Look for a text everywhere."""
    people = core.queries.search_people(text, _LOOKED_AT)
    receipts = core.queries.find_receipts(text, _RECEIPTS)
    receipt_hits = [Hit(Kind.RECEIPT, receipt=each) for each in receipts]
    hits = [*_people(people, text), *_households(people, text)]
    # Whoever types the whole number of a receipt means it.
    named_whole = any(text.zfill(NUMBER_DIGITS) == each.number for each in receipts)
    hits = receipt_hits + hits if named_whole else hits + receipt_hits
    named = sum(each.kind is Kind.PERSON for each in hits)
    if len(people) > max(named, 1):
        total = core.queries.search_count(text)
        if total > named:
            hits.append(Hit(Kind.EVERYBODY, total=total))
    if not hits and is_name(text):
        hits.append(Hit(Kind.NOBODY))
    return Found(text, tuple(hits))


def is_name(text: str) -> bool:
    """Whether somebody may be called so: whole words of letters, and more than one."""
    words = text.split()
    return len(words) > 1 and all(word.isalpha() for word in words)


def _people(people: Iterable[PersonLine], text: str) -> Iterator[Hit]:
    named = [each for each in people if not is_about_home(each, text)]
    return (Hit(Kind.PERSON, person=each) for each in named[:_PEOPLE])


def _households(people: Iterable[PersonLine], text: str) -> Iterator[Hit]:
    homes = {each.household_id: each for each in reversed([*people]) if is_about_home(each, text)}
    return (Hit(Kind.HOUSEHOLD, person=each) for each in [*reversed(homes.values())][:_HOUSEHOLDS])


def is_about_home(person: PersonLine, text: str) -> bool:
    """Whether what was typed is in somebody's address or household number, and not in their name."""
    words = fold(text).split()
    name, home = f" {fold(person.name)}", f" {fold(person.address)} {person.household_no or ''}"
    if all(f" {word}" in name for word in words):
        return False
    return all(f" {word}" in home or f" {word}" in name for word in words)


class FinderPresenter(Presenter):
    """Asks one question at a time; of what is typed meanwhile, only the last is asked."""

    shows = frozenset({Touched.PEOPLE, Touched.RECEIPTS, Touched.DUE_LIST})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self.text = ""
        self._asking = ""

    def find(self, text: str) -> None:
        """Look for a text; an empty one finds nothing."""
        self.text = text
        if not text:
            self.enter(Idle())
        elif not self._asking:
            self._ask()

    def answered(self) -> Found | None:
        """Return the answer to what was typed last, once it is there."""
        return self.state if isinstance(self.state, Found) and self.state.text == self.text else None

    def _ask(self) -> None:
        self._asking = self.text
        self.read(partial(find, self.bench.core, self.text), self._on_found, self._on_failed)

    def _on_found(self, found: Found) -> None:
        if self._goes_on() and found.text == self.text:
            self.enter(found)

    def _on_failed(self, error: Exception) -> None:
        if self._goes_on():
            self.enter(Failed(self.bench.sentence(error)))

    def _goes_on(self) -> bool:
        """Ask what was typed meanwhile; say whether the answer that came is still wanted."""
        asked, self._asking = self._asking, ""
        if self.text and self.text != asked:
            self._ask()
        return self.text == asked
