"""Additions, edits, moves and merges, on the store of dicts and on the encrypted one."""

from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.card_qr import CitizenCardCode
from agent_app.domain.citizen_id import CitizenId, Mismatch
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.errors import AppError
from agent_app.domain.groups import GroupUnknownError
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.identity import InvalidSocialInsuranceNoError
from agent_app.domain.operation import OperationKind
from agent_app.domain.people_body import read_people, read_status
from agent_app.domain.people_edit import FieldEdit, PersonAdded, PersonEdited, RecordSource
from agent_app.domain.person_fields import (
    AddressMissingError,
    BirthImpossibleError,
    CitizenIdContradictsError,
    HouseholdFields,
    NameUnreadableError,
    PersonFields,
)
from agent_app.domain.phone import InvalidPhoneError
from agent_app.domain.plain import canonical
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.domain.written import SexUnreadableError
from agent_app.services.failures import OtherHouseholdError
from agent_app.services.people import PeopleService, read_card
from agent_app.services.people_commands import (
    AddHousehold,
    AddPerson,
    EditHousehold,
    EditPerson,
    MovePerson,
    RecordStatus,
)
from agent_app.services.people_failures import (
    AlreadyThereError,
    AuthorityFieldError,
    CardNotOfPersonError,
    DecisionIncompleteError,
    HouseholdKnownError,
    HouseholdLikelyError,
    NothingSaidError,
    NotOnePersonError,
    PersonKnownError,
    PersonLikelyError,
    SamePersonError,
)
from agent_app.services.ports import ReplicaChange, ScopeCursor
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from tests.builders import TODAY, a_household, a_person, an_id, rates
from tests.services.bench import Bench

HOME, ANH = a_household(), a_person()
STRANGER = PersonFields(
    name="Trần Văn Kỳ", birth="12/03/1985", sex="nam", citizen_id="068085123456", phone="0263.3822.123"
)


def service(bench: Bench) -> PeopleService:
    return PeopleService(bench.open_unit, bench.clock, bench.ids, rates())


def kinds(bench: Bench) -> list[str]:
    return [each.kind for each in bench.operations()]


def come_from_the_office(bench: Bench) -> None:
    """Let the first household and its first person be rows of the server."""
    cursor = ScopeCursor("area:22999", 1, 2, 1, 1)
    rows = [
        ReplicaChange(HOUSEHOLD, HOME.id, 1, ServerRow(HOME, 1, "area:22999")),
        ReplicaChange(PERSON, ANH.id, 1, ServerRow(ANH, 1, "area:22999")),
    ]
    with bench.open_unit() as unit:
        unit.replica.apply(cursor, rows)
        unit.commit()


def test_a_new_household_and_a_new_person_are_kept_and_logged(bench: Bench) -> None:
    people = service(bench)

    home = people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan, xã Suối Trúc")))
    made = people.add_person(AddPerson(home.id, STRANGER, RecordSource.TYPED))

    assert home.hamlet == "Thôn Đồng Xoan"
    assert bench.person(made.id) == made
    assert made.phone == "02633822123"
    assert made.sex is Sex.MALE
    assert made.birth == PartialDate(1985, 3, 12)
    assert kinds(bench) == [OperationKind.HOUSEHOLD_ADDED, OperationKind.PERSON_ADDED]
    added = bench.operations()[1]
    assert read_people(added.kind, added.body) == PersonAdded(made, RecordSource.TYPED)


def test_a_card_is_a_source_and_what_is_typed_beside_it_counts_more(bench: Bench) -> None:
    bench.settle_in()
    card = CitizenCardCode(CitizenId("068085123456"), "TRẦN VĂN KỲ", PartialDate(1985, 3, 12), Sex.MALE)

    scanned, source, _address = read_card(card.text)
    made = service(bench).add_person(
        AddPerson(HOME.id, PersonFields(phone="0973000009").over(scanned), source)
    )

    assert (made.name, made.citizen_id, made.phone) == ("Trần Văn Kỳ", "068085123456", "0973000009")
    assert source is RecordSource.CITIZEN_CARD


