"""Whoever mistypes a command, or asks how it goes, reads no English."""

import re

import pytest

from tests.cli.terminal import Run

ENGLISH = re.compile(
    r"\b(Usage|Options?|Commands?|Try|Missing|such|Show|Error|required|default|OPTIONS|ARGS|unexpected)\b"
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("khong-co",), "Không có lệnh «khong-co»."),
        (("due", "khong-co"), "Không có lệnh «khong-co»."),
        (("due", "list", "--thang", "1"), "Không có tuỳ chọn --thang."),
        (("due", "list", "--mont", "2026-12"), "Không có tuỳ chọn --mont."),
        (("due", "list", "--month"), "Tuỳ chọn --month cần có giá trị."),
        (("due", "list", "--json=1"), "Tuỳ chọn --json không nhận giá trị."),
        (("support-bundle",), "Thiếu tuỳ chọn --out."),
        (("due", "import"), "Thiếu FILE."),
        (("due", "list", "thừa"), "Thừa «thừa»."),
        (("rescue",), "Cần đúng một trong hai"),
        (("backup", "--remember"), "--remember cần đi cùng --to"),
    ],
)
def test_a_call_that_is_wrong_is_told_in_vietnamese(run: Run, words: tuple[str, ...], said: str) -> None:
    told = run(*words)

    assert told.code == 2
    assert said in told.err
    assert ENGLISH.findall(told.err) == []


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("due",),
        ("privacy", "export"),
        ("quote", "bhyt"),
        ("consent", "record"),
        ("log", "access"),
        ("password", "change"),
    ],
)
def test_help_is_in_vietnamese(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words, "--help")

    assert told.code == 0
    assert "Cách dùng: agent-app" in told.out
    assert "Tuỳ chọn:" in told.out
    assert ENGLISH.findall(told.out) == []


def test_help_says_what_a_purpose_means_and_how_a_day_is_written(run: Run) -> None:
    told = " ".join(run("consent", "record", "--help").out.split())

    assert "reminder (nhắc hạn)" in told
    assert "như 2026-11-21" in told
