"""Additions, edits, moves and merges of two laptops that share an area, before the true server."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from agent_app.domain.due_list import AreaReading, AreaRow, Scheme
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.people_body import people_body
from agent_app.domain.people_edit import FieldEdit, PersonEdited, RecordSource
from agent_app.domain.person_fields import HouseholdFields, PersonFields
from agent_app.runtime.people_words import PEOPLE_REASONS
from agent_app.runtime.secrets import DeviceKeys
from agent_app.services.people import PeopleService
from agent_app.services.people_commands import (
    AddHousehold,
    AddPerson,
    EditHousehold,
    EditPerson,
    MovePerson,
    RecordStatus,
)
from agent_app.services.ports import no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.store import Store
from agent_app.sync.exchange import Exchange
from provincial_server.areas import load_area
from provincial_server.books import parse_book
from provincial_server.enrolment import EnrolAgent, enrol
from provincial_server.held import BY_OFFICER
from provincial_server.money import report
from provincial_server.receipts import HeldReason, RefusedReason
from provincial_server.tables import AliasRow, HouseholdRow, OpRow, PersonRow
from tests.builders import NOW, a_book, an_id, rates
from tests.fakes import CountingIds, FixedClock
from tests.ready_home import new_store
from tests.server.conftest import OFFICER, Office
from tests.server.test_replayed_laptop import Direct
from tests.services.bench import Bench
from tests.storage.till import KEY, home_at, opened

AREA = "22999"
LAN = AreaRow(2, "Nguyễn Thị Lan", "4059906722", "5581528947", "060179799308", address="Số 8, Thôn 1")
NEW = PersonFields(name="Trần Văn Kỳ", birth="12/03/1985", sex="nam", citizen_id="068085123456")


@dataclass(slots=True)
class Laptop:
    """One agent's store, and the use cases on it."""

    store: Store
    office: Office
    bench: Bench
    keys: DeviceKeys

    @property
    def people(self) -> PeopleService:
        return PeopleService(self.store.unit, self.bench.clock, self.bench.ids, rates())

    def sync(self) -> None:
        exchange = Exchange(self.store.exchange_unit, self.keys, FixedClock(), "test")
        while exchange.once(Direct(self.office)).more:
            pass

    def person(self, person_id: PersonId) -> Person:
        return self.bench.person(person_id)

    def found(self, name: str) -> list[PersonId]:
        return [each.id for each in self.store.queries.search_people(name)]

    def outcomes(self) -> list[tuple[str, str | None]]:
        """What the server holds of this laptop's operations."""
        with self.store.unit() as unit:
            device = unit.device.identity().device_id
        with self.office.database.read() as session:
            rows = select(OpRow.outcome, OpRow.reason).where(OpRow.device_id == device).order_by(OpRow.dseq)
            return [(outcome, reason) for outcome, reason in session.execute(rows)]

    def codes(self) -> set[str]:
        return {each.code for each in self.store.checker.check(no_report)}


