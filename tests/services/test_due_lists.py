"""Importing the monthly list: who is recognised, who is new, and what stays when it goes wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueRow, Scheme
from agent_app.domain.household import Person
from agent_app.services.due_lists import NoUsableRowError
from agent_app.services.lines import DueFilter
from agent_app.services.ports import CancelledWorkError, Listed
from tests.builders import a_due_row, a_household, a_person
from tests.fakes import CrashError, Fuse, fused
from tests.services.bench import LIST, MONTH, Bench


def due_people(bench: Bench) -> list[Person]:
    """Return whom the newest list is about."""
    return [bench.person(each.person_id) for each in bench.queries.due_lines(DueFilter())]


def unnumbered(row: DueRow) -> DueRow:
    """Take the numbers away that identify a person."""
    return replace(row, insurance_no=None, citizen_id=None)


RECOGNISED: dict[str, Callable[[DueRow], DueRow]] = {
    "the insurance number": lambda row: replace(row, citizen_id=None, household_no=None, name="Khác"),
    "the citizen id": lambda row: replace(row, insurance_no=None, household_no=None, name="Khác"),
    "household, name and birth": unnumbered,
    "a name in other letters": lambda row: unnumbered(replace(row, name="NGUYEN THI  ANH")),
}
STRANGERS: dict[str, Callable[[DueRow], DueRow]] = {
    "another birth": lambda row: unnumbered(replace(row, birth=PartialDate(1980))),
    "another household": lambda row: unnumbered(replace(row, household_no="1111111111")),
    "no household": lambda row: unnumbered(replace(row, household_no=None)),
    "another name": lambda row: unnumbered(replace(row, name="Nguyễn Thị Anh Thư")),
    "another insurance number beside the citizen id": lambda row: replace(row, insurance_no="9999999999"),
    "other numbers": lambda row: replace(row, insurance_no="9999999999", citizen_id="099999999999"),
}


@pytest.mark.parametrize("change", RECOGNISED.values(), ids=list(RECOGNISED))
def test_a_person_is_recognised_by(change: Callable[[DueRow], DueRow], bench: Bench) -> None:
    bench.settle_in(a_person())
    bench.put_list(change(a_due_row()))

    bench.due_lists.import_file(LIST)

    assert due_people(bench) == [a_person()]
    assert bench.queries.counts().people == 1


@pytest.mark.parametrize("change", STRANGERS.values(), ids=list(STRANGERS))
def test_a_person_is_new_who_has(change: Callable[[DueRow], DueRow], bench: Bench) -> None:
    bench.settle_in(a_person())
    bench.put_list(change(a_due_row()))

    bench.due_lists.import_file(LIST)

    assert due_people(bench)[0].id != a_person().id
    assert bench.queries.counts().people == 2


def test_a_childs_line_with_its_mothers_citizen_id_is_the_childs(bench: Bench) -> None:
    mother = a_due_row(1, "Nguyễn Thị Mẹ")
    child = replace(a_due_row(2, "Nguyễn Văn Con"), citizen_id=mother.citizen_id, birth=PartialDate(2015))
    bench.put_list(mother, child)

    bench.due_lists.import_file(LIST)

    assert {each.name for each in due_people(bench)} == {"Nguyễn Thị Mẹ", "Nguyễn Văn Con"}
    assert bench.queries.counts().people == 2


@pytest.mark.parametrize(
    ("held", "row"),
    [
        (replace(a_person(), insurance_no=None), replace(a_due_row(), citizen_id=None)),
        (replace(a_person(), citizen_id=None), replace(a_due_row(), insurance_no=None)),
    ],
)
def test_a_person_of_whom_one_number_was_known_is_recognised_by_name_and_birth_at_home(
    held: Person, row: DueRow, bench: Bench
) -> None:
    bench.settle_in(held)
    bench.put_list(row)

    bench.due_lists.import_file(LIST)

    assert due_people(bench) == [held]


def test_lines_of_one_household_number_make_one_household(bench: Bench) -> None:
    bench.put_list(a_due_row(1), a_due_row(2, "Trần Văn Em"), replace(a_due_row(3), household_no="7"))

    bench.due_lists.import_file(LIST)

    first, second, third = due_people(bench)
    assert first.household_id == second.household_id != third.household_id
    assert bench.queries.counts().households == 2


def test_lines_without_a_household_number_share_one_by_their_address(bench: Bench) -> None:
    rows = [replace(a_due_row(each), household_no=None) for each in (1, 2, 3)]
    there = replace(rows[1], address="SỐ 8, thôn Láng Tre,  xã Suối Trúc")
    elsewhere = replace(rows[2], address="Số 9, Thôn Láng Tre, xã Suối Trúc")
    bench.put_list(rows[0], there, elsewhere)

    bench.due_lists.import_file(LIST)

    households = {each.insurance_no: each.household_id for each in due_people(bench)}
    same = households[rows[0].insurance_no] == households[rows[1].insurance_no]
    assert same
    assert len(set(households.values())) == 2


def test_neighbours_of_whom_only_the_hamlet_is_known_live_apart(bench: Bench) -> None:
    hamlet = "Thôn Đoài, xã Tân Minh"
    bench.put_list(*(replace(a_due_row(each), household_no=None, address=hamlet) for each in (1, 2, 3)))

    bench.due_lists.import_file(LIST)

    assert bench.queries.counts().households == 3


def test_who_appears_next_month_at_the_same_house_belongs_to_the_household(bench: Bench) -> None:
    bench.put_list(replace(a_due_row(1), household_no=None))
    bench.due_lists.import_file(LIST)
    bench.put_list(replace(a_due_row(2), household_no=None), mark=b"next")

    bench.due_lists.import_file(LIST)

    assert bench.queries.counts().households == 1
    assert bench.queries.counts().people == 2


def test_people_of_whom_no_address_is_known_live_apart(bench: Bench) -> None:
    bench.put_list(*(replace(a_due_row(each), household_no=None, address=None) for each in (1, 2)))

    bench.due_lists.import_file(LIST)

    assert bench.queries.counts().households == 2


def test_a_new_person_gets_what_the_line_says(bench: Bench) -> None:
    row = a_due_row()
    bench.put_list(row)

    bench.due_lists.import_file(LIST)

    person = due_people(bench)[0]
    assert replace(person, id=a_person().id, household_id=a_household().id) == a_person()
    with bench.open_unit() as unit:
        household = unit.households.get(person.household_id)
    assert replace(household, id=a_household().id) == a_household()


def test_one_person_on_two_lines_stays_one_person(bench: Bench) -> None:
    bench.put_list(a_due_row(), a_due_row(scheme=Scheme.PENSION))

    result = bench.due_lists.import_file(LIST)

    assert result.accepted == 2
    assert bench.queries.counts().people == 1


def test_a_second_import_of_the_same_file_changes_nothing(bench: Bench) -> None:
    bench.put_list(a_due_row(1), a_due_row(2))
    first = bench.due_lists.import_file(LIST)
    before = bench.queries.counts()

    second = bench.due_lists.import_file(LIST)

    assert (second.import_id, second.unchanged) == (first.import_id, True)
    assert (second.accepted, second.rejected, second.skipped) == (2, 0, 11)
    assert bench.queries.counts() == before


def test_a_newer_file_of_the_month_takes_the_place_of_the_old_one(bench: Bench) -> None:
    bench.put_list(a_due_row(1), a_due_row(2))
    bench.due_lists.import_file(LIST)
    bench.put_list(a_due_row(2), mark=b"newer")

    result = bench.due_lists.import_file(LIST)

    assert not result.unchanged
    assert [each.insurance_no for each in due_people(bench)] == [a_due_row(2).insurance_no]
    assert bench.queries.counts().people == 2


def test_an_older_file_may_come_back(bench: Bench) -> None:
    bench.put_list(a_due_row(1))
    bench.due_lists.import_file(LIST)
    bench.put_list(a_due_row(2), mark=b"newer")
    bench.due_lists.import_file(LIST)
    bench.put_list(a_due_row(1))

    result = bench.due_lists.import_file(LIST)

    assert not result.unchanged
    assert [each.insurance_no for each in due_people(bench)] == [a_due_row(1).insurance_no]


def test_a_list_of_another_month_stands_beside_the_first(bench: Bench) -> None:
    bench.put_list(a_due_row(1))
    bench.due_lists.import_file(LIST)
    bench.put_list(a_due_row(2), mark=b"next")

    result = bench.due_lists.import_file(LIST, month="2027-01")

    assert result.month == "2027-01"
    assert bench.queries.due_count(DueFilter(MONTH)) == 1
    assert bench.queries.due_count(DueFilter("2027-01")) == 1


def test_the_newest_list_says_how_a_person_pays(bench: Bench) -> None:
    bench.put_list(a_due_row())
    bench.due_lists.import_file(LIST)
    person = due_people(bench)[0].id

    with bench.open_unit() as unit:
        assert unit.due_lists.listed(person, Scheme.HEALTH) == Listed("GD", 12, a_due_row().amount)
        assert unit.due_lists.listed(person, Scheme.PENSION) is None


def test_a_list_without_a_usable_row_leaves_the_last_one(bench: Bench) -> None:
    bench.put_list(a_due_row())
    bench.due_lists.import_file(LIST)
    before = bench.queries.counts()
    bench.put_refused_list()

    with pytest.raises(NoUsableRowError) as caught:
        bench.due_lists.import_file(LIST)

    assert (caught.value.rejected, caught.value.rows) == (1, "12: insurance_no")
    assert bench.queries.counts() == before


def test_giving_up_while_the_list_is_kept_undoes_all_of_it(bench: Bench) -> None:
    bench.put_list(a_due_row())

    def give_up(done: int, total: int) -> None:
        if done == total:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        bench.due_lists.import_file(LIST, give_up)

    counts = bench.queries.counts()
    assert (counts.households, counts.people, counts.due) == (0, 0, 0)


def test_a_crash_at_any_call_leaves_the_old_list(bench: Bench) -> None:
    bench.put_list(a_due_row())
    bench.due_lists.import_file(LIST)
    before = bench.queries.counts()
    bench.put_list(a_due_row(1), a_due_row(2), mark=b"newer")
    fuse = Fuse(at=1)
    calls = 0
    while True:
        broken = replace(bench.due_lists, open_unit=fused(bench.open_unit, fuse))
        try:
            broken.import_file(LIST)
        except CrashError:
            calls += 1
            assert bench.queries.counts() == before
            fuse = Fuse(at=calls + 1)
        else:
            break

    assert calls > 5
    assert bench.queries.counts().people == 2
