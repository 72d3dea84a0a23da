"""What a contribution costs, and the figures that made it so."""

from dataclasses import dataclass, field
from datetime import date

from agent_app.domain.explanation import Step
from agent_app.domain.money import Dong
from agent_app.domain.rates import Figure


@dataclass(frozen=True, slots=True)
class CoveragePeriod:
    """First and last civil day of a cover; ``waiting``: days that the law makes a payer wait."""

    start: date
    end: date
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """Money in đồng: ``gross`` = ``support`` + ``local_support`` + ``due``; ``basis``: the figures used.

    ``steps`` is the arithmetic in words' stead: made with the quote, kept with the receipt, never made again.
    """

    gross: Dong
    support: Dong
    local_support: Dong
    due: Dong
    basis: tuple[Figure, ...]
    steps: tuple[Step, ...] = field(default=(), repr=False)
