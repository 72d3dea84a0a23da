import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.enrolment import FORMAT, BookGrant, Enrolment, EnrolmentUnreadableError, Office
from tests.builders import an_enrolment

words = st.text(max_size=12)
keys = st.binary(min_size=32, max_size=32).map(bytes.hex)
books = st.builds(BookGrant, words, words, st.integers(1, 500), st.integers(500, 2**62))
enrolments = st.builds(
    Enrolment,
    words,
    words,
    words,
    st.lists(words, max_size=3).map(tuple),
    st.lists(books, max_size=3).map(tuple),
    st.none() | words,
    st.lists(keys, max_size=2).map(tuple),
    keys,
    st.builds(Office, words, words, words, words),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)


@given(enrolments)
def test_what_is_written_is_read_back(enrolment: Enrolment) -> None:
    assert Enrolment.read(enrolment.text()) == enrolment


def test_a_person_can_read_the_file() -> None:
    text = an_enrolment().text()

    assert '"agent_name": "Trần Văn Bình"' in text
    assert text.endswith("}\n")


def test_an_office_that_says_little_is_taken() -> None:
    value = json.loads(an_enrolment().text())
    value["office"] = {}

    assert Enrolment.read(json.dumps(value)).office == Office()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", "{}", '{"format": "other/1"}'])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(EnrolmentUnreadableError):
        Enrolment.read(text)


@pytest.mark.parametrize(("first", "last"), [(0, 50), (-1, 1), (2, 1)])
def test_a_book_that_is_no_block_of_numbers_is_refused(first: int, last: int) -> None:
    with pytest.raises(EnrolmentUnreadableError):
        Enrolment.read(an_enrolment(books=(BookGrant("AB/26", "1", first, last),)).text())


@given(st.sampled_from([*json.loads(an_enrolment().text())]), st.none() | json_values)
def test_a_changed_file_is_read_or_refused_and_nothing_else(key: str, value: object) -> None:
    changed = json.loads(an_enrolment().text())
    changed[key] = value
    try:
        Enrolment.read(json.dumps(changed))
    except EnrolmentUnreadableError:
        return

    assert changed["format"] == FORMAT


@pytest.mark.parametrize("key", [*json.loads(an_enrolment().text())])
def test_a_file_that_lacks_a_field_is_refused(key: str) -> None:
    value = json.loads(an_enrolment().text())
    del value[key]

    with pytest.raises(EnrolmentUnreadableError):
        Enrolment.read(json.dumps(value))


def test_an_unknown_word_of_an_office_is_refused() -> None:
    value = json.loads(an_enrolment().text())
    value["office"]["fax"] = "1"

    with pytest.raises(EnrolmentUnreadableError):
        Enrolment.read(json.dumps(value))


def test_a_deeply_nested_file_is_refused() -> None:
    with pytest.raises(EnrolmentUnreadableError):
        Enrolment.read("[" * 100_000)


def test_a_renewed_enrolment_keeps_the_agent_s_phone_unless_it_tells_one() -> None:
    told = an_enrolment(office=Office(agent_phone="0912345678"))
    silent, other = an_enrolment(office=Office("BHXH")), an_enrolment(office=Office(agent_phone="0973000001"))

    assert silent.after(told).office == Office("BHXH", agent_phone="0912345678")
    assert other.after(told) == other
    assert silent.after(None) == silent
    assert Enrolment.read(told.text()) == told
    assert "agent_phone" not in silent.text()
