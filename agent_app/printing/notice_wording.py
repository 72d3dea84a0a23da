"""The sentences of due notices, as dated data beside the rates."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from agent_app.domain.rates import Certainty
from agent_app.runtime.explanations import CERTAINTY
from agent_app.runtime.paths import resource


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the document behind it, in force from ``since`` to ``until``, both included."""

    name: str
    since: date
    document: str
    certainty: Certainty
    text: str
    until: date | None = None

    def said(self, facts: Mapping[str, str]) -> str:
        """Fill it in; a doubtful one says so."""
        words = self.text.format_map(facts)
        if self.certainty is not Certainty.DOUBTFUL:
            return words
        return f"{words.removesuffix('.')} ({CERTAINTY[self.certainty]})."


@dataclass(frozen=True, slots=True)
class NoticeWording:
    """All words of notices that are data."""

    sentences: tuple[Sentence, ...]
    failures: Mapping[str, str]
    groups: Mapping[str, str]
    questions: Mapping[str, str]

    def sentence(self, name: str, on: date) -> Sentence | None:
        """Return the sentence of a name that is in force on a civil date."""
        for each in self.sentences:
            if each.name == name and each.since <= on and (each.until is None or on <= each.until):
                return each
        return None

    def failure(self, code: str) -> str:
        """Say at the door why there is no price."""
        return self.failures.get(code, self.failures[""])

    def group(self, code: str) -> str:
        """Name a group at the door."""
        return self.groups.get(code, f"nhóm {code}")


@lru_cache(maxsize=1)
def notice_wording() -> NoticeWording:
    """Read the data that ships, once."""
    tables = tomllib.loads(resource("printing/notices.toml").read_text(encoding="utf-8"))
    return NoticeWording(
        tuple(map(_sentence, tables["sentence"])), tables["failures"], tables["groups"], tables["questions"]
    )


def _sentence(table: Mapping[str, Any]) -> Sentence:
    return Sentence(
        table["name"],
        table["since"],
        table["document"],
        Certainty(table["certainty"]),
        table["text"],
        table.get("until"),
    )