def test_a_transfers_code_is_no_card() -> None:
    from agent_app.domain.payment_qr import transfer_to  # noqa: PLC0415

    with pytest.raises(CardNotOfPersonError):
        read_card(transfer_to("970436", "1234567890", None, None).payload)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (PersonFields(name=""), NameUnreadableError),
        (PersonFields(name="Trần 2"), NameUnreadableError),
        (PersonFields(name="Kỳ", birth="12/03/2031"), BirthImpossibleError),
        (PersonFields(name="Kỳ", birth="1885"), BirthImpossibleError),
        (PersonFields(name="Kỳ", sex="x"), SexUnreadableError),
        (PersonFields(name="Kỳ", insurance_no="123"), InvalidSocialInsuranceNoError),
        (PersonFields(name="Kỳ", phone="0263382212"), InvalidPhoneError),
        (PersonFields(name="Kỳ", health_group="ZZ"), GroupUnknownError),
    ],
)
def test_a_field_that_cannot_be_is_refused_and_nothing_is_kept(
    bench: Bench, wrong: PersonFields, error: type[AppError]
) -> None:
    bench.settle_in()

    with pytest.raises(error):
        service(bench).add_person(AddPerson(HOME.id, wrong))

    assert bench.operations() == []


@pytest.mark.parametrize(
    ("birth", "sex", "about"), [("1986", "nam", Mismatch.BIRTH_YEAR), ("1985", "nữ", Mismatch.SEX)]
)
def test_a_citizen_id_that_contradicts_what_is_beside_it_is_refused(
    bench: Bench, birth: str, sex: str, about: Mismatch
) -> None:
    bench.settle_in()

    with pytest.raises(CitizenIdContradictsError) as told:
        service(bench).add_person(AddPerson(HOME.id, replace(STRANGER, birth=birth, sex=sex)))

    assert told.value.about is about


@pytest.mark.parametrize("name", ["K'Brơi", "H'Hen Niê", "Nguyễn Thị Lan-Anh"])
def test_names_of_all_peoples_are_names(bench: Bench, name: str) -> None:
    bench.settle_in()

    assert service(bench).add_person(AddPerson(HOME.id, PersonFields(name))).name == name


def test_a_known_number_is_refused_and_its_bearer_named(bench: Bench) -> None:
    bench.settle_in()

    with pytest.raises(PersonKnownError) as told:
        service(bench).add_person(AddPerson(HOME.id, PersonFields("Ai Đó", insurance_no=ANH.insurance_no)))

    assert (told.value.name, told.value.place) == (ANH.name, HOME.address)
    assert told.value.person_id == str(ANH.id)


def test_a_namesake_born_alike_is_shown_first_and_added_on_insistence(bench: Bench) -> None:
    bench.settle_in()
    alike = AddPerson(HOME.id, PersonFields("NGUYỄN THỊ ÁNH", birth="1980"))

    with pytest.raises(PersonLikelyError):
        service(bench).add_person(alike)
    made = service(bench).add_person(replace(alike, insist=True))

    assert made.name == "Nguyễn Thị Ánh"


@pytest.mark.parametrize("fields", [PersonFields(ANH.name, birth="1981"), PersonFields("Nguyễn Thị Anh Thư")])
def test_who_was_born_in_another_year_or_is_called_otherwise_is_another(
    bench: Bench, fields: PersonFields
) -> None:
    bench.settle_in()

    assert service(bench).add_person(AddPerson(HOME.id, fields)).id != ANH.id


def test_a_household_at_a_known_door_is_shown_first_and_one_of_a_known_number_refused(bench: Bench) -> None:
    bench.settle_in()
    people = service(bench)
    there = AddHousehold(HouseholdFields("số 8, thôn láng tre, xã suối trúc"))

    with pytest.raises(HouseholdLikelyError):
        people.add_household(there)
    with pytest.raises(HouseholdKnownError):
        people.add_household(
            AddHousehold(HouseholdFields("Số 9", household_no=HOME.household_no), insist=True)
        )
    made = people.add_household(replace(there, insist=True))

    assert made.id != HOME.id


