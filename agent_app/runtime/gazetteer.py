"""Loads provinces, their mergers and the communes."""

import csv
from functools import cache
from pathlib import Path

from agent_app.domain.provinces import Commune, Gazetteer
from agent_app.runtime.paths import resource
from agent_app.runtime.rate_files import RateFileUnreadableError
from agent_app.runtime.rates import load_tables

_COLUMNS = ["code", "name", "province"]


@cache
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Read provinces and communes of a folder, by default the one that ships."""
    folder = folder or resource("rates")
    return Gazetteer(load_tables(folder).provinces, _communes(folder / "communes.csv"))


def _communes(file: Path) -> list[Commune]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
            if header != _COLUMNS:
                raise RateFileUnreadableError(file.name)
            return [Commune(*row) for row in rows]
    except (OSError, ValueError, TypeError) as error:
        raise RateFileUnreadableError(file.name) from error
