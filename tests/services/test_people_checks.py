"""What is said of fields while they are typed, on the store of dicts and on the encrypted one."""

from dataclasses import replace

from agent_app.domain.person_fields import (
    CitizenIdContradictsError,
    HouseholdFields,
    PersonFields,
)
from agent_app.services.people_alike import AlikeBy
from agent_app.services.people_checks import CheckPerson, PeopleChecks
from tests.builders import a_household, a_person, rates
from tests.services.bench import Bench
from tests.services.test_people import ANH, HOME, STRANGER


def checks(bench: Bench) -> PeopleChecks:
    return PeopleChecks(bench.open_unit, bench.clock, rates())


def test_each_field_that_cannot_be_is_told_at_once(bench: Bench) -> None:
    wrong = PersonFields(
        "Trần 2", "31/02/1985", "x", "123", "12", "0263382212", "Con", health_group="ZZ", facility="1"
    )

    found = checks(bench).person(CheckPerson(wrong))

    assert set(found.faults) == {
        "name",
        "birth",
        "sex",
        "citizen_id",
        "insurance_no",
        "phone",
        "health_group",
        "facility",
    }
    assert found.alike == ()
    assert bench.operations() == []


def test_nothing_is_wrong_with_what_nobody_has_typed(bench: Bench) -> None:
    assert checks(bench).person(CheckPerson(PersonFields())).faults == {}
    assert checks(bench).person(CheckPerson(STRANGER)).faults == {}


def test_a_number_that_contradicts_what_is_beside_it_is_told_at_the_number(bench: Bench) -> None:
    found = checks(bench).person(CheckPerson(replace(STRANGER, birth="1986")))

    assert isinstance(found.faults["citizen_id"], CitizenIdContradictsError)


def test_a_long_card_number_says_the_insurance_number_that_it_ends_with(bench: Bench) -> None:
    bench.settle_in()

    found = checks(bench).person(CheckPerson(PersonFields(insurance_no=f"GD479{ANH.insurance_no}")))

    assert [each.by for each in found.alike] == [AlikeBy.INSURANCE_NO]


def test_who_bears_the_number_is_named_before_namesakes_and_each_once(bench: Bench) -> None:
    namesake = replace(a_person(2), insurance_no=None, citizen_id=None)
    bench.settle_in(ANH, namesake)
    typed = PersonFields(ANH.name, ANH.birth.shown if ANH.birth else None, citizen_id=ANH.citizen_id)

    found = checks(bench).person(CheckPerson(typed))

    assert [(each.person.id, each.by) for each in found.alike] == [
        (ANH.id, AlikeBy.CITIZEN_ID),
        (namesake.id, AlikeBy.NAME),
    ]
    assert found.alike[0].household == HOME


def test_who_is_edited_is_not_held_against_themselves(bench: Bench) -> None:
    bench.settle_in()
    same = PersonFields(ANH.name, citizen_id=ANH.citizen_id, phone="0911222333")

    found = checks(bench).person(CheckPerson(same, HOME.id, ANH.id))

    assert found.faults == {}
    assert found.alike == ()


def test_an_edit_of_a_birth_is_held_against_the_number_that_is_kept(bench: Bench) -> None:
    bench.settle_in()

    found = checks(bench).person(CheckPerson(PersonFields(birth="1979"), HOME.id, ANH.id))

    assert set(found.faults) == {"citizen_id"}


def test_a_household_is_told_what_its_fields_lack(bench: Bench) -> None:
    found = checks(bench).household(HouseholdFields("", "Thôn Láng Tre", "12"))

    assert set(found) == {"address", "household_no"}
    assert checks(bench).household(HouseholdFields("Số 8, Thôn Láng Tre")) == {}


def test_who_may_be_the_same_person_is_proposed(bench: Bench) -> None:
    twin = replace(a_person(2), insurance_no=None, citizen_id=None, household_id=a_household(2).id)
    bench.settle_in(ANH, twin, a_person(3, "Đặng Văn Kỳ"), households=(HOME, a_household(2)))

    assert [each.person.id for each in checks(bench).namesakes(ANH.id)] == [twin.id]
