"""Every figure of the law, asked by name and by civil date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, RuleError

_DAY = timedelta(days=1)


class Certainty(StrEnum):
    """How sure a figure is: read in the law, announced officially, seen in practice, doubtful."""

    LAW = "law"
    OFFICIAL = "official"
    PRACTICE = "practice"
    DOUBTFUL = "doubtful"


@dataclass(eq=False)
class FigureMissingError(RuleError):
    """No figure of this name is in force on this civil date."""

    code: ClassVar[str] = "rates.figure_missing"
    name: str
    on: date


@dataclass(eq=False)
class FiguresOverlapError(EnvironmentFailure):
    """Two rows of the rate book give the same figure for one civil date."""

    code: ClassVar[str] = "rates.figures_overlap"
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Figure:
    """One dated figure: đồng, a fraction, days or months, as its name says, with its document."""

    name: str
    value: Decimal
    since: date
    until: date | None
    document: str
    certainty: Certainty


class RateBook:
    """The dated figures; the one in force on the receipt's date decides."""

    def __init__(self, figures: Iterable[Figure], announced: Iterable[Figure] = ()) -> None:
        """Sort the figures and refuse any two of one name that hold on the same day.

        ``announced`` figures are known of and not in force: they are shown and never priced with.
        """
        self._figures: dict[str, list[Figure]] = {}
        for figure in sorted(figures, key=_by_name_and_day):
            rows = self._figures.setdefault(figure.name, [])
            if rows and (rows[-1].until is None or rows[-1].until >= figure.since):
                raise FiguresOverlapError(figure.name, figure.since)
            rows.append(figure)
        self.announced = _unsettled(announced, self.rows())
        self._names: dict[str, tuple[str, ...]] = {}

    def at(self, name: str, on: date) -> Figure:
        """Return the figure in force on a civil date."""
        found = self.find(name, on)
        if found is None:
            raise FigureMissingError(name, on)
        return found

    def find(self, name: str, on: date) -> Figure | None:
        """Return the figure in force on a civil date, ``None`` where there is none."""
        for figure in self._figures.get(name, ()):
            if figure.since <= on and (figure.until is None or on <= figure.until):
                return figure
        return None

    def knows(self, name: str) -> bool:
        """Tell whether a figure of this name holds on any day."""
        return name in self._figures

    def beginning(self, prefix: str, on: date) -> list[Figure]:
        """Return the figures in force whose names begin with ``prefix``, by name."""
        names = self._names.get(prefix)
        if names is None:
            names = tuple(name for name in self._figures if name.startswith(prefix))
            self._names[prefix] = names
        return [figure for name in names if (figure := self.find(name, on)) is not None]

    def coming(self, name: str, on: date, days: int) -> list[Figure]:
        """Return a name's figures that begin within some days after a date, and those announced by then.

        An announced figure stays after its first day, until a figure in force settles what holds.
        """
        last = on + timedelta(days=days)
        in_force = [each for each in self._figures.get(name, ()) if on < each.since <= last]
        return [*in_force, *(each for each in self.announced if each.name == name and each.since <= last)]

    def rows(self) -> list[Figure]:
        """Return every figure by name and first day, without those only announced."""
        return [figure for rows in self._figures.values() for figure in rows]

    def corrected(self, corrections: Iterable[Figure], announced: Iterable[Figure] = ()) -> "RateBook":
        """Let an office's figures take the place of those of the same name on the days that they hold.

        Its ``announced`` figures take the place of those announced for the same day.
        """
        wanted = list(corrections)
        kept = self.rows()
        for correction in wanted:
            kept = [part for figure in kept for part in _outside(figure, correction)]
        book = RateBook([*kept, *wanted])
        by_day = {_by_name_and_day(each): each for each in (*self.announced, *announced)}
        book.announced = _unsettled(by_day.values(), wanted)
        return book


def _unsettled(announced: Iterable[Figure], figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Leave out what was announced for a name before or on the first day of its latest figure."""
    latest: dict[str, date] = {}
    for figure in figures:
        latest[figure.name] = max(figure.since, latest.get(figure.name, figure.since))
    left = (each for each in announced if each.since > latest.get(each.name, date.min))
    return tuple(sorted(left, key=_by_name_and_day))


def _by_name_and_day(figure: Figure) -> tuple[str, date]:
    return figure.name, figure.since


def _outside(figure: Figure, correction: Figure) -> Iterator[Figure]:
    """Yield what is left of a figure before and after the days of its correction."""
    last = correction.until
    ended = figure.until is not None and figure.until < correction.since
    if figure.name != correction.name or ended or (last is not None and last < figure.since):
        yield figure
        return
    if figure.since < correction.since:
        yield replace(figure, until=correction.since - _DAY)
    if last is not None and (figure.until is None or last < figure.until):
        yield replace(figure, since=last + _DAY)
