from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import AreaReading, AreaRow, RejectedRow
from agent_app.domain.household import PersonId
from agent_app.domain.replica import read_person
from provincial_server.areas import AreaLoad, load_area
from provincial_server.errors import AreaFileEmptyError, AreaNameError
from provincial_server.tables import ChangeLogRow, HouseholdRow, PersonRow, ScopeRow
from tests.server.conftest import Office

LAN = AreaRow(
    2,
    "Nguyễn Thị Lan",
    "4059906722",
    "5581528947",
    "060079799308",
    PartialDate(1979, 8, 16),
    address="Số 8, Thôn 1",
)
HUNG = AreaRow(3, "Nguyễn Văn Hùng", "4059906722", birth=PartialDate(1975), address="Số 8, Thôn 1")


def load(office: Office, *rows: AreaRow, area: str = "22999") -> AreaLoad:
    return load_area(office.database, area, AreaReading(rows, ()), Path("area.xlsx"))


def changes(office: Office) -> list[tuple[str, int, str, int, bool]]:
    with office.database.read() as session:
        rows = session.scalars(select(ChangeLogRow).order_by(ChangeLogRow.scope, ChangeLogRow.seq))
        return [(row.scope, row.seq, row.entity, row.ver, row.body is None) for row in rows]


def test_households_come_before_their_people(office: Office) -> None:
    done = load(office, LAN, HUNG)

    assert (done.households, done.persons, done.changed, done.rejected) == (1, 2, 3, ())
    assert [entity for _, _, entity, _, _ in changes(office)] == ["household", "person", "person"]


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    load(office, LAN, HUNG)

    done = load(office, LAN, HUNG)

    assert (done.households, done.persons, done.changed) == (1, 2, 0)
    assert office.count(PersonRow) == 2


@pytest.mark.parametrize(
    "again",
    [
        replace(LAN, phone="0973837993"),
        replace(LAN, insurance_no=None, phone="0973837993"),
        replace(LAN, insurance_no=None, citizen_id=None, name="NGUYỄN THỊ LAN", phone="0973837993"),
    ],
)
def test_a_person_is_recognised_by_number_or_by_name_and_birth_in_the_household(
    office: Office, again: AreaRow
) -> None:
    load(office, LAN)

    done = load(office, again)

    assert done.changed == 1
    with office.database.read() as session:
        person = session.scalars(select(PersonRow)).one()
        assert (person.phone, person.ver) == ("0973837993", 2)
        assert (person.insurance_no, person.citizen_id) == (LAN.insurance_no, LAN.citizen_id)


def test_one_name_and_birth_with_other_numbers_is_another_person(office: Office) -> None:
    load(office, LAN)

    load(office, replace(LAN, insurance_no="1111111111", citizen_id="060079799999"))

    assert office.count(PersonRow) == 2


def test_a_file_without_a_column_takes_nothing_away(office: Office) -> None:
    load(office, replace(LAN, phone="0973837993", group="GD"))

    done = load(office, replace(LAN, birth=None, address=None))

    assert done.changed == 0


def test_a_person_who_moved_leaves_the_old_area_and_comes_to_the_new(office: Office) -> None:
    load(office, LAN, HUNG, area="old")
    load(office, replace(LAN, household_no="1"), area="new")

    moved = [each for each in changes(office) if each[2] == "person" and each[3] == 2]

    assert moved == [("area:new", 2, "person", 2, False), ("area:old", 4, "person", 2, True)]


def test_the_log_holds_what_the_tables_hold(office: Office) -> None:
    load(office, LAN)

    with office.database.read() as session:
        person = session.scalars(select(PersonRow)).one()
        entry = session.scalars(select(ChangeLogRow).where(ChangeLogRow.entity == "person")).one()
        scope = session.scalars(select(ScopeRow)).one()
        assert entry.body is not None
        logged = read_person(PersonId(entry.id), entry.body)
        assert (logged.id, logged.name, logged.birth) == (person.id, person.name, LAN.birth)
        assert logged.household_id == person.household_id == session.scalars(select(HouseholdRow.id)).one()
        assert (scope.seq, scope.sum) == (entry.seq, entry.sum)


def test_a_line_twice_and_a_line_without_a_home_are_named(office: Office) -> None:
    done = load(office, LAN, replace(LAN, row=9), AreaRow(5, "Trần B", ""))

    assert done.rejected == (
        RejectedRow(5, "household_no", ""),
        RejectedRow(9, "insurance_no", "5581528947"),
    )
    assert done.persons == 1


def test_people_without_a_household_code_live_at_their_address(office: Office) -> None:
    rows = [replace(LAN, household_no=""), replace(HUNG, household_no="", address="số 8, thôn 1")]

    first, again = load(office, *rows), load(office, *rows)

    assert (first.households, first.persons) == (1, 2)
    assert again.changed == 0


def test_a_file_without_a_usable_row_changes_nothing(office: Office) -> None:
    with pytest.raises(AreaFileEmptyError):
        load(office, AreaRow(5, "Trần B", ""))

    assert office.count(ScopeRow) == 0


def test_an_area_needs_a_name(office: Office) -> None:
    for area in ("", " ", "a\nb\0"):
        with pytest.raises(AreaNameError):
            load(office, LAN, area=area)
