"""The words of reports that an office may want otherwise, by province and civil date."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from agent_app.domain.provinces import ProvinceUnknownError
from agent_app.domain.rates import Certainty
from agent_app.printing.editions import FormEditionMissingError
from agent_app.printing.sheets.model import Column, Side
from agent_app.runtime.gazetteer import load_gazetteer
from agent_app.runtime.paths import resource
from agent_app.services.day_paper_lines import Maker

_FILE = "printing/receipt_use.toml"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Every text of a report's form; those with braces are filled in."""

    form: str
    province: str
    title: str
    month: str
    period: str
    unit: str
    address: str
    section: str
    captions: tuple[str, ...]
    over: tuple[str, ...]
    keys: tuple[str, ...]
    shares: tuple[int, ...]
    total: str
    signatures: tuple[str, ...]

    def columns(self, sides: Mapping[int, Side]) -> tuple[Column, ...]:
        """Return the columns; those that ``sides`` does not name are centred."""
        each = zip(self.captions, self.shares, self.over, self.keys, strict=True)
        return tuple(
            Column(caption, share, sides.get(at, Side.CENTRE), over, key)
            for at, (caption, share, over, key) in enumerate(each)
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """How the reports of some provinces look from a civil date on; no ``provinces`` means all others."""

    provinces: tuple[str, ...]
    since: date
    document: str
    certainty: Certainty
    use: ReportWords
    stock: ReportWords


def layout_of(maker: Maker, on: date) -> Layout:
    """Return the layout of an agent's province, or else the one that all others have."""
    code = province_code(maker)
    known = [each for each in _layouts() if each.since <= on]
    for wanted in (each for each in known if code in each.provinces):
        return wanted
    for wanted in (each for each in known if not each.provinces):
        return wanted
    raise FormEditionMissingError("receipt_use", on)


def province_code(maker: Maker) -> str | None:
    """Return the code of the province in which an agent's first area lies, if it is known."""
    communes = (load_gazetteer().commune(each) for each in maker.areas)
    return next((each.province for each in communes if each is not None), None)


def province_name(maker: Maker, on: date) -> str | None:
    """Return its name."""
    code = province_code(maker)
    try:
        return None if code is None else load_gazetteer().province(code, on).name
    except ProvinceUnknownError:
        return None


@lru_cache
def _layouts() -> tuple[Layout, ...]:
    tables = tomllib.loads(resource(_FILE).read_text(encoding="utf-8"))["layout"]
    return tuple(sorted((_layout(table) for table in tables), key=lambda each: each.since, reverse=True))


def _layout(table: Mapping[str, Any]) -> Layout:
    return Layout(
        tuple(table["provinces"]),
        table["since"],
        table["document"],
        Certainty(table["certainty"]),
        _words(table["use"]),
        _words(table["stock"]),
    )


def _words(table: Mapping[str, Any]) -> ReportWords:
    lists = {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
    return ReportWords(**{**table, **lists})
