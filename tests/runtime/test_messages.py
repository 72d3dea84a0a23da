"""The words of failures: every failure has a sentence, which quotes only what the failure knows."""

import importlib
import pkgutil
import string
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar
from unicodedata import is_normalized

import pytest

import agent_app
from agent_app.domain.errors import AppError
from agent_app.domain.rates import FigureMissingError
from agent_app.domain.receipt import ReceiptDateError
from agent_app.runtime.messages import SENTENCES, UNEXPECTED, sentence

# Said where no class is: by the page of the sync, when the agent stops it.
SAID_ELSEWHERE = {"sync.cancelled"}


def below(kind: type[AppError]) -> Iterator[type[AppError]]:
    """Walk the failures of the program."""
    for each in kind.__subclasses__():
        yield from below(each)
        if each.__module__.startswith("agent_app."):
            yield each


def failures() -> list[type[AppError]]:
    """Import the whole program and return its failures, kinds of failures among them."""
    for module in pkgutil.walk_packages(agent_app.__path__, "agent_app."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(below(AppError), key=lambda each: each.__name__)


KINDS = failures()
FAILURES = [each for each in KINDS if not each.__subclasses__()]


def placeholders(text: str) -> set[str]:
    """Return the names that a sentence quotes."""
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: each.__name__)
def test_this_failure_has_a_sentence_of_its_facts(failure: type[AppError]) -> None:
    assert "code" in vars(failure), "a failure without a code of its own cannot be told from its kind"
    assert failure.code in SENTENCES, f"{failure.code}: {failure.__doc__}"
    assert placeholders(SENTENCES[failure.code]) <= {each.name for each in fields(failure)}


def test_no_two_failures_share_a_code() -> None:
    codes = [each.code for each in FAILURES]

    assert sorted(codes) == sorted(set(codes))


def test_no_sentence_is_left_of_a_failure_that_is_gone() -> None:
    assert set(SENTENCES) - {each.code for each in KINDS} == SAID_ELSEWHERE


@pytest.mark.parametrize("code", [*SENTENCES, "unexpected"])
def test_this_sentence_is_vietnamese_and_whole(code: str) -> None:
    text = SENTENCES.get(code, UNEXPECTED)

    assert is_normalized("NFC", text)
    assert any(ord(letter) > 0x7F for letter in text)
    assert text == text.strip()
    assert text.endswith(
        (".", "agent-app init --enrolment enrol.json", "person search", "ĐỊA-CHỈ", "enrol.json")
    )
    assert "  " not in text


def test_dates_are_written_as_readers_expect_and_gaps_are_named() -> None:
    error = ReceiptDateError(date(2026, 11, 22), None, date(2026, 11, 21))

    assert "22/11/2026" in sentence(error)
    assert "21/11/2026" in sentence(error)
    assert "(chưa có)" in sentence(error)


@dataclass(eq=False)
class SpeechlessError(AppError):
    """A failure that nobody gave words."""

    code: ClassVar[str] = "test.speechless"
    name: str


def test_a_failure_without_words_is_told_calmly_and_quotes_nothing() -> None:
    assert sentence(SpeechlessError("Nguyễn Thị Ánh")) == UNEXPECTED


def test_a_failure_shows_its_code_and_no_fact_in_a_log() -> None:
    assert str(SpeechlessError("Nguyễn Thị Ánh")) == "test.speechless"


def test_a_missing_figure_is_called_as_readers_do() -> None:
    assert "«lương cơ sở»" in sentence(FigureMissingError("base_salary", date(2017, 6, 30)))
