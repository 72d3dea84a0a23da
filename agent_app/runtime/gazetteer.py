"""Loads provinces, their mergers and the communes."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from agent_app.domain.provinces import Commune, Gazetteer, Province
from agent_app.runtime.paths import resource
from agent_app.runtime.rate_files import RateFileUnreadableError, Shape, is_day, is_text, tables

_PROVINCE = Shape(
    {"code": is_text, "name": is_text, "from": is_day, "document": is_text},
    {"until": is_day, "merged_into": is_text},
)
_COLUMNS = ["code", "name", "province"]


@cache
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Read provinces and communes of a folder, by default the one that ships."""
    folder = folder or resource("rates")
    return Gazetteer(_provinces(folder / "provinces.toml"), _communes(folder / "communes.csv"))


def _provinces(file: Path) -> Iterator[Province]:
    for number, values in enumerate(tables(file).get("province", []), 1):
        row = _PROVINCE.read(file.name, number, values)
        yield Province(
            cast("str", row["code"]),
            cast("str", row["name"]),
            cast("date", row["from"]),
            cast("date | None", row.get("until")),
            cast("str", row["document"]),
            cast("str | None", row.get("merged_into")),
        )


def _communes(file: Path) -> list[Commune]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
            if header != _COLUMNS:
                raise RateFileUnreadableError(file.name)
            return [Commune(*row) for row in rows]
    except (OSError, ValueError, TypeError) as error:
        raise RateFileUnreadableError(file.name) from error
