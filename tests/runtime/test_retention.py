"""The retention rules that ship, and files that are none."""

from datetime import date
from pathlib import Path

import pytest

from agent_app.domain.retention import RetentionKind
from agent_app.runtime.retention import RetentionFileError, load_retention

GOOD = 'kind = "money_body"\nmonths = 24\nfrom = 2026-01-01\ndocument = "Luật"\ncertainty = "law"\n'


def test_money_is_kept_for_two_years_and_other_bodies_for_ninety_days() -> None:
    rules, on = load_retention(), date(2026, 11, 21)

    assert rules.oldest_kept(RetentionKind.MONEY_BODY, on) == date(2024, 11, 21)
    assert rules.oldest_kept(RetentionKind.OTHER_BODY, on) == date(2026, 8, 23)
    for kind in RetentionKind:
        assert rules.oldest_kept(kind, on) < on


@pytest.mark.parametrize(
    ("text", "row", "about"),
    [
        ("nothing", 0, "retention"),
        ("[[figure]]\n", 0, "retention"),
        (f"[[retention]]\n{GOOD.replace('money_body', 'money')}", 1, "kind"),
        (f"[[retention]]\n{GOOD.replace('24', '-1')}", 1, "months"),
        (f"[[retention]]\n{GOOD.replace('24', '0')}", 1, "months"),
        (f"[[retention]]\n{GOOD}[[retention]]\n{GOOD}weeks = 3\n", 2, "weeks"),
        (f"[[retention]]\n{GOOD.replace('document', 'note')}", 1, "note"),
        (f"[[retention]]\n{GOOD}until = 2026\n", 1, "until"),
        ("retention = [1]\n", 1, "retention"),
    ],
)
def test_a_file_that_leaves_a_doubt_is_named_and_not_used(
    tmp_path: Path, text: str, row: int, about: str
) -> None:
    path = tmp_path / "retention.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(RetentionFileError) as caught:
        load_retention(path)

    assert caught.value.facts() == {"file": "retention.toml", "row": row, "about": about}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RetentionFileError):
        load_retention(tmp_path / "gone.toml")