def test_many_households_live_in_one_hamlet(bench: Bench) -> None:
    people = service(bench)
    hamlet = AddHousehold(HouseholdFields("Thôn Láng Tre, xã Suối Trúc"))

    assert people.add_household(hamlet).id != people.add_household(hamlet).id


def test_a_household_needs_an_address(bench: Bench) -> None:
    with pytest.raises(AddressMissingError):
        service(bench).add_household(AddHousehold(HouseholdFields(" ")))


def test_an_edit_says_what_it_was_made_on(bench: Bench) -> None:
    bench.settle_in()

    done = service(bench).edit_person(
        EditPerson(ANH.id, PersonFields(phone="0911 222 333", relation="Chủ hộ"))
    )

    edits = (FieldEdit("phone", ANH.phone, "0911222333"), FieldEdit("relation", None, "Chủ hộ"))
    assert done.edits == edits
    assert bench.person(ANH.id) == done.row == replace(ANH, phone="0911222333", relation="Chủ hộ")
    logged = bench.operations()[0]
    assert read_people(logged.kind, logged.body) == PersonEdited(ANH.id, edits, RecordSource.TYPED)


def test_an_empty_text_empties_a_field_and_the_same_value_is_no_edit(bench: Bench) -> None:
    bench.settle_in()
    people = service(bench)

    assert people.edit_person(EditPerson(ANH.id, PersonFields(phone="0973000001"))).edits == ()
    assert bench.operations() == []
    people.edit_person(EditPerson(ANH.id, PersonFields(phone="")))
    assert bench.person(ANH.id).phone is None
    with pytest.raises(NameUnreadableError):
        people.edit_person(EditPerson(ANH.id, PersonFields(name="")))
    with pytest.raises(NothingSaidError):
        people.edit_person(EditPerson(ANH.id, PersonFields()))


def test_a_number_of_somebody_made_here_is_mended_and_of_somebody_the_office_knows_asked_for(
    bench: Bench,
) -> None:
    bench.settle_in()
    people, mended = service(bench), PersonFields(insurance_no="6080000077")

    assert people.edit_person(EditPerson(ANH.id, mended)).row == replace(ANH, insurance_no="6080000077")
    come_from_the_office(bench)
    with pytest.raises(AuthorityFieldError) as told:
        people.edit_person(EditPerson(ANH.id, PersonFields(insurance_no="6080000078")))
    with pytest.raises(AuthorityFieldError):
        people.edit_household(EditHousehold(HOME.id, HouseholdFields(household_no="4059900001")))

    assert told.value.field == "insurance_no"
    assert people.edit_person(EditPerson(ANH.id, PersonFields(phone="0911222333"))).edits != ()


def test_an_edit_may_not_take_somebody_elses_number_or_contradict_it(bench: Bench) -> None:
    other = a_person(2, "Đặng Văn Kỳ")
    bench.settle_in(ANH, other)

    with pytest.raises(PersonKnownError):
        service(bench).edit_person(EditPerson(ANH.id, PersonFields(citizen_id=other.citizen_id)))
    with pytest.raises(CitizenIdContradictsError):
        service(bench).edit_person(EditPerson(ANH.id, PersonFields(birth="1979")))


def test_who_shares_a_parents_number_by_the_list_can_still_be_edited(bench: Bench) -> None:
    child = replace(a_person(2, "Trần Bé"), citizen_id=ANH.citizen_id)
    bench.settle_in(ANH, child)

    done = service(bench).edit_person(EditPerson(child.id, PersonFields(phone="0911222333")))

    assert done.row == replace(child, phone="0911222333")


