"""Loads the dated rules of how long things are kept."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, cast

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.rates import Certainty
from agent_app.domain.retention import RetentionKind, RetentionRule, RetentionRules
from agent_app.runtime.paths import resource
from agent_app.runtime.rate_files import Row, is_certainty, is_day, is_text, is_whole

_TABLE = "retention"


@dataclass(eq=False)
class RetentionFileError(EnvironmentFailure):
    """The file of retention rules cannot be used; nothing is removed by a part of them.

    ``row`` counts from 1, 0 is the file itself; ``about`` names the field.
    """

    code: ClassVar[str] = "privacy.retention_file"
    file: str
    row: int
    about: str


def _is_kind(value: object) -> bool:
    return isinstance(value, str) and value in set(RetentionKind)


_REQUIRED = {"kind": _is_kind, "from": is_day, "document": is_text, "certainty": is_certainty}
_OPTIONAL = {"months": is_whole, "days": is_whole, "until": is_day}


def load_retention(file: Path | None = None) -> RetentionRules:
    """Return the rules that ship with the program; raise ``RetentionFileError``."""
    path = file or resource("privacy/retention.toml")
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RetentionFileError(path.name, 0, _TABLE) from error
    rows = read.get(_TABLE)
    if set(read) != {_TABLE} or not isinstance(rows, list):
        raise RetentionFileError(path.name, 0, _TABLE)
    return RetentionRules(_rule(path.name, number, row) for number, row in enumerate(rows, 1))


def _rule(file: str, number: int, row: object) -> RetentionRule:
    if not isinstance(row, dict):
        raise RetentionFileError(file, number, _TABLE)
    fault = _fault(row)
    if fault is not None:
        raise RetentionFileError(file, number, fault)
    return RetentionRule(
        RetentionKind(str(row["kind"])),
        cast("int", row.get("months", 0)),
        cast("int", row.get("days", 0)),
        cast("date", row["from"]),
        cast("date | None", row.get("until")),
        str(row["document"]),
        Certainty(str(row["certainty"])),
    )


def _fault(row: Row) -> str | None:
    """Name the first field that is missing, unknown or unreadable; a rule of no time at all is none."""
    checks = {**_REQUIRED, **_OPTIONAL}
    wrong = [
        *(name for name in row if name not in checks),
        *(name for name in _REQUIRED if name not in row),
        *(name for name, value in row.items() if name in checks and not checks[name](value)),
    ]
    if not wrong and not (row.get("months") or row.get("days")):
        wrong.append("months")
    return wrong[0] if wrong else None
