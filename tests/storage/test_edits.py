"""Edits that wait for the office: what tables show, what a pull may change, what an answer does."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.history import FieldChange
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, Subject
from agent_app.domain.operation import GENESIS, Entry, OperationKind, OperationState, Position
from agent_app.domain.people_body import kind_of, people_body
from agent_app.domain.people_edit import (
    FieldEdit,
    HouseholdAdded,
    HouseholdEdited,
    PeopleFact,
    PersonAdded,
    PersonEdited,
    PersonMerged,
    RecordSource,
    same_as,
    with_values,
)
from agent_app.domain.privacy_body import erasure_body
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.runtime.paths import Home
from agent_app.services.failures import PersonUnknownError
from agent_app.services.ports import ReplicaChange, ScopeCursor, no_report
from agent_app.storage.engine import open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_book, a_household, a_person, an_enrolment, an_id
from tests.storage.till import KEY, issue, opened

AREA = "area:22999"
HOME, ANH, KY = a_household(), a_person(), a_person(2, "Đặng Văn Kỳ")
MADE = replace(a_person(3, "Lê Thị Mến"), insurance_no=None)
NEW_PHONE = FieldEdit("phone", ANH.phone, "0911222333")
NEW_NAME = FieldEdit("name", ANH.name, "Nguyễn Thị Ánh Hồng")


def pull(store: Store, *contents: Household | Person, ver: int = 1) -> None:
    changes = [
        ReplicaChange(
            HOUSEHOLD if isinstance(each, Household) else PERSON, each.id, ver, ServerRow(each, ver, AREA)
        )
        for each in contents
    ]
    with store.unit() as unit:
        unit.replica.apply(ScopeCursor(AREA, 1, ver, 1, 1), changes)
        unit.commit()


def log(store: Store, fact: PeopleFact, number: int = 1) -> UUID:
    op_id = an_id(0xE00 + number)
    with store.unit() as unit:
        unit.log.append(Entry(op_id, kind_of(fact), 1, NOW, people_body(fact)))
        match fact:
            case PersonAdded():
                unit.households.add_people([fact.person], "typed")
            case HouseholdAdded():
                unit.households.add_households([fact.household], "typed")
            case PersonEdited():
                unit.edits.edit_person(fact, op_id)
            case HouseholdEdited():
                unit.edits.edit_household(fact, op_id)
            case PersonMerged():
                unit.edits.merge(fact.kept_id, fact.other_id)
        unit.commit()
    return op_id


def edit(store: Store, *edits: FieldEdit, number: int = 1, who: PersonId = ANH.id) -> UUID:
    return log(store, PersonEdited(who, edits, RecordSource.TYPED), number)


def answer(store: Store, op_id: UUID, state: OperationState, reason: str | None = None) -> None:
    with store.unit() as unit:
        unit.log.confirm(unit.log.head(), b"custody", NOW)
        unit.log.settle([(op_id, state, reason)])
        unit.commit()


def person(store: Store, person_id: UUID = ANH.id) -> Person:
    with store.unit() as unit:
        return unit.households.person(PersonId(person_id))


def codes(store: Store) -> set[str]:
    return {each.code for each in store.checker.check(no_report)}


def let_in(store: Store) -> None:
    """Enrol a store with one small book, and let the office tell it of two people."""
    with store.unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.receipts.add_book(a_book(1, 50))
        unit.commit()
    pull(store, HOME, ANH, KY)


def bases(home: Home) -> list[tuple[object, ...]]:
    with closing(open_ours(home.store, KEY)) as raw:
        return [
            tuple(row)
            for row in raw.execute("SELECT field, server_value FROM base ORDER BY field").fetchall()
        ]


@pytest.fixture
def known(store: Store) -> Store:
    """A store whose household and people the office knows."""
    let_in(store)
    return store


def test_an_edit_is_what_tables_search_and_lists_show(home: Home, known: Store) -> None:
    edit(known, NEW_NAME, NEW_PHONE)

    assert person(known) == replace(ANH, name="Nguyễn Thị Ánh Hồng", phone="0911222333")
    assert [each.id for each in known.queries.search_people("anh hong")] == [ANH.id]
    assert [each.id for each in known.queries.search_people("0911222333")] == [ANH.id]
    assert bases(home) == [("name", ANH.name), ("phone", ANH.phone)]
    assert codes(known) == set()


def test_a_pull_changes_the_base_first_and_the_edit_stays_in_sight(home: Home, known: Store) -> None:
    edit(known, NEW_PHONE)

    pull(known, replace(ANH, phone="0988777666", relation="Chủ hộ"), ver=2)

    assert person(known) == replace(ANH, phone="0911222333", relation="Chủ hộ")
    assert bases(home) == [("phone", "0988777666")]
    assert codes(known) == set()


def test_a_refusal_restores_what_the_office_says_by_now(home: Home, known: Store) -> None:
    op_id = edit(known, NEW_PHONE, NEW_NAME)
    pull(known, replace(ANH, phone="0988777666"), ver=2)

    answer(known, op_id, OperationState.REFUSED, "authority")

    assert person(known) == replace(ANH, phone="0988777666")
    assert [each.id for each in known.queries.search_people("ánh")] == [ANH.id]
    assert bases(home) == []
    assert codes(known) == set()


@pytest.mark.parametrize("state", [OperationState.ACCEPTED, OperationState.MERGED])
def test_what_the_office_took_waits_no_more(home: Home, known: Store, state: OperationState) -> None:
    op_id = edit(known, NEW_PHONE)

    answer(known, op_id, state)

    assert bases(home) == []
    assert person(known).phone == "0911222333"
    pull(known, replace(ANH, phone="0988777666"), ver=3)
    assert person(known).phone == "0988777666"
    assert codes(known) == set()


def test_an_edit_that_a_human_must_look_at_stays_with_its_base(home: Home, known: Store) -> None:
    op_id = edit(known, NEW_NAME)

    answer(known, op_id, OperationState.HELD, "edit_conflict")
    pull(known, replace(ANH, name="Nguyễn Thị Anh"), ver=2)

    assert person(known).name == "Nguyễn Thị Ánh Hồng"
    assert bases(home) == [("name", "Nguyễn Thị Anh")]
    assert codes(known) == set()


def test_of_two_edits_of_one_field_the_later_one_is_shown_and_decides(home: Home, known: Store) -> None:
    first = edit(known, NEW_PHONE)
    second = edit(known, FieldEdit("phone", "0911222333", "0944555666"), number=2)

    answer(known, first, OperationState.REFUSED)
    assert person(known).phone == "0944555666"
    assert bases(home) == [("phone", ANH.phone)]
    answer(known, second, OperationState.REFUSED)

    assert person(known).phone == ANH.phone


def test_answers_that_the_office_has_lost_let_edits_wait_again(home: Home, known: Store) -> None:
    op_id = edit(known, NEW_PHONE)
    answer(known, op_id, OperationState.ACCEPTED)

    with known.unit() as unit:
        unit.log.fall_back(Position(1, 0, GENESIS))
        unit.commit()
    pull(known, ANH, ver=9)

    assert person(known).phone == "0911222333"
    assert bases(home) == [("phone", ANH.phone)]


def test_an_emptied_field_stays_empty_until_the_office_has_answered(known: Store) -> None:
    edit(known, FieldEdit("phone", ANH.phone, None))

    pull(known, ANH, ver=2)

    assert person(known).phone is None


def test_a_move_waits_and_goes_back_like_any_edit(known: Store) -> None:
    other = replace(a_household(2), address="Số 3, Thôn Đồng Xoan")
    pull(known, other)
    receipt, _ = issue(known)
    op_id = edit(known, FieldEdit("household_id", HOME.id.hex, other.id.hex))

    pull(known, replace(ANH, phone="0988777666"), ver=2)

    assert person(known) == replace(ANH, phone="0988777666", household_id=other.id)
    assert [each.id for each in known.queries.household(other.id, 2026).members] == [ANH.id]
    assert known.queries.receipt(receipt.id).receipt.household_id == HOME.id
    assert codes(known) == set()
    answer(known, op_id, OperationState.REFUSED)
    assert person(known).household_id == HOME.id


def test_a_households_edit_waits_and_goes_back_too(known: Store) -> None:
    fact = HouseholdEdited(
        HOME.id, (FieldEdit("address", HOME.address, "Số 10, Thôn Láng Tre"),), RecordSource.TYPED
    )
    op_id = log(known, fact)
    pull(known, replace(HOME, hamlet="Láng Tre"), ver=2)

    with known.unit() as unit:
        assert unit.households.get(HOME.id).address == "Số 10, Thôn Láng Tre"
        assert unit.households.get(HOME.id).hamlet == "Láng Tre"
    answer(known, op_id, OperationState.REFUSED)

    with known.unit() as unit:
        assert unit.households.get(HOME.id).address == HOME.address


def test_the_history_names_agent_and_office_as_authors_of_a_field_that_went_back(known: Store) -> None:
    op_id = edit(known, NEW_PHONE)
    answer(known, op_id, OperationState.REFUSED)

    changes: list[FieldChange] = known.privacy_queries.history(ANH.id)

    assert [(each.before, each.after) for each in changes if each.field == "phone"] == [
        (ANH.phone, "0911222333"),
        ("0911222333", ANH.phone),
    ]


def test_who_was_added_becomes_the_offices_row_under_the_same_id(known: Store) -> None:
    op_id = log(known, PersonAdded(MADE, RecordSource.TYPED))
    edit(known, FieldEdit("phone", MADE.phone, "0944555666"), number=2, who=MADE.id)
    answer(known, op_id, OperationState.ACCEPTED)

    pull(known, MADE)

    assert person(known, MADE.id) == replace(MADE, phone="0944555666")
    with known.unit() as unit:
        assert unit.edits.known_to_office(MADE.id)
    assert codes(known) == set()


@pytest.mark.parametrize("first", ["answer", "row"])
def test_whom_the_office_knew_takes_over_whichever_comes_first(known: Store, first: str) -> None:
    theirs = replace(MADE, id=PersonId(an_id(0xB7)), citizen_id=None, phone=None, name="Lê Thị Mến")
    op_id = log(known, PersonAdded(MADE, RecordSource.TYPED))
    edit(known, FieldEdit("phone", MADE.phone, "0944555666"), number=2, who=MADE.id)
    steps: dict[str, Callable[[], None]] = {
        "answer": lambda: answer(known, op_id, OperationState.MERGED, same_as(theirs.id)),
        "row": lambda: pull(known, theirs),
    }

    steps.pop(first)()
    for step in steps.values():
        step()

    assert person(known, MADE.id).id == theirs.id
    assert person(known, MADE.id) == replace(theirs, citizen_id=MADE.citizen_id, phone="0944555666"), (
        "what waits goes along"
    )
    assert codes(known) == set()


def test_a_household_that_the_office_knew_takes_over_its_people(known: Store) -> None:
    made = Household(HouseholdId(an_id(0xC1)), None, "Số 5, Thôn Láng Tre", "Thôn Láng Tre")
    theirs = replace(made, id=HouseholdId(an_id(0xC2)), household_no="4059900777")
    op_id = log(known, HouseholdAdded(made, RecordSource.TYPED))
    log(known, PersonAdded(replace(MADE, household_id=made.id), RecordSource.TYPED), 2)
    pull(known, theirs)

    answer(known, op_id, OperationState.MERGED, same_as(theirs.id))

    assert person(known, MADE.id).household_id == theirs.id
    assert codes(known) == set()


def test_who_lives_in_a_household_that_was_joined_stays_in_the_one_that_is_left(known: Store) -> None:
    made = Household(HouseholdId(an_id(0xC1)), None, "Số 5, Thôn Láng Tre", "Thôn Láng Tre")
    op_id = log(known, HouseholdAdded(made, RecordSource.TYPED))
    answer(known, op_id, OperationState.MERGED, same_as(HOME.id))

    pull(known, replace(MADE, household_id=made.id), ver=2)

    assert person(known, MADE.id).household_id == HOME.id
    assert MADE.id in {each.id for each in known.queries.household(made.id, 2026).members}


def test_a_merged_id_does_not_come_back_by_older_news(known: Store) -> None:
    twin = replace(KY, insurance_no=None, citizen_id=None)
    pull(known, twin, ver=2)
    log(known, PersonMerged(ANH.id, KY.id))

    pull(known, replace(twin, phone="0988777666"), ver=3)

    assert person(known, KY.id).id == ANH.id
    assert [each.id for each in known.queries.household(HOME.id, 2026).members] == [ANH.id]
    assert codes(known) == set()


def test_a_merge_takes_along_receipts_places_and_edits(known: Store) -> None:
    receipt, _ = issue(known)
    edit(known, FieldEdit("relation", None, "Chủ hộ"))
    with known.unit() as unit:
        unit.receipts.hold_places(HOME.id, TODAY.year, {KY.id: 2})
        unit.commit()

    log(known, PersonMerged(KY.id, ANH.id), 2)

    line = known.queries.receipt(receipt.id).receipt.lines[0]
    assert line.subject.name == ANH.name, "a receipt says what it said"
    assert person(known, ANH.id) == replace(KY, relation="Chủ hộ")
    with known.unit() as unit:
        assert unit.edits.weight(KY.id).receipts == 1
        assert unit.receipts.places(HOME.id, TODAY.year) == {KY.id: 2}
        assert unit.receipts.covers(ANH.id, Scheme.HEALTH)[-1].end == line.period.end
    assert codes(known) == set()


def test_a_check_finds_edits_that_were_undone_past_the_program(home: Home, known: Store) -> None:
    edit(known, NEW_PHONE)

    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("UPDATE person SET phone = '0900000000' WHERE id = ?", (ANH.id.hex,))
    assert codes(known) == {"edit.differs"}
    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("DELETE FROM base")
    assert "edit.no_base" in codes(known)


def test_a_check_finds_people_who_were_deleted_past_the_program(home: Home, known: Store) -> None:
    log(known, PersonAdded(MADE, RecordSource.TYPED))

    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("DELETE FROM person WHERE id = ?", (MADE.id.hex,))

    assert "person.missing" in codes(known)


def test_whoever_is_erased_leaves_no_base_and_no_edit(home: Home, known: Store) -> None:
    op_id = edit(known, NEW_NAME, NEW_PHONE)
    request = ErasureRequest(ErasureId(an_id(0x77)), Subject.of(person(known), HOME), "yêu cầu", TODAY, NOW)

    with known.unit() as unit:
        entry = Entry(an_id(0x78), OperationKind.ERASURE_REQUESTED, 1, NOW, erasure_body(request))
        unit.log.append(entry)
        unit.privacy.erase(request, entry.op_id)
        unit.commit()

    assert bases(home) == []
    assert codes(known) == set()
    answer(known, op_id, OperationState.REFUSED)
    assert known.queries.search_people("Ánh") == []


def test_a_row_that_has_left_takes_its_bases_along(home: Home, known: Store) -> None:
    edit(known, NEW_PHONE)

    with known.unit() as unit:
        unit.replica.apply(ScopeCursor(AREA, 1, 5, 5, 1), [ReplicaChange(PERSON, ANH.id, 5, None)])
        unit.commit()

    assert bases(home) == []
    with pytest.raises(PersonUnknownError):
        person(known)
    assert codes(known) == set()


def test_all_of_it_is_there_after_the_home_is_opened_again(home: Home, known: Store) -> None:
    edit(known, NEW_PHONE)
    known.close()

    with closing(opened(home)) as store:
        assert person(store).phone == "0911222333"
        assert codes(store) == set()


def test_values_laid_over_a_row_are_read_back() -> None:
    values = {"birth": "1985", "sex": None, "phone": "0911222333"}

    assert with_values(ANH, values).phone == "0911222333"
    assert with_values(HOME, {"hamlet": None}).hamlet is None