def test_a_household_is_edited(bench: Bench) -> None:
    bench.settle_in()

    done = service(bench).edit_household(
        EditHousehold(HOME.id, HouseholdFields("Số 10, Thôn Đồng Xoan, xã Suối Trúc"))
    )

    assert {each.field for each in done.edits} == {"address", "hamlet"}
    with bench.open_unit() as unit:
        assert unit.households.get(HOME.id) == done.row
    assert kinds(bench) == [OperationKind.HOUSEHOLD_EDITED]


def test_who_moves_lives_elsewhere_and_receipts_stay(bench: Bench) -> None:
    other = replace(a_household(2), address="Số 3, Thôn Đồng Xoan")
    bench.enrol()
    bench.settle_in(ANH, households=(HOME, other))
    bench.receipts.issue(IssueReceipt((PaymentRequest(ANH.id, Scheme.HEALTH, 12),), ANH.name))

    done = service(bench).move(MovePerson(ANH.id, other.id, "Con"))

    assert bench.person(ANH.id) == done.row == replace(ANH, household_id=other.id, relation="Con")
    assert kinds(bench)[-1] == OperationKind.PERSON_MOVED
    with bench.open_unit() as unit:
        assert unit.receipts.places(HOME.id, TODAY.year) == {ANH.id: 1}
        assert unit.receipts.places(other.id, TODAY.year) == {}
        assert [each.id for each in unit.households.members([other.id])] == [ANH.id]
    with pytest.raises(AlreadyThereError):
        service(bench).move(MovePerson(ANH.id, other.id))


def test_a_merge_is_shown_side_by_side_first(bench: Bench) -> None:
    twin = replace(a_person(2, "Nguyễn Thị Ánh"), insurance_no=None, citizen_id=None, relation="Chủ hộ")
    bench.settle_in(ANH, twin)

    found = service(bench).preview_merge(ANH.id, twin.id)

    assert (found.stays.person, found.goes.person) == (ANH, twin)
    assert found.filled == (FieldEdit("relation", None, "Chủ hộ"),)
    assert bench.operations() == []


def test_after_a_merge_both_ids_are_one_person_and_a_number_that_one_lacked_is_kept(bench: Bench) -> None:
    kept = replace(ANH, citizen_id=None)
    twin = replace(a_person(2, "Nguyễn Thị Ánh"), insurance_no=None, citizen_id=ANH.citizen_id)
    bench.enrol()
    bench.settle_in(kept, twin)
    bench.receipts.issue(IssueReceipt((PaymentRequest(twin.id, Scheme.HEALTH, 12),), twin.name))

    service(bench).merge(kept.id, twin.id)

    assert bench.person(twin.id) == bench.person(kept.id) == ANH
    with bench.open_unit() as unit:
        covers = unit.receipts.covers(kept.id, Scheme.HEALTH)
        assert covers
        assert covers == unit.receipts.covers(twin.id, Scheme.HEALTH)
        assert unit.edits.weight(kept.id).receipts == 1
    with pytest.raises(SamePersonError):
        service(bench).merge(kept.id, twin.id)


def test_whom_the_office_knows_stays_whichever_is_named_first(bench: Bench) -> None:
    twin = replace(a_person(2, "Nguyễn Thị Ánh"), insurance_no=None, citizen_id=None)
    bench.settle_in(ANH, twin)
    come_from_the_office(bench)

    done = service(bench).merge(twin.id, ANH.id)

    assert done.stays.person.id == ANH.id
    assert bench.person(twin.id).id == ANH.id


def test_two_with_different_numbers_are_two(bench: Bench) -> None:
    bench.settle_in(ANH, a_person(2, "Nguyễn Thị Ánh"))

    with pytest.raises(NotOnePersonError) as told:
        service(bench).merge(ANH.id, a_person(2).id)

    assert told.value.field == "insurance_no"


def a_status(**changed: object) -> RecordStatus:
    status = RecordStatus(
        HOME.id, "CN", "12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2026, 12, 31)
    )
    return replace(status, **changed)  # type: ignore[arg-type]


