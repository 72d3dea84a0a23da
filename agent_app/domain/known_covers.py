"""The covers that are known of one person and scheme: which one a payment continues, which it overlaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agent_app.domain.quote import CoveragePeriod


class CoverSource(StrEnum):
    """How a cover is known: paid on a receipt of this laptop, or named on the office's list."""

    PAID = "paid"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class KnownCover:
    """One cover; a list may not say when it began."""

    start: date | None
    end: date
    source: CoverSource

    def overlaps(self, period: CoveragePeriod) -> bool:
        """Tell whether it shares a day with a period, at any distance in time."""
        return self.end >= period.start and (self.start is None or self.start <= period.end)


def continued_end(covers: Iterable[KnownCover], on: date, least_hole: timedelta) -> date | None:
    """Return the last day of the cover that a payment continues, ``None`` where there is none.

    Covers follow one another as long as what is free between them is no longer than ``least_hole``: what lies
    farther off leaves room for a cover of its own, and is not continued.
    """
    end: date | None = None
    for cover in sorted(covers, key=_by_start):
        if cover.start is not None and cover.start > (max(on, end) if end else on) + least_hole:
            break
        end = cover.end if end is None else max(end, cover.end)
    return end


def _by_start(cover: KnownCover) -> tuple[date, date]:
    return cover.start or date.min, cover.end
