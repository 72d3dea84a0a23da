"""Provinces and communes as dated data: who bears which code on which day (QĐ 19/2025/QĐ-TTg)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import InputError


@dataclass(eq=False)
class ProvinceUnknownError(InputError):
    """No province bears this code on this civil date."""

    code: ClassVar[str] = "province.unknown"
    province: str
    on: date


@dataclass(frozen=True, slots=True)
class Province:
    """One province; ``merged_into`` is the code under which it goes on after ``until``."""

    code: str
    name: str
    since: date
    until: date | None
    document: str
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Commune:
    """One xã, phường or đặc khu, with the five digits of its code and the two of its province."""

    code: str
    name: str
    province: str


class Gazetteer:
    """Finds provinces by code and date, follows mergers, and finds communes by code."""

    def __init__(self, provinces: Iterable[Province], communes: Iterable[Commune]) -> None:
        """Take the dated provinces and the communes of today."""
        self.provinces = tuple(provinces)
        self._communes = {commune.code: commune for commune in communes}

    def province(self, code: str, on: date) -> Province:
        """Return the province that bears a code on a civil date."""
        for each in self.provinces:
            if each.code == code and each.since <= on and (each.until is None or on <= each.until):
                return each
        raise ProvinceUnknownError(code, on)

    def now(self, code: str, then: date, on: date) -> Province:
        """Return the province of a later day that a code of an earlier one has become a part of."""
        found = self.province(code, then)
        if found.until is None or on <= found.until:
            return found
        return self.province(found.merged_into or found.code, on)

    def commune(self, code: str) -> Commune | None:
        """Return the commune of a code, if there is one."""
        return self._communes.get(code)

    def communes(self, province: str) -> list[Commune]:
        """Return the communes of a province's code."""
        return [each for each in self._communes.values() if each.province == province]
