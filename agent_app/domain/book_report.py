"""The fate of every number of a book, and the proof that none is missing and none has two."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent_app.domain.number_fate import NumberFate


@dataclass(frozen=True, slots=True)
class FateRun:
    """Numbers that follow one another and share a fate."""

    first: int
    last: int
    fate: NumberFate

    @property
    def count(self) -> int:
        """How many numbers these are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class BookReport:
    """What became of each number from ``first`` to ``last``; in a sound book nothing is amiss.

    ``holes`` are numbers that the book has passed without a fate, ``doubles`` have several, ``outside`` have
    one although they do not lie in the book, or are blank.
    """

    symbol: str
    book: str
    first: int
    last: int
    next: int
    runs: tuple[FateRun, ...]
    holes: tuple[int, ...]
    doubles: tuple[int, ...]
    outside: tuple[int, ...]

    @property
    def counts(self) -> dict[NumberFate, int]:
        """How many numbers have each fate."""
        found = dict.fromkeys(NumberFate, 0)
        for run in self.runs:
            found[run.fate] += run.count
        return found

    @property
    def size(self) -> int:
        """How many numbers the book has."""
        return self.last - self.first + 1

    @property
    def sound(self) -> bool:
        """Whether each number has one fate, so that the counts add up to the book's size."""
        amiss = self.holes or self.doubles or self.outside
        return not amiss and sum(self.counts.values()) == self.size


@dataclass(frozen=True, slots=True)
class BookLimits:
    """A book as it stands: its numbers, and the next blank one."""

    symbol: str
    book: str
    first: int
    last: int
    next: int


def report_book(limits: BookLimits, told: Iterable[FateRun]) -> BookReport:
    """Give every number the fate that receipts, spoiled papers and returns tell of it."""
    fates = dict[int, NumberFate]()
    times = Counter[int]()
    for run in told:
        for number in range(run.first, run.last + 1):
            fates[number] = run.fate
            times[number] += 1
    passed = range(limits.first, limits.next)
    inside = {number: fate for number, fate in fates.items() if limits.first <= number <= limits.last}
    blank = range(limits.next, limits.last + 1)
    inside |= {number: NumberFate.BLANK for number in blank if number not in inside}
    return BookReport(
        limits.symbol,
        limits.book,
        limits.first,
        limits.last,
        limits.next,
        tuple(_runs(inside)),
        tuple(number for number in passed if number not in fates),
        tuple(sorted(number for number, count in times.items() if count > 1)),
        tuple(sorted(number for number in fates if number not in passed)),
    )


def _runs(fates: dict[int, NumberFate]) -> Iterator[FateRun]:
    open_run: FateRun | None = None
    for number in sorted(fates):
        if open_run is not None and (open_run.last + 1, open_run.fate) == (number, fates[number]):
            open_run = FateRun(open_run.first, number, open_run.fate)
            continue
        if open_run is not None:
            yield open_run
        open_run = FateRun(number, number, fates[number])
    if open_run is not None:
        yield open_run
