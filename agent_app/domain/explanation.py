"""The arithmetic of a quote, step by step: codes and numbers here, words in ``agent_app.runtime``."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agent_app.domain.money import Dong
from agent_app.domain.rates import Figure

Fact = int | Decimal | date | str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its ``amount`` in đồng, the ``facts`` it was made of, and the dated ``figures`` behind it."""

    code: str
    amount: Dong | None = None
    facts: tuple[tuple[str, Fact], ...] = ()
    figures: tuple[Figure, ...] = ()


def step(code: str, amount: Dong | None = None, *figures: Figure, **facts: Fact) -> Step:
    """Write down one step."""
    return Step(code, amount, tuple(facts.items()), figures)