@pytest.fixture
def laptops(office: Office, tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    """Two agents with one area, which both have pulled."""
    load_area(office.database, AREA, AreaReading((LAN,), ()), Path("area.xlsx"), OFFICER)
    made = []
    for number in (1, 2):
        first = 1000 * number
        command = EnrolAgent(
            f"NVT-{number}", "Bình", (AREA,), (parse_book(f"AB/26:000{number}:{first}:{first + 99}"),)
        )
        enrolment = enrol(office.database, office.keys, command, tmp_path / f"enrol{number}.json", OFFICER)
        home = home_at(tmp_path / str(number))
        new_store(home, KEY, an_id(0xD0 + number))
        store = opened(home)
        keys = DeviceKeys.generate()
        bench = Bench(store.unit, store.queries, ids=CountingIds(1_000_000 * number), signer=keys)
        bench.enrol(replace(a_book(first, first + 99), book=f"000{number}"), enrolment)
        made.append(Laptop(store, office, bench, keys))
        made[-1].sync()
    with closing(made[0].store), closing(made[1].store):
        yield made[0], made[1]


def lan(laptop: Laptop) -> Person:
    """The one whom the office has given a number."""
    found = map(laptop.person, laptop.found("Lan"))
    return next(each for each in found if each.insurance_no == LAN.insurance_no)


def test_somebody_new_pays_and_reaches_the_other_laptop(
    office: Office, laptops: tuple[Laptop, Laptop]
) -> None:
    one, other = laptops
    home = one.people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan")))
    first = one.people.add_person(AddPerson(home.id, NEW))
    second = one.people.add_person(AddPerson(home.id, PersonFields("Lê Thị Mến", birth="1990")))
    wishes = tuple(PaymentRequest(each.id, Scheme.HEALTH, 12) for each in (first, second))
    receipt = one.bench.receipts.issue(IssueReceipt(wishes, first.name))

    one.sync()
    other.sync()

    assert {outcome for outcome, _ in one.outcomes()} == {"accepted"}
    assert report(office.database).accepted == receipt.total
    assert other.person(first.id) == one.person(first.id)
    assert other.found("Kỳ") == [first.id]
    with one.store.unit() as unit:
        assert unit.edits.known_to_office(first.id)
        assert unit.edits.known_to_office(home.id)
    assert one.codes() == other.codes() == set()


def test_whom_the_server_knows_by_number_stays_under_both_ids(laptops: tuple[Laptop, Laptop]) -> None:
    one, other = laptops
    home = one.people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan")))
    theirs = other.people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan, xã Suối Trúc")))
    first = one.people.add_person(AddPerson(home.id, NEW))
    twin = other.people.add_person(AddPerson(theirs.id, replace(NEW, phone="0973000009")))
    receipt = other.bench.receipts.issue(
        IssueReceipt((PaymentRequest(twin.id, Scheme.HEALTH, 12),), "Bà Hoa")
    )

    one.sync()
    other.sync()
    one.sync()

    assert other.person(twin.id).id == first.id
    assert other.found("Kỳ") == [first.id]
    assert one.person(first.id).phone == "0973000009"
    assert ("accepted_merged", f"same_as:{first.id.hex}") in other.outcomes()
    with other.store.unit() as unit:
        assert unit.receipts.covers(first.id, Scheme.HEALTH)[-1].end == receipt.lines[0].period.end
    other.people.edit_person(EditPerson(twin.id, PersonFields(phone="0911222333")))
    other.sync()
    one.sync()
    assert one.person(first.id).phone == "0911222333"
    assert one.codes() == other.codes() == set()


def test_edits_on_an_equal_base_are_applied_and_reach_everybody(laptops: tuple[Laptop, Laptop]) -> None:
    one, other = laptops
    one.people.edit_person(
        EditPerson(lan(one).id, PersonFields(name="Nguyễn Thị Lan Hương", phone="0911222333", birth="1979"))
    )
    home = lan(one).household_id
    one.people.edit_household(EditHousehold(home, HouseholdFields("Số 10, Thôn 1, xã Suối Trúc")))

    one.sync()
    other.sync()

    assert {outcome for outcome, _ in one.outcomes()} == {"accepted"}
    assert lan(other) == lan(one)
    assert lan(other).name == "Nguyễn Thị Lan Hương"
    with other.store.unit() as unit:
        assert unit.households.get(home).address == "Số 10, Thôn 1, xã Suối Trúc"
    assert one.codes() == other.codes() == set()


def test_of_two_phones_the_later_arrival_is_kept_and_the_other_is_in_the_history(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, other = laptops
    one.people.edit_person(EditPerson(lan(one).id, PersonFields(phone="0911222333")))
    other.people.edit_person(EditPerson(lan(other).id, PersonFields(phone="0944555666")))

    one.sync()
    other.sync()
    one.sync()

    assert lan(one).phone == lan(other).phone == "0944555666"
    assert other.outcomes() == [("accepted_merged", "concurrent")]
    phones = [each for each in one.store.privacy_queries.history(lan(one).id) if each.field == "phone"]
    assert [each.after for each in phones] == ["0911222333", "0944555666"]
    assert [each.author.source.value for each in phones] == ["agent", "sync"]


def test_of_two_names_a_human_chooses_and_both_are_kept(laptops: tuple[Laptop, Laptop]) -> None:
    one, other = laptops
    one.people.edit_person(EditPerson(lan(one).id, PersonFields(name="Nguyễn Thị Lan Hương")))
    other.people.edit_person(EditPerson(lan(other).id, PersonFields(name="Nguyễn Thị Lan Anh")))

    one.sync()
    other.sync()

    assert other.outcomes() == [("held", HeldReason.EDIT_CONFLICT.value)]
    assert lan(other).name == "Nguyễn Thị Lan Anh", "the agent goes on seeing what was said at the door"
    assert lan(one).name == "Nguyễn Thị Lan Hương"
    held = other.store.queries.sync_status().held
    assert [(each.kind, each.reason) for each in held] == [("person.edited", "edit_conflict")]
    assert one.codes() == other.codes() == set()


def test_two_who_say_the_same_agree(laptops: tuple[Laptop, Laptop]) -> None:
    for laptop in laptops:
        laptop.people.edit_person(EditPerson(lan(laptop).id, PersonFields(name="Nguyễn Thị Lan Hương")))
        laptop.sync()

    assert [laptop.outcomes() for laptop in laptops] == [[("accepted", None)]] * 2


def test_a_number_that_the_office_alone_may_say_is_refused_and_goes_back(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, _ = laptops
    known = lan(one)
    edit = FieldEdit("insurance_no", known.insurance_no, "6080000099")
    fact = PersonEdited(known.id, (edit,), RecordSource.TYPED)
    with one.store.unit() as unit:
        entry = Entry(one.bench.ids.new(), OperationKind.PERSON_EDITED, 1, NOW, people_body(fact))
        unit.log.append(entry)
        unit.edits.edit_person(fact, entry.op_id)
        unit.commit()
    assert one.person(known.id).insurance_no == "6080000099"

    one.sync()

    assert one.outcomes() == [("refused", "authority")]
    assert lan(one) == known
    assert one.codes() == set()


def test_a_number_of_somebody_who_was_added_at_a_door_is_mended_before_and_after_the_sync(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, other = laptops
    made = one.people.add_person(AddPerson(lan(one).household_id, NEW))
    one.people.edit_person(EditPerson(made.id, PersonFields(insurance_no="6080000099", birth="11/03/1985")))

    one.sync()
    other.sync()

    assert {outcome for outcome, _ in one.outcomes()} == {"accepted"}
    assert other.person(made.id) == one.person(made.id)
    assert other.person(made.id).insurance_no == "6080000099"


def test_a_child_that_bears_its_mothers_number_is_edited_all_the_same(
    office: Office, laptops: tuple[Laptop, Laptop]
) -> None:
    one, _ = laptops
    child = replace(LAN, row=3, insurance_no="5581528999", name="Trần Thị Bé")
    load_area(office.database, AREA, AreaReading((child,), ()), Path("area.xlsx"), OFFICER)
    one.sync()

    one.people.edit_person(EditPerson(one.found("Bé")[0], PersonFields(phone="0911222333")))
    one.sync()

    assert one.outcomes() == [("accepted", None)]


def test_who_moves_moves_everywhere_and_the_second_move_waits_for_a_human(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, other = laptops
    home = one.people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan")))
    theirs = other.people.add_household(AddHousehold(HouseholdFields("Số 3, Thôn Láng Tre")))
    one.people.move(MovePerson(lan(one).id, home.id))
    other.people.move(MovePerson(lan(other).id, theirs.id))

    one.sync()
    other.sync()

    assert lan(one).household_id == home.id
    assert other.outcomes() == [("accepted", None), ("held", "edit_conflict")]
    assert lan(other).household_id == theirs.id
    assert one.codes() == other.codes() == set()


def test_a_merge_of_somebody_added_at_a_door_reaches_the_other_laptop(
    office: Office, laptops: tuple[Laptop, Laptop]
) -> None:
    one, other = laptops
    made = one.people.add_person(
        AddPerson(lan(one).household_id, PersonFields("Nguyễn Thị Lan Anh", phone="0973000009"))
    )
    one.sync()
    other.sync()
    assert len(other.found("Lan")) == 2

    one.people.merge(lan(one).id, made.id)
    one.sync()
    other.sync()

    assert other.found("Lan") == one.found("Lan") == [lan(one).id]
    assert lan(other).phone == "0973000009"
    assert one.person(made.id).id == lan(one).id
    with office.database.read() as session:
        alias = session.get_one(AliasRow, ("person", made.id))
        assert alias.known_id == lan(one).id
    assert one.codes() == other.codes() == set()


def test_two_of_the_offices_own_people_are_merged_by_a_human_there(
    office: Office, laptops: tuple[Laptop, Laptop]
) -> None:
    one, other = laptops
    twin = replace(LAN, row=3, insurance_no=None, citizen_id=None, name="Nguyễn Thị Lan Anh")
    load_area(office.database, AREA, AreaReading((twin,), ()), Path("area.xlsx"), OFFICER)
    one.sync()
    other.sync()
    kept = next(each for each in map(one.person, one.found("Lan")) if each.insurance_no)
    gone = next(each for each in map(one.person, one.found("Lan")) if not each.insurance_no)

    one.people.merge(kept.id, gone.id)
    one.sync()
    other.sync()
    one.sync()

    assert one.outcomes() == [("held", HeldReason.MERGE_TASK.value)]
    assert one.found("Lan") == [kept.id]
    assert len(other.found("Lan")) == 2


def test_an_agent_of_several_areas_adds_a_household_that_a_human_must_place(
    office: Office, laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    one, _ = laptops
    command = EnrolAgent("NVT-1", "Bình", (AREA, "23000"), (parse_book("AB/26:0009:901:950"),))
    enrol(office.database, office.keys, command, tmp_path / "again.json", OFFICER)
    home = one.people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan")))
    one.people.add_person(AddPerson(home.id, NEW))
    one.people.add_person(AddPerson(lan(one).household_id, PersonFields("Lê Thị Mến", birth="1990")))

    one.sync()

    assert one.outcomes() == [
        ("held", HeldReason.AREA_UNCLEAR.value),
        ("held", HeldReason.HOUSEHOLD_UNKNOWN.value),
        ("accepted", None),
    ]
    assert office.count(PersonRow) == 2
    assert one.codes() == set()


def test_a_decision_is_taken_into_custody(laptops: tuple[Laptop, Laptop]) -> None:
    one, _ = laptops
    one.people.record_status(
        RecordStatus(
            lan(one).household_id, "CN", "12/QĐ-UBND", "UBND xã", date(2026, 1, 1), date(2026, 12, 31)
        )
    )

    one.sync()

    assert one.outcomes() == [("accepted", None)]


def test_a_household_of_a_known_number_is_that_one(office: Office, laptops: tuple[Laptop, Laptop]) -> None:
    one, other = laptops
    numbered = HouseholdFields("Số 12, Thôn Đồng Xoan", household_no="4059900123")
    home = one.people.add_household(AddHousehold(numbered))
    theirs = other.people.add_household(AddHousehold(numbered))
    made = other.people.add_person(AddPerson(theirs.id, NEW))

    one.sync()
    other.sync()
    one.sync()

    with other.store.unit() as unit:
        assert unit.households.get(theirs.id).id == home.id
    assert one.person(made.id).household_id == other.person(made.id).household_id == home.id
    assert office.count(HouseholdRow) == 2
    assert one.codes() == other.codes() == set()


def test_edits_of_people_in_other_areas_are_looked_at_by_a_human(
    office: Office, laptops: tuple[Laptop, Laptop]
) -> None:
    one, _ = laptops
    far = replace(LAN, household_no="4059906999", insurance_no="5581528999", citizen_id=None)
    load_area(office.database, "24000", AreaReading((far,), ()), Path("area.xlsx"), OFFICER)
    with office.database.read() as session:
        row = session.scalars(select(PersonRow).where(PersonRow.scope == "area:24000")).one()
        stranger, home = PersonId(row.id), HouseholdId(row.household_id)
    with one.store.unit() as unit:
        unit.households.add_households([Household(home, None, "Xa", None)], "typed")
        unit.households.add_people([Person(stranger, home, "Nguyễn Thị Xa")], "typed")
        unit.commit()
    one.people.edit_person(EditPerson(stranger, PersonFields(phone="0973000009")))
    one.people.edit_person(
        EditPerson(one.people.add_person(AddPerson(home, NEW)).id, PersonFields(phone="0973000008"))
    )

    one.sync()

    assert one.outcomes() == [
        ("held", HeldReason.OUTSIDE_AREA.value),
        ("held", HeldReason.OUTSIDE_AREA.value),
        ("held", HeldReason.PERSON_UNKNOWN.value),
    ]


def test_words_that_no_database_takes_are_held_and_block_nothing(laptops: tuple[Laptop, Laptop]) -> None:
    one, _ = laptops
    known = lan(one)
    fact = PersonEdited(known.id, (FieldEdit("relation", None, "C\0n"),), RecordSource.TYPED)
    with one.store.unit() as unit:
        unit.log.append(Entry(UUID(int=77), OperationKind.PERSON_EDITED, 1, NOW, people_body(fact)))
        unit.commit()
    one.people.edit_person(EditPerson(known.id, PersonFields(phone="0973000009")))

    one.sync()

    assert one.outcomes() == [("held", "unreadable"), ("accepted", None)]


def test_every_reason_of_the_office_has_words_on_the_laptop() -> None:
    of_people = {each.value for each in HeldReason} & set(PEOPLE_REASONS)

    assert of_people | {RefusedReason.AUTHORITY.value, BY_OFFICER} == set(PEOPLE_REASONS)
