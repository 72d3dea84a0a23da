from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.household import Household, Person
from agent_app.domain.plain import Plain, canonical
from agent_app.domain.replica import (
    HOUSEHOLD,
    PERSON,
    ServerRow,
    change_sum,
    household_row,
    person_row,
    read_household,
    read_person,
)
from tests.builders import a_household, a_person, an_id

maybe = st.none() | st.text(max_size=9)
births = st.none() | st.integers(1900, 2026).map(PartialDate) | st.dates().map(PartialDate.of)
households = st.builds(Household, st.uuids(), maybe, st.text(max_size=9), maybe)
people = st.builds(
    Person,
    st.uuids(),
    st.uuids(),
    st.text(max_size=9),
    maybe,
    maybe,
    births,
    st.none() | st.sampled_from(Sex),
    maybe,
    maybe,
    maybe,
    maybe,
)
changes = st.tuples(
    st.integers(1, 2**40),
    st.tuples(st.sampled_from([HOUSEHOLD, PERSON]), st.uuids(), st.integers(1, 99)),
    st.none() | st.binary(max_size=20),
)
Change = tuple[int, tuple[str, UUID, int], bytes | None]


def total(parts: list[Change]) -> int:
    found = 0
    for seq, key, body in parts:
        found = change_sum(found, seq, key, body)
    return found


@given(households)
def test_a_household_comes_back_from_its_row(household: Household) -> None:
    assert read_household(household.id, household_row(household)) == household


@given(people)
def test_a_person_comes_back_from_their_row(person: Person) -> None:
    assert read_person(person.id, person_row(person)) == person


@pytest.mark.parametrize("body", [b"", b"\xff", canonical([]), canonical({}), canonical({"household_no": 1})])
def test_other_bytes_are_no_row(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        read_household(a_household().id, body)
    with pytest.raises((ValueError, KeyError)):
        read_person(a_person().id, body)


@pytest.mark.parametrize(
    ("field", "value"),
    [("birth", "ngày 5"), ("sex", "other"), ("name", None), ("household_id", b"short"), ("phone", 84)],
)
def test_a_person_with_a_bad_field_is_no_row(field: str, value: Plain) -> None:
    person = a_person()
    good: dict[str, Plain] = {
        "household_id": person.household_id.bytes,
        "name": person.name,
        **dict.fromkeys(
            ("insurance_no", "citizen_id", "birth", "sex", "phone", "relation", "health_group", "facility")
        ),
    }

    assert read_person(person.id, canonical(good)).name == person.name
    with pytest.raises((ValueError, KeyError)):
        read_person(person.id, canonical(good | {field: value}))


@given(st.lists(changes, max_size=6), st.randoms(use_true_random=False))
def test_the_running_sum_does_not_ask_for_an_order_of_the_parts(parts: list[Change], random: Random) -> None:
    shuffled = [*parts]
    random.shuffle(shuffled)

    assert total(parts) == total(shuffled)
    assert 0 <= total(parts) < 2**64


def test_a_lost_a_repeated_or_a_changed_row_changes_the_sum() -> None:
    person = a_person()
    key = (PERSON, person.id, 1)
    whole: list[Change] = [(1, (HOUSEHOLD, an_id(1), 1), b"a"), (2, key, person_row(person))]
    renamed = person_row(replace(person, name="Nguyễn Thị Anh"))
    others: list[list[Change]] = [
        whole[:1],
        [*whole, whole[1]],
        [whole[0], (2, key, renamed)],
        [whole[0], (2, key, None)],
        [whole[0], (3, key, whole[1][2])],
        [whole[0], (2, (PERSON, person.id, 2), whole[1][2])],
        [whole[0], (2, (PERSON, an_id(5), 1), whole[1][2])],
        [whole[0], (2, (HOUSEHOLD, person.id, 1), whole[1][2])],
    ]

    assert len({total(parts) for parts in (whole, *others)}) == len(others) + 1


def test_a_sum_stays_as_it_is() -> None:
    household = (HOUSEHOLD, an_id(1), 1)

    assert change_sum(0, 1, household, household_row(a_household())) == 13852618275065889383
    assert ServerRow(a_household(), 1, "22999").content == a_household()
