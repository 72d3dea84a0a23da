"""Turns the rows of dated tables into figures, local rules and provinces."""

from datetime import date
from decimal import Decimal
from typing import cast

from agent_app.domain.due_list import Scheme
from agent_app.domain.local_support import LocalBasis, LocalRule
from agent_app.domain.provinces import Province
from agent_app.domain.rates import Certainty, Figure
from agent_app.runtime.rate_files import (
    RateRowError,
    RateValueError,
    Row,
    Shape,
    is_certainty,
    is_day,
    is_flag,
    is_number,
    is_text,
    is_texts,
    is_whole,
)

_DATED = {"name": is_text, "value": is_number, "from": is_day, "document": is_text, "certainty": is_certainty}
_FIGURE = Shape(_DATED, {"until": is_day, "active": is_flag, "each": is_texts})
_LOCAL = Shape(
    {
        **_DATED,
        "basis": lambda value: isinstance(value, str) and value in set(LocalBasis),
        "scheme": lambda value: isinstance(value, str) and value in set(Scheme),
        "payer": is_text,
    },
    {
        "until": is_day,
        "groups": is_texts,
        "place": lambda value: is_whole(value) and bool(value),
        "age_from": is_whole,
        "age_below": is_whole,
        "residence": is_texts,
        "holds_place": is_flag,
    },
)
_PROVINCE = Shape(
    {"code": is_text, "name": is_text, "from": is_day, "document": is_text},
    {"until": is_day, "merged_into": is_text},
)

# Sorted by the place behind it, so that it must be a number.
_ORDER_SHARE = "health.order_share."

# The highest value by the beginning of a name: shares are fractions, and "30" for 30 % is refused.
_MOST = {
    "health.rate": Decimal(1),
    "health.order_share": Decimal(1),
    "health.support_share": Decimal(1),
    "pension.rate": Decimal(1),
    "pension.support_share": Decimal(1),
    "pension.support_is_flat": Decimal(1),
    "pension.discount_rate": Decimal("0.1"),
}


def figure_rows(file: str, number: int, values: object) -> tuple[list[Figure], bool]:
    """Read a row of figures: one, or one for each of its endings; and whether it is in force."""
    row = _FIGURE.read(file, number, values)
    figures = [_figure(name, row) for name in _names(row)]
    for figure in figures:
        place = figure.name.removeprefix(_ORDER_SHARE)
        if place != figure.name and not (place.isascii() and place.isdigit()):
            raise RateRowError(file, number, "name")
        most = next((most for name, most in _MOST.items() if figure.name.startswith(name)), None)
        _refuse_too_high(file, number, figure, most)
    return figures, bool(row.get("active", True))


def _refuse_too_high(file: str, number: int, figure: Figure, most: Decimal | None) -> None:
    if most is not None and figure.value > most:
        raise RateValueError(file, number, figure.name, f"{figure.value:f}", f"{most:f}")


def _names(row: Row) -> list[str]:
    """Return the names that a row is for: its own, or one for each of a list of endings."""
    name = cast("str", row["name"])
    endings = cast("list[str] | None", row.get("each"))
    return [name] if endings is None else [f"{name}.{ending}" for ending in endings]


def _figure(name: str, row: Row) -> Figure:
    return Figure(
        name,
        Decimal(cast("str", row["value"])),
        cast("date", row["from"]),
        cast("date | None", row.get("until")),
        cast("str", row["document"]),
        Certainty(cast("str", row["certainty"])),
    )


def local_rule(file: str, number: int, values: object) -> LocalRule:
    """Read a row of local support."""
    row = _LOCAL.read(file, number, values)
    figure = _figure(f"local_support.{row['name']}", row)
    basis = LocalBasis(cast("str", row["basis"]))
    _refuse_too_high(file, number, figure, None if basis is LocalBasis.AMOUNT else Decimal(1))
    return LocalRule(
        figure,
        basis,
        Scheme(cast("str", row["scheme"])),
        cast("str", row["payer"]),
        frozenset(cast("list[str]", row.get("groups", []))),
        cast("int | None", row.get("place")),
        cast("int | None", row.get("age_from")),
        cast("int | None", row.get("age_below")),
        frozenset(cast("list[str]", row.get("residence", []))),
        cast("bool", row.get("holds_place", True)),
    )


def province(file: str, number: int, values: object) -> Province:
    """Read a row of a province."""
    row = _PROVINCE.read(file, number, values)
    return Province(
        cast("str", row["code"]),
        cast("str", row["name"]),
        cast("date", row["from"]),
        cast("date | None", row.get("until")),
        cast("str", row["document"]),
        cast("str | None", row.get("merged_into")),
    )