def test_a_decision_is_kept_and_logged_and_proves_the_group(bench: Bench) -> None:
    bench.settle_in()

    made = service(bench).record_status(a_status())

    with bench.open_unit() as unit:
        assert unit.households.decision(ANH.id, "CN", TODAY) == made.decision
        assert list(unit.edits.statuses(HOME.id)) == [made]
    assert kinds(bench) == [OperationKind.STATUS_RECORDED]
    assert read_status(bench.operations()[0].body) == made


@pytest.mark.parametrize(
    ("changed", "about"),
    [({"number": " "}, "number"), ({"issuer": ""}, "issuer"), ({"until": date(2025, 12, 31)}, "dates")],
)
def test_a_decision_without_its_facts_is_refused(
    bench: Bench, changed: dict[str, object], about: str
) -> None:
    bench.settle_in()

    with pytest.raises(DecisionIncompleteError) as told:
        service(bench).record_status(a_status(**changed))

    assert told.value.about == about


def test_a_decision_is_of_a_known_group_or_a_fact_of_the_commune(bench: Bench) -> None:
    bench.settle_in()

    assert service(bench).record_status(a_status(group="k1")).decision.group == "K1"
    assert service(bench).record_status(a_status(group="cn")).decision.group == "CN"
    with pytest.raises(GroupUnknownError):
        service(bench).record_status(a_status(group="giàu"))


def test_a_decision_about_one_person_is_of_somebody_in_that_household(bench: Bench) -> None:
    bench.settle_in(ANH, households=(HOME, a_household(2)))

    with pytest.raises(OtherHouseholdError):
        service(bench).record_status(a_status(household_id=a_household(2).id, person_id=ANH.id))
    assert service(bench).record_status(a_status(person_id=ANH.id)).household_id is None


def test_somebody_new_is_quoted_and_pays_like_everybody_else(bench: Bench) -> None:
    bench.enrol()
    people = service(bench)
    home = people.add_household(AddHousehold(HouseholdFields("Số 12, Thôn Đồng Xoan")))
    first = people.add_person(AddPerson(home.id, STRANGER))
    second = people.add_person(AddPerson(home.id, PersonFields("Lê Thị Mến", birth="1990")))
    wishes = tuple(PaymentRequest(each.id, Scheme.HEALTH, 12) for each in (first, second))

    quoted = bench.quote(home.id, wishes, TODAY)
    receipt = bench.receipts.issue(IssueReceipt(wishes, first.name))

    assert [line.place for line in receipt.lines] == [1, 2]
    assert [line.quote for line in quoted] == [line.quote for line in receipt.lines]
    assert receipt.lines[0].subject.citizen_id == "068085123456"
    assert receipt.address == "Số 12, Thôn Đồng Xoan"


def test_a_body_that_names_an_unknown_field_or_empties_a_name_is_unreadable() -> None:
    from agent_app.domain.operation_body import BodyUnreadableError  # noqa: PLC0415

    for edit in (
        {"field": "origin", "base": None, "value": "x"},
        {"field": "name", "base": "A", "value": None},
        {"field": "birth", "base": None, "value": "31/12"},
        {"field": "household_id", "base": None, "value": "zz"},
    ):
        body = canonical({"id": an_id(1).bytes, "source": "typed", "edits": [dict(edit)]})
        with pytest.raises(BodyUnreadableError):
            read_people(OperationKind.PERSON_EDITED, body)
        with pytest.raises(BodyUnreadableError):
            read_people(OperationKind.PERSON_MOVED, body)


def test_the_ids_of_others_are_refused_as_those_of_nobody(bench: Bench) -> None:
    bench.settle_in()
    from agent_app.services.failures import HouseholdUnknownError, PersonUnknownError  # noqa: PLC0415

    with pytest.raises(HouseholdUnknownError):
        service(bench).add_person(AddPerson(HouseholdId(an_id(0x999)), STRANGER))
    with pytest.raises(PersonUnknownError):
        service(bench).edit_person(EditPerson(PersonId(an_id(0x999)), PersonFields(phone="0973000009")))
