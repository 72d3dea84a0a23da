"""Every figure of the law, asked by name and by civil date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, RuleError


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

    def __init__(self, figures: Iterable[Figure]) -> None:
        """Sort the figures and refuse any two of one name that hold on the same day."""
        self._figures: dict[str, list[Figure]] = {}
        for figure in sorted(figures, key=lambda each: (each.name, each.since)):
            rows = self._figures.setdefault(figure.name, [])
            if rows and (rows[-1].until is None or rows[-1].until >= figure.since):
                raise FiguresOverlapError(figure.name, figure.since)
            rows.append(figure)

    def at(self, name: str, on: date) -> Figure:
        """Return the figure in force on a civil date."""
        for figure in self._figures.get(name, ()):
            if figure.since <= on and (figure.until is None or on <= figure.until):
                return figure
        raise FigureMissingError(name, on)

    def beginning(self, prefix: str, on: date) -> list[Figure]:
        """Return the figures in force whose names begin with ``prefix``, by name."""
        held = (name for name in sorted(self._figures) if name.startswith(prefix))
        found = (figure for name in held for figure in self._figures[name])
        return [each for each in found if each.since <= on and (each.until is None or on <= each.until)]
