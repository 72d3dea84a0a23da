import re
from pathlib import Path

import pytest

from scripts.tracked import ROOT, tracked_files

# What the linter cannot say.
BANNED = {
    r"\.processEvents\(": "it lets slots run inside slots: use a task",
    r"\.connect\(lambda": "Qt keeps the lambda and with it the window: connect a bound method",
    r"except Exception\b": "there is one, in Task.run",
    r"from unittest(\.mock)? import|import unittest": "fakes are real classes",
    r"\b(TODO|FIXME|XXX)\b": "file an issue",
    r"from keyrings|import keyrings": "keyrings.alt stores plain text",
}
BANNED_NAMES = frozenset({"common", "data", "handler", "handlers", "helpers", "info", "manager", "utils"})
ALLOWED = {"except Exception": {"agent_app/ui/tasks.py"}}

SOURCES = [path for path in tracked_files() if path.suffix == ".py" and path != Path(__file__).resolve()]


@pytest.mark.parametrize(("pattern", "reason"), BANNED.items(), ids=list(BANNED.values()))
def test_the_source_has_no(pattern: str, reason: str) -> None:
    allowed = {name for words, names in ALLOWED.items() if words in pattern for name in names}
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}: {reason}"
        for path in SOURCES
        if str(path.relative_to(ROOT)) not in allowed
        for hit in re.finditer(pattern, path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_modules_are_named_after_what_they_hold() -> None:
    assert [str(path.relative_to(ROOT)) for path in SOURCES if path.stem in BANNED_NAMES] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in SOURCES if path.stem.startswith("test_")}

    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
