from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from agent_app.domain.calendar import PartialDate
from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.doubtful_row import DoubtfulRow
from agent_app.domain.due_list import AreaReading, AreaRow, RejectedRow
from agent_app.domain.household import PersonId
from agent_app.domain.replica import read_person
from provincial_server.areas import AreaLoad, load_area
from provincial_server.errors import AreaFileEmptyError, AreaNameError
from provincial_server.tables import ChangeLogRow, HouseholdRow, PersonRow, ScopeRow
from tests.server.conftest import OFFICER, Office

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
    return load_area(office.database, area, AreaReading(rows, ()), Path("area.xlsx"), OFFICER)


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


def test_a_parents_citizen_id_on_a_childs_line_joins_nobody(office: Office) -> None:
    child = replace(LAN, row=3, name="Nguyễn Gia Bảo", insurance_no="1111111111", birth=PartialDate(2019))

    first, again = load(office, LAN, child), load(office, child, LAN)

    assert (first.persons, first.rejected) == (2, ())
    assert (again.persons, again.changed, again.rejected) == (2, 0, ())
    with office.database.read() as session:
        people = session.execute(select(PersonRow.name, PersonRow.insurance_no).order_by(PersonRow.name))
        assert [tuple(each) for each in people] == [
            ("Nguyễn Gia Bảo", "1111111111"),
            ("Nguyễn Thị Lan", "5581528947"),
        ]


def test_a_citizen_id_of_two_people_means_the_one_of_that_name(office: Office) -> None:
    child = replace(LAN, row=3, name="Nguyễn Gia Bảo", insurance_no="1111111111", birth=PartialDate(2019))
    load(office, LAN, child)

    done = load(office, replace(child, insurance_no=None, phone="0973837993"))

    assert done.changed == 1
    with office.database.read() as session:
        assert session.scalars(select(PersonRow.name).where(PersonRow.phone.is_not(None))).all() == [
            "Nguyễn Gia Bảo"
        ]


@pytest.mark.parametrize(
    "other",
    [
        {"insurance_no": "1111111111", "citizen_id": None},
        {"insurance_no": None, "citizen_id": "060079799999"},
    ],
)
def test_one_name_and_birth_with_one_other_number_is_another_person(
    office: Office, other: dict[str, str | None]
) -> None:
    load(office, LAN)

    load(office, replace(LAN, **other))  # type: ignore[arg-type]

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


HAMLET = "Thôn Đoài, xã Tân Minh"


def test_people_of_one_hamlet_are_not_one_household(office: Office) -> None:
    rows = [replace(each, household_no="", address=HAMLET) for each in (LAN, HUNG)]

    first, again = load(office, *rows), load(office, *rows)

    assert (first.households, first.persons, first.changed) == (2, 2, 4)
    assert (again.households, again.persons, again.changed) == (2, 2, 0)
    assert office.count(HouseholdRow) == 2


def test_a_line_without_code_and_house_leaves_a_person_in_the_known_household(office: Office) -> None:
    load(office, LAN, HUNG)

    done = load(office, replace(LAN, household_no="", address=HAMLET))

    assert (done.persons, done.changed) == (1, 0)
    assert office.count(HouseholdRow) == 1


def test_a_namesake_without_numbers_in_a_hamlet_is_named_and_not_joined_unseen(office: Office) -> None:
    unnumbered = AreaRow(2, "Trần Thị Cúc", "", birth=PartialDate(1960), address=HAMLET)

    first = load(office, unnumbered, replace(unnumbered, row=3))
    again = load(office, unnumbered)

    assert first.rejected == (RejectedRow(3, "name", "Trần Thị Cúc"),)
    assert (again.changed, office.count(PersonRow), office.count(HouseholdRow)) == (0, 1, 1)


def test_a_file_without_a_usable_row_changes_nothing(office: Office) -> None:
    with pytest.raises(AreaFileEmptyError):
        load(office, AreaRow(5, "Trần B", ""))

    assert office.count(ScopeRow) == 0


def test_an_area_needs_a_name(office: Office) -> None:
    for area in ("", " ", "\0", "a\udc80", "x" * 196):
        with pytest.raises(AreaNameError):
            load(office, LAN, area=area)


def test_a_doubtful_citizen_id_is_taken_in_and_named(office: Office) -> None:
    doubtful = AreaRow(2, "Nguyễn Thị Ánh", "0000000001", "0000000001", "098185123456")
    twice = AreaRow(3, "Trần Văn Bình", "0000000001", "0000000001", "098485123456")

    loaded = load(office, doubtful, twice)

    assert (loaded.persons, loaded.doubtful) == (1, (DoubtfulRow(2, (Mismatch.NUMBER,)),))
