"""What a contribution costs, and the figures that made it so."""

from dataclasses import dataclass
from datetime import date

from agent_app.domain.money import Dong
from agent_app.domain.rates import Figure


@dataclass(frozen=True, slots=True)
class CoveragePeriod:
    """First and last civil day of a cover; ``waiting`` counts the days between payment and first day."""

    start: date
    end: date
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """Money in đồng: ``gross`` = ``support`` + ``local_support`` + ``due``; ``basis``: the figures used."""

    gross: Dong
    support: Dong
    local_support: Dong
    due: Dong
    basis: tuple[Figure, ...]
