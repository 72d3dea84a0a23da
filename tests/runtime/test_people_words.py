"""Every answer of the office about people has words."""

from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.household_status import AreaFact, StatusState
from agent_app.domain.people_body import PEOPLE_KINDS
from agent_app.domain.people_edit import RecordSource
from agent_app.runtime.messages import sentence
from agent_app.runtime.people_words import PEOPLE_KINDS_SHOWN, PEOPLE_REASONS, PEOPLE_WORDS
from agent_app.services.people_failures import (
    AuthorityFieldError,
    DecisionIncompleteError,
    NotOnePersonError,
)


def test_every_word_of_a_form_is_said_in_vietnamese() -> None:
    assert set(PEOPLE_WORDS) == {*Mismatch, *RecordSource, *StatusState, *AreaFact}
    assert set(PEOPLE_KINDS_SHOWN) == {kind.value for kind in PEOPLE_KINDS}


def test_every_reason_says_what_the_agent_can_do() -> None:
    assert all((words.endswith(".") and ". " in words) or ";" in words for words in PEOPLE_REASONS.values())


def test_a_field_is_called_as_people_call_it() -> None:
    assert "«Mã số BHXH»" in sentence(AuthorityFieldError("insurance_no"))
    assert "«Số CCCD»" in sentence(NotOnePersonError("citizen_id"))
    assert "«nơi ban hành»" in sentence(DecisionIncompleteError("issuer"))
