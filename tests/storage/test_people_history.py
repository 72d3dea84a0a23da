"""What has happened to somebody: from every table, newest first, paged by the store."""

from datetime import date, timedelta

import pytest

from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.household import PersonId, Subject
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.people_edit import FieldEdit
from agent_app.domain.person_fields import HouseholdFields, PersonFields
from agent_app.domain.privacy_body import erasure_body
from agent_app.domain.visit import Outcome
from agent_app.services.failures import PersonErasedError, PersonUnknownError
from agent_app.services.lines import VisitLine
from agent_app.services.people import PeopleService
from agent_app.services.people_commands import (
    AddHousehold,
    EditHousehold,
    EditPerson,
    MovePerson,
    RecordStatus,
    SettleHousehold,
)
from agent_app.services.people_lines import (
    BecameOne,
    CameIn,
    FieldsChanged,
    HistoryLine,
    HistoryOf,
    InList,
    KnownPlace,
    Paid,
)
from agent_app.services.visits import OutcomeRequest, RecordVisit, VisitService
from agent_app.storage.store import Store
from tests.builders import AGENT, NOW, TODAY, a_household, a_person, an_id, rates
from tests.fakes import CountingIds, FixedClock
from tests.storage.test_replica import put_list
from tests.storage.till import issue

HOME, ANH, KY = a_household(), a_person(), a_person(2, "Đặng Văn Kỳ")
THERE = AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan, xã Suối Trúc"))


