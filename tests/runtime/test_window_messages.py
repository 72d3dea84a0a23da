"""What the window says in the place of a command."""

import re

import pytest

from agent_app.app import sentence as said
from agent_app.domain.receipt_book import NumberNotNextError
from agent_app.runtime.messages import SENTENCES, sentence
from agent_app.runtime.window_messages import WINDOW_SENTENCES

FIELD = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("code", WINDOW_SENTENCES)
def test_no_command_is_named_in_the_window(code: str) -> None:
    assert "agent-app" not in WINDOW_SENTENCES[code]
    assert "--" not in WINDOW_SENTENCES[code]


@pytest.mark.parametrize("code", WINDOW_SENTENCES)
def test_each_stands_for_a_failure_that_exists_and_knows_its_facts(code: str) -> None:
    assert set(FIELD.findall(WINDOW_SENTENCES[code])) <= set(FIELD.findall(SENTENCES[code]))


def test_the_window_itself_says_them() -> None:
    error = NumberNotNextError("AB/26", "0012", "0000091", "0000089", "0000090")

    assert "ghi tờ hỏng" in said(error)
    assert "còn số 0000089–0000090 chưa" in said(error)
    assert "agent-app book spoil" in sentence(error)


def test_one_number_is_no_range() -> None:
    error = NumberNotNextError("AB/26", "0012", "0000090", "0000089", "0000089")

    assert "còn số 0000089 chưa" in said(error)
    assert "còn số 0000089 chưa" in sentence(error)
