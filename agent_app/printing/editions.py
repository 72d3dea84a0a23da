"""Which circular a form names on a civil date."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from agent_app.domain.errors import RuleError
from agent_app.domain.rates import Certainty
from agent_app.runtime.paths import resource


@dataclass(eq=False)
class FormEditionMissingError(RuleError):
    """No edition of this form is known for this civil date."""

    code: ClassVar[str] = "printing.form_edition_missing"
    form: str
    on: date


@dataclass(frozen=True, slots=True)
class Edition:
    """The lines by which a form names its circular, in force from ``since`` to ``until``, both included."""

    since: date
    document: str
    certainty: Certainty
    reference: tuple[str, ...]
    until: date | None = None
    copies: tuple[str, ...] = ()

    def purpose(self, copy: int) -> str:
        """Say what the nth copy is for; those beyond what the form names are for the office's own use."""
        return self.copies[copy - 1] if copy <= len(self.copies) else _SPARE


_SPARE = "Dùng nội bộ"


def edition_of(form: str, on: date) -> Edition:
    """Return the edition of a form, such as ``c45bb``, that is in force on a civil date."""
    for edition in _editions(form):
        if edition.since <= on and (edition.until is None or on <= edition.until):
            return edition
    raise FormEditionMissingError(form, on)


@lru_cache
def _editions(form: str) -> tuple[Edition, ...]:
    tables = tomllib.loads(resource(f"printing/{form}.toml").read_text(encoding="utf-8"))["edition"]
    return tuple(_edition(table) for table in tables)


def _edition(table: Mapping[str, Any]) -> Edition:
    return Edition(
        since=table["since"],
        until=table.get("until"),
        document=table["document"],
        certainty=Certainty(table["certainty"]),
        reference=tuple(table["reference"]),
        copies=tuple(table["copies"]),
    )