class Day:
    """An agent at work; each act is a minute after the one before."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FixedClock()
        self.ids = CountingIds(0x100)
        self.people = PeopleService(store.unit, self.clock, self.ids, rates())
        self.visits = VisitService(store.unit, self.clock, self.ids)

    def later(self) -> "Day":
        self.clock.instant += timedelta(minutes=1)
        return self

    def history(self, person_id: PersonId | None = ANH.id, limit: int = 50) -> list[HistoryLine]:
        return self.store.people_queries.history(HistoryOf(HOME.id, person_id), limit)


@pytest.fixture
def day(till: Store) -> Day:
    """A day at the door of a household of two."""
    return Day(till)


def whats(lines: list[HistoryLine]) -> list[type[object]]:
    return [type(each.what) for each in lines]


def test_everything_that_happened_to_a_person_is_told_newest_first(day: Day) -> None:
    put_list(day.store, [ANH])
    issue(day.store)
    day.later().people.edit_person(EditPerson(ANH.id, PersonFields(phone="0911222333", relation="Chủ hộ")))
    outcome = OutcomeRequest(ANH.id, Outcome.ABSENT)
    day.later().visits.record(RecordVisit(HOME.id, (outcome, OutcomeRequest(KY.id, Outcome.MOVED))))
    status = RecordStatus(HOME.id, "CN", "12/QĐ", "UBND xã", date(2026, 1, 1), date(2026, 12, 31), ANH.id)
    day.later().people.record_status(status)

    found = day.history()

    assert whats(found[:3]) == [StatusRecord, VisitLine, FieldsChanged]
    assert {type(each.what) for each in found[3:]} == {Paid, InList}
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
    changed = found[2]
    assert changed.what == FieldsChanged(
        (FieldEdit("phone", ANH.phone, "0911222333"), FieldEdit("relation", None, "Chủ hộ"))
    )
    assert (changed.name, changed.actor) == (ANH.name, AGENT)
    visited = found[1].what
    assert isinstance(visited, VisitLine)
    assert [name for name, *_ in visited.outcomes] == [ANH.name]
    paid = next(each.what for each in found if isinstance(each.what, Paid))
    assert paid.amount > 0
    assert not paid.cancelled
    assert InList("2026-12", shown=True) in [each.what for each in found]


def test_a_household_tells_of_everybody_in_it_and_of_who_has_left(day: Day) -> None:
    made = day.later().people.settle(SettleHousehold(THERE, PersonFields("Lê Thị Mến", birth="1990")))
    day.later().people.edit_household(EditHousehold(HOME.id, HouseholdFields("Số 10, Thôn Láng Tre")))
    day.later().people.move(MovePerson(KY.id, made.home.id))

    found = day.history(None)
    there = day.store.people_queries.history(HistoryOf(made.home.id), 50)

    assert [(each.name, type(each.what)) for each in found[:2]] == [
        (KY.name, FieldsChanged),
        ("", FieldsChanged),
    ]
    moved = found[0].what
    assert isinstance(moved, FieldsChanged)
    assert moved.edits == (FieldEdit("household_id", "Số 10, Thôn Láng Tre", made.home.address),)
    assert whats(there) == [FieldsChanged, CameIn, CameIn]
    assert {each.name for each in there} == {KY.name, "Lê Thị Mến", ""}


def test_who_was_merged_has_the_history_of_both(day: Day) -> None:
    made = day.later().people.settle(
        SettleHousehold(THERE, PersonFields("Nguyễn Thị Ánh", phone="0911222333"))
    )
    issue(day.store)
    day.later().people.merge(ANH.id, made.person.id)

    kinds = whats(day.history(made.person.id))

    assert kinds[0] in {BecameOne, FieldsChanged}
    assert {BecameOne, CameIn, Paid} <= set(kinds)
    assert kinds == whats(day.history(ANH.id))


def test_pages_follow_one_another_and_are_counted(day: Day) -> None:
    for number in range(5):
        phone = f"09112223{number:02d}"
        day.later().people.edit_person(EditPerson(ANH.id, PersonFields(phone=phone)))
    of, queries = HistoryOf(HOME.id, ANH.id), day.store.people_queries

    pages = [queries.history(of, 2, offset) for offset in (0, 2, 4)]

    assert [len(each) for each in pages] == [2, 2, 1]
    assert [line for page in pages for line in page] == queries.history(of, 50)
    assert queries.history_count(of) == 5


def test_the_history_of_the_household_has_the_whole_receipt_and_that_of_a_person_their_part(day: Day) -> None:
    receipt, _ = issue(day.store)
    mine = sum(line.quote.due for line in receipt.lines if line.subject.person_id == ANH.id)

    assert [each.what.amount for each in day.history() if isinstance(each.what, Paid)] == [mine]
    assert [each.what.amount for each in day.history(None) if isinstance(each.what, Paid)] == [receipt.total]


def test_nobody_is_nobody_and_who_is_erased_is_not_edited(day: Day) -> None:
    queries = day.store.people_queries
    with pytest.raises(PersonUnknownError):
        queries.history(HistoryOf(HOME.id, PersonId(an_id(0x999))), 5)
    with pytest.raises(PersonUnknownError):
        queries.person(PersonId(an_id(0x999)))
    request = ErasureRequest(ErasureId(an_id(0xF1)), Subject.of(ANH, HOME), "yêu cầu", TODAY, NOW)
    with day.store.unit() as unit:
        entry = Entry(an_id(0xF2), OperationKind.ERASURE_REQUESTED, 1, NOW, erasure_body(request))
        unit.log.append(entry)
        unit.privacy.erase(request, entry.op_id)
        unit.commit()

    with pytest.raises(PersonErasedError):
        queries.person(ANH.id)
    assert ANH.name not in repr(day.history(None))
    assert ANH.name not in repr(day.history())


def test_what_may_be_edited_says_whether_the_office_knows_it(day: Day) -> None:
    held = day.store.people_queries.person(ANH.id)

    assert (held.person, held.household, held.known_to_office) == (ANH, HOME, False)
    assert day.store.people_queries.home(HOME.id).household == HOME


def test_known_places_say_how_an_address_goes_on(day: Day) -> None:
    day.people.add_household(THERE)

    assert day.store.people_queries.places() == [
        KnownPlace("Thôn Đồng Xoan", "Thôn Đồng Xoan, xã Suối Trúc"),
        KnownPlace(HOME.hamlet or "", "Thôn Láng Tre, xã Suối Trúc"),
    ]
