"""Dated figures and the arithmetic made of them, as plain maps and back."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from agent_app.domain.explanation import Fact, Step
from agent_app.domain.money import Dong
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    Plain,
    as_int,
    as_int_or_none,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    canonical,
    decode,
)
from agent_app.domain.rates import Certainty, Figure


def figure_body(figure: Figure) -> Body:
    """Spread a figure over a map."""
    return {
        "name": figure.name,
        "value": str(figure.value),
        "since": figure.since.isoformat(),
        "until": figure.until.isoformat() if figure.until else None,
        "document": figure.document,
        "certainty": figure.certainty.value,
    }


def read_figure(body: Mapping[str, object]) -> Figure:
    """Read a figure; raise ``KeyError``, ``ValueError`` or ``ArithmeticError`` where it is none."""
    until = as_text_or_none(body["until"])
    return Figure(
        as_text(body["name"]),
        _decimal(as_text(body["value"])),
        date.fromisoformat(as_text(body["since"])),
        date.fromisoformat(until) if until else None,
        as_text(body["document"]),
        Certainty(as_text(body["certainty"])),
    )


def basis_body(basis: tuple[Figure, ...]) -> bytes:
    """Encode the figures that priced a line, for keeping beside it."""
    return canonical([figure_body(each) for each in basis])


def read_basis(body: bytes) -> tuple[Figure, ...]:
    """Read the figures that priced a line."""
    return tuple(read_figure(as_map(each)) for each in as_list(decode(body)))


def steps_body(steps: Sequence[Step], basis: Sequence[Figure]) -> list[Plain]:
    """Spread the arithmetic over a list; a figure that the basis holds is named by its place there."""
    return [
        {
            "code": each.code,
            "amount": None if each.amount is None else int(each.amount),
            "facts": [[name, *_fact_body(value)] for name, value in each.facts],
            "figures": [
                basis.index(figure) if figure in basis else figure_body(figure) for figure in each.figures
            ],
        }
        for each in steps
    ]


def read_steps(value: object, basis: Sequence[Figure]) -> tuple[Step, ...]:
    """Read the arithmetic; raise what ``read_figure`` raises."""
    return tuple(_read_step(as_map(each), basis) for each in as_list(value))


def _read_step(body: Mapping[str, object], basis: Sequence[Figure]) -> Step:
    amount = as_int_or_none(body["amount"])
    return Step(
        as_text(body["code"]),
        None if amount is None else Dong(amount),
        tuple(_read_fact(as_list(each)) for each in as_list(body["facts"])),
        tuple(_figure_at(each, basis) for each in as_list(body["figures"])),
    )


def _figure_at(value: object, basis: Sequence[Figure]) -> Figure:
    if isinstance(value, dict):
        return read_figure(as_map(value))
    place = as_int(value)
    if not 0 <= place < len(basis):
        raise NotPlainError("no figure at this place")
    return basis[place]


def _fact_body(value: Fact) -> tuple[str, Plain]:
    match value:
        case date():
            return "day", value.isoformat()
        case Decimal():
            return "number", str(value)
        case int():
            return "count", value
        case str():
            return "text", value


def _read_fact(parts: list[object]) -> tuple[str, Fact]:
    if len(parts) != 3:  # noqa: PLR2004 (name, kind, value)
        raise NotPlainError("no fact")
    name, kind, value = as_text(parts[0]), as_text(parts[1]), parts[2]
    match kind:
        case "day":
            return name, date.fromisoformat(as_text(value))
        case "number":
            return name, _decimal(as_text(value))
        case "count":
            return name, as_int(value)
        case "text":
            return name, as_text(value)
        case _:
            raise NotPlainError("no kind of fact")


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise NotPlainError("no figure")
    return value
