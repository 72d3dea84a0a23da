"""What the window says where a price is refused: a next step that is on the screen."""

import re

import pytest

from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_support import PensionDecisionMissingError
from agent_app.domain.support_decision import DecisionMissingError
from agent_app.runtime.door_messages import DOOR_SENTENCES, door_sentence
from agent_app.runtime.group_words import group_name
from agent_app.runtime.messages import SENTENCES, sentence
from agent_app.services.receipts import PayerMissingError

FIELD = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("code", DOOR_SENTENCES)
def test_no_command_and_no_id_is_shown_at_the_door(code: str) -> None:
    words = DOOR_SENTENCES[code]

    assert "--" not in words
    assert "agent-app" not in words
    assert "person_id" not in words
    assert "Chưa thu tiền" in words


@pytest.mark.parametrize("code", DOOR_SENTENCES)
def test_each_stands_for_a_failure_that_exists_and_knows_its_facts(code: str) -> None:
    assert set(FIELD.findall(DOOR_SENTENCES[code])) <= set(FIELD.findall(SENTENCES[code]))


def test_a_refusal_is_worded_with_its_facts() -> None:
    assert "thuộc nhóm hộ có mức sống trung bình." in door_sentence(DecisionMissingError("GB"))
    assert "thuộc nhóm XX" in door_sentence(DecisionMissingError("XX"))
    words = door_sentence(PensionDecisionMissingError(PensionGroup.POOR))
    assert "diện hộ nghèo" in words
    assert "«Chi tiết»" in words


def test_what_has_no_sentence_of_its_own_is_said_as_everywhere() -> None:
    assert door_sentence(PayerMissingError()) == sentence(PayerMissingError())


def test_groups_that_an_agent_meets_have_names() -> None:
    assert group_name("GB") == "Hộ có mức sống trung bình"
    assert group_name("XX") == "XX"
