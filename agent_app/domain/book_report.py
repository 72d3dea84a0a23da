"""The fate of every number of a book, and the proof that none is missing and none has two."""

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
    apart, doubles = list[FateRun](), list[int]()
    reached = 0
    for run in sorted(told, key=lambda each: (each.first, each.last)):
        doubles += range(run.first, min(run.last, reached) + 1)
        if run.last > reached:
            apart.append(FateRun(max(run.first, reached + 1), run.last, run.fate))
            reached = run.last
    inside = list(_within(apart, limits.first, limits.last))
    blank = [FateRun(first, last, NumberFate.BLANK) for first, last in _gaps(apart, limits.next, limits.last)]
    return BookReport(
        limits.symbol,
        limits.book,
        limits.first,
        limits.last,
        limits.next,
        tuple(_joined(sorted([*inside, *blank], key=lambda each: each.first))),
        tuple(_each(_gaps(apart, limits.first, limits.next - 1))),
        tuple(sorted(set(doubles))),
        tuple(_each(_outside(apart, limits.first, limits.next - 1))),
    )


def _within(runs: Iterable[FateRun], first: int, last: int) -> Iterator[FateRun]:
    for run in runs:
        low, high = max(run.first, first), min(run.last, last)
        if low <= high:
            yield FateRun(low, high, run.fate)


def _gaps(runs: Iterable[FateRun], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Return what of a range no run tells of; the runs are apart and in order."""
    following = first
    for run in runs:
        if following <= min(run.first - 1, last):
            yield following, min(run.first - 1, last)
        following = max(following, run.last + 1)
    if following <= last:
        yield following, last


def _outside(runs: Iterable[FateRun], first: int, last: int) -> Iterator[tuple[int, int]]:
    for run in runs:
        if run.first < first:
            yield run.first, min(run.last, first - 1)
        if run.last > last:
            yield max(run.first, last + 1), run.last


def _each(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def _joined(runs: Iterable[FateRun]) -> Iterator[FateRun]:
    """Put runs that follow one another and share a fate together."""
    begun: FateRun | None = None
    for run in runs:
        if begun is not None and (begun.last + 1, begun.fate) == (run.first, run.fate):
            begun = FateRun(begun.first, run.last, run.fate)
            continue
        if begun is not None:
            yield begun
        begun = run
    if begun is not None:
        yield begun
