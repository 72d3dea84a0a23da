"""People and households that may be one: proposed, never joined until somebody has said so."""

from dataclasses import replace

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueRow
from agent_app.domain.household import Household, HouseholdId, PersonId
from agent_app.services.due_lists import ProposalUnknownError
from agent_app.services.import_lines import NoteKind, ProposalKind
from agent_app.services.lines import DueFilter
from tests.builders import a_due_row, a_household, a_person, an_id
from tests.services.bench import Bench
from tests.services.test_imports import imports, notes, take


def unnumbered() -> Household:
    return replace(a_household(9), household_no=None)


def of_whom_only_the_citizen_id_is_known() -> DueRow:
    return replace(a_due_row(1), insurance_no=None, household_no=None)


def test_name_birth_and_address_are_only_a_proposal(bench: Bench) -> None:
    known = replace(a_person(1, household=unnumbered()), citizen_id=None)
    bench.settle_in(known, households=(unnumbered(),))

    made = take(bench, of_whom_only_the_citizen_id_is_known())

    assert bench.queries.counts().people == 2
    assert bench.queries.counts().households == 1
    (line,) = imports(bench).proposals()
    assert (line.kind, line.known_id, line.known) == (ProposalKind.PERSON, known.id, known.name)
    assert [each.before for each in notes(bench, made, NoteKind.PROPOSED)] == [known.name]


@pytest.mark.parametrize(
    "row",
    [
        replace(of_whom_only_the_citizen_id_is_known(), birth=PartialDate(1981)),
        replace(of_whom_only_the_citizen_id_is_known(), birth=None),
        replace(of_whom_only_the_citizen_id_is_known(), name="Nguyễn Thị Anh Thư"),
        replace(of_whom_only_the_citizen_id_is_known(), address="Số 9, Thôn Láng Tre, xã Suối Trúc"),
        replace(of_whom_only_the_citizen_id_is_known(), address=None),
        replace(of_whom_only_the_citizen_id_is_known(), insurance_no="9999999999"),
    ],
    ids=[
        "born otherwise",
        "born nobody knows when",
        "another name",
        "elsewhere",
        "nowhere",
        "another number",
    ],
)
def test_nobody_is_proposed_of_whom_something_differs(row: DueRow, bench: Bench) -> None:
    bench.settle_in(replace(a_person(1, household=unnumbered()), citizen_id=None), households=(unnumbered(),))

    take(bench, row)

    assert imports(bench).proposals() == []


def test_a_proposal_that_is_accepted_makes_one_of_two(bench: Bench) -> None:
    known = replace(a_person(1, household=unnumbered()), citizen_id=None)
    bench.settle_in(known, households=(unnumbered(),))
    take(bench, of_whom_only_the_citizen_id_is_known())
    (line,) = imports(bench).proposals()

    imports(bench).settle(line.id, joined=True)

    assert imports(bench).proposals() == []
    assert bench.queries.counts().people == 1
    assert bench.person(PersonId(line.made_id)).id == known.id
    assert [each.person_id for each in bench.queries.due_lines(DueFilter())] == [known.id]
    with pytest.raises(ProposalUnknownError):
        imports(bench).settle(line.id, joined=True)


def test_a_proposal_that_is_declined_is_not_made_again(bench: Bench) -> None:
    known = replace(a_person(1, household=unnumbered()), citizen_id=None)
    bench.settle_in(known, households=(unnumbered(),))
    take(bench, of_whom_only_the_citizen_id_is_known())
    (line,) = imports(bench).proposals()

    imports(bench).settle(line.id, joined=False)
    take(bench, of_whom_only_the_citizen_id_is_known(), mark=b"newer")

    assert imports(bench).proposals() == []
    assert bench.queries.counts().people == 2


def test_a_proposal_that_never_was_is_unknown(bench: Bench) -> None:
    with pytest.raises(ProposalUnknownError):
        imports(bench).settle(an_id(99), joined=True)


def test_neighbours_with_one_phone_are_proposed_as_a_household(bench: Bench) -> None:
    hamlet = "Thôn Đoài, xã Tân Minh"
    rows = [replace(a_due_row(at), household_no=None, address=hamlet, phone="0973111222") for at in (1, 2, 3)]
    made = take(bench, *rows[:2], replace(rows[2], phone="0973111333"))
    assert bench.queries.counts().households == 3

    (line,) = imports(bench).proposals()

    assert (line.kind, line.address) == (ProposalKind.HOUSEHOLD, hamlet)
    assert [each.about for each in notes(bench, made, NoteKind.PROPOSED)] == ["household"]
    imports(bench).settle(line.id, joined=True)
    assert bench.queries.counts().households == 2
    with bench.open_unit() as unit:
        assert unit.households.get(HouseholdId(line.made_id)).id == line.known_id
