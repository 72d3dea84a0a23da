"""Pseudonyms, traits, watermarks, retention rules and the bodies of consents and erasures."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.consent import Consent, ConsentHow, ConsentId, Purpose
from agent_app.domain.erasure import ErasureId, ErasureRequest, pseudonym, traits
from agent_app.domain.operation import GENESIS, Entry, Position, link, was_emptied
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.privacy_body import consent_body, erasure_body, read_consent, read_erasure
from agent_app.domain.rates import Certainty
from agent_app.domain.retention import (
    RetentionKind,
    RetentionRule,
    RetentionRuleMissingError,
    RetentionRules,
)
from agent_app.domain.watermark import Watermark
from tests.builders import DEVICE, NOW, TODAY, a_person, a_subject, an_id

BIRTH = PartialDate(1980, 3, 5)


def rule(months: int, days: int = 0, since: date = TODAY, until: date | None = None) -> RetentionRule:
    return RetentionRule(RetentionKind.OTHER_BODY, months, days, since, until, "Luật", Certainty.PRACTICE)


def test_a_pseudonym_is_always_the_same_and_says_nothing() -> None:
    assert pseudonym(a_person(1).id) == pseudonym(a_person(1).id) == "Người đã xoá #001001"
    assert pseudonym(a_person(1).id) != pseudonym(a_person(2).id)


def test_people_are_recognised_by_their_numbers_first() -> None:
    assert traits("Nguyễn Thị Ánh", "6080000001", "068180000001", BIRTH) == {
        "insurance_no:6080000001",
        "citizen_id:068180000001",
    }


def test_without_numbers_a_name_needs_the_whole_birth() -> None:
    assert traits("Nguyễn  Thị ÁNH", None, None, BIRTH) == {"name:nguyen thi anh:1980-03-05"}
    assert traits("Nguyễn Thị Ánh", None, None, PartialDate(1980)) == frozenset()
    assert traits("Nguyễn Thị Ánh", None, None, None) == frozenset()


def test_a_watermark_names_who_when_what_for_and_its_code() -> None:
    mark = Watermark("NVT1", datetime(2026, 11, 21, 17, 5, tzinfo=UTC), "theo yêu cầu", an_id(0xAB))

    assert mark.line == "Xuất bởi NVT1, 00:05 ngày 22/11/2026, mã 000000AB: theo yêu cầu"
    assert mark.facts["line"] == mark.line


def test_the_longest_rule_in_force_decides() -> None:
    rules = RetentionRules([rule(3), rule(0, 30), rule(99, until=TODAY, since=date(2020, 1, 1))])

    assert rules.oldest_kept(RetentionKind.OTHER_BODY, TODAY) == date(2018, 8, 21)
    assert rules.oldest_kept(RetentionKind.OTHER_BODY, date(2026, 11, 22)) == date(2026, 8, 22)


def test_where_no_rule_holds_nothing_is_too_old() -> None:
    with pytest.raises(RetentionRuleMissingError):
        RetentionRules([rule(3)]).oldest_kept(RetentionKind.OTHER_BODY, date(2026, 11, 20))
    with pytest.raises(RetentionRuleMissingError):
        RetentionRules([rule(3)]).oldest_kept(RetentionKind.MONEY_BODY, TODAY)


@given(
    purpose=st.sampled_from(Purpose),
    how=st.sampled_from(ConsentHow),
    withdrawn=st.booleans(),
    on=st.dates(),
)
def test_a_consent_comes_back_as_it_went(
    purpose: Purpose, how: ConsentHow, *, withdrawn: bool, on: date
) -> None:
    made = Consent(ConsentId(an_id(1)), a_subject(), purpose, how, on, NOW, withdrawn)

    assert read_consent(consent_body(made)) == made


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.dates())
def test_a_request_to_be_erased_comes_back_as_it_went(reason: str, on: date) -> None:
    made = ErasureRequest(ErasureId(an_id(1)), a_subject(), reason, on, NOW)

    assert read_erasure(erasure_body(made)) == made


@given(st.binary(max_size=60))
def test_other_bytes_are_no_consent_and_no_request(body: bytes) -> None:
    for read in (read_consent, read_erasure):
        with pytest.raises(BodyUnreadableError):
            read(body)


@given(st.binary(min_size=1, max_size=40))
def test_an_emptied_entry_links_to_the_same_place(body: bytes) -> None:
    head = Position(1, 0, GENESIS)
    whole = link(DEVICE, head, Entry(an_id(1), "visit.recorded", 1, NOW, body))
    bare = link(DEVICE, head, Entry(an_id(1), "visit.recorded", 1, NOW, b"", whole.body_hash))

    assert (bare.position, bare.body_hash) == (whole.position, whole.body_hash)
    assert link(DEVICE, head, Entry.of(bare)) == bare
    assert link(DEVICE, head, Entry.of(whole)) == whole
    assert (was_emptied(whole), was_emptied(bare)) == (False, True)


def test_an_operation_that_never_said_anything_was_not_emptied() -> None:
    nothing = link(DEVICE, Position(1, 0, GENESIS), Entry(an_id(1), "visit.recorded", 1, NOW, b""))

    assert not was_emptied(nothing)
