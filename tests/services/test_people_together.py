"""What belongs together is kept together: a household and its first person, a merge and its choices, undo."""

from dataclasses import replace

import pytest

from agent_app.domain.operation import OperationKind
from agent_app.domain.people_edit import FieldEdit
from agent_app.domain.person_fields import CitizenIdContradictsError, HouseholdFields, PersonFields
from agent_app.services.people_commands import (
    AddHousehold,
    EditHousehold,
    EditPerson,
    MovePerson,
    SettleHousehold,
)
from agent_app.services.people_failures import (
    AuthorityFieldError,
    ChangedSinceError,
    PersonKnownError,
)
from tests.builders import a_household, a_person
from tests.services.bench import Bench
from tests.services.test_people import ANH, HOME, STRANGER, come_from_the_office, kinds, service

THERE = AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan, xã Suối Trúc"))


def test_a_household_and_its_first_person_are_added_together(bench: Bench) -> None:
    made = service(bench).settle(SettleHousehold(THERE, STRANGER))

    assert bench.person(made.person.id) == made.person
    assert made.person.household_id == made.home.id
    assert kinds(bench) == [OperationKind.HOUSEHOLD_ADDED, OperationKind.PERSON_ADDED]


def test_no_household_is_left_without_the_person_whom_it_was_added_for(bench: Bench) -> None:
    bench.settle_in()
    command = SettleHousehold(THERE, PersonFields("Ai Đó", insurance_no=ANH.insurance_no))

    with pytest.raises(PersonKnownError):
        service(bench).settle(command)

    assert bench.operations() == []
    assert service(bench).add_household(THERE).address == THERE.fields.address


def test_an_edit_is_taken_back_by_an_edit(bench: Bench) -> None:
    bench.settle_in()
    done = service(bench).edit_person(
        EditPerson(ANH.id, PersonFields(phone="", relation="Chủ hộ", birth="1980"))
    )

    taken = service(bench).take_back(done)

    assert bench.person(ANH.id) == taken.row == ANH
    assert {(each.field, each.base, each.value) for each in taken.edits} == {
        (each.field, each.value, each.base) for each in done.edits
    }
    assert kinds(bench) == [OperationKind.PERSON_EDITED] * 2


def test_a_move_and_a_new_address_are_taken_back(bench: Bench) -> None:
    other = replace(a_household(2), address="Số 3, Thôn Đồng Xoan")
    bench.settle_in(ANH, households=(HOME, other))
    people = service(bench)
    moved = people.move(MovePerson(ANH.id, other.id, "Con"))
    edited = people.edit_household(EditHousehold(HOME.id, HouseholdFields("Số 10, Thôn Đồng Xoan")))

    people.take_back(moved)
    people.take_back(edited)

    assert bench.person(ANH.id) == ANH
    with bench.open_unit() as unit:
        assert unit.households.get(HOME.id) == HOME


def test_a_later_word_is_not_taken_back_with_an_earlier_edit(bench: Bench) -> None:
    bench.settle_in()
    people = service(bench)
    done = people.edit_person(EditPerson(ANH.id, PersonFields(phone="0911222333")))
    people.edit_person(EditPerson(ANH.id, PersonFields(phone="0911222444")))

    with pytest.raises(ChangedSinceError) as told:
        people.take_back(done)

    assert told.value.field == "phone"
    assert bench.person(ANH.id).phone == "0911222444"


def test_an_undo_does_not_change_what_the_office_says_by_now(bench: Bench) -> None:
    bench.settle_in()
    done = service(bench).edit_person(EditPerson(ANH.id, PersonFields(facility="60-058")))
    with bench.open_unit() as unit:
        held = unit.households.person(ANH.id)
    assert held.facility == "60-058"

    come_from_the_office(bench)

    with pytest.raises((AuthorityFieldError, ChangedSinceError)):
        service(bench).take_back(done)


def test_of_what_differs_a_merge_takes_what_was_chosen(bench: Bench) -> None:
    twin = replace(
        a_person(2, "Nguyễn Ánh"), insurance_no=None, citizen_id=None, phone="0911222333", sex=ANH.sex
    )
    bench.settle_in(ANH, twin)

    found = service(bench).merge(ANH.id, twin.id, frozenset({"phone"}))

    assert {each.field for each in found.differing} >= {"name", "phone"}
    assert bench.person(twin.id) == replace(ANH, phone="0911222333")
    assert kinds(bench) == [OperationKind.PERSON_MERGED, OperationKind.PERSON_EDITED]


def test_a_choice_that_cannot_be_leaves_both_as_they_were(bench: Bench) -> None:
    twin = replace(
        a_person(2, "Nguyễn Thị Ánh"), insurance_no=None, citizen_id=None, facility="60-058", birth=None
    )
    twin = replace(twin, birth=replace(ANH.birth, year=ANH.birth.year + 3) if ANH.birth else None)
    bench.settle_in(ANH, twin)

    with pytest.raises(CitizenIdContradictsError):
        service(bench).merge(ANH.id, twin.id, frozenset({"birth"}))

    assert bench.operations() == []
    assert bench.person(twin.id) == twin


def test_a_choice_of_what_the_office_alone_says_is_refused(bench: Bench) -> None:
    known = replace(ANH, facility="68-012")
    twin = replace(a_person(2, "Nguyễn Thị Ánh"), insurance_no=None, citizen_id=None, facility="60-058")
    bench.settle_in(known, twin)
    come_from_the_office(bench)

    with pytest.raises(AuthorityFieldError):
        service(bench).merge(ANH.id, twin.id, frozenset({"facility"}))

    assert bench.person(twin.id) == twin


def test_the_edits_of_an_undo_say_what_they_were_made_on(bench: Bench) -> None:
    bench.settle_in()
    done = service(bench).edit_person(EditPerson(ANH.id, PersonFields(phone="0911222333")))

    assert service(bench).take_back(done).edits == (FieldEdit("phone", "0911222333", ANH.phone),)
