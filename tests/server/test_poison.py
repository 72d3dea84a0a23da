"""No operation, whatever its body says, makes the server fail or blocks those behind it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_app.domain.batch import BatchId, BatchState
from agent_app.domain.evening_body import batch_body
from agent_app.domain.household import PersonId
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.operation import Operation, OperationKind, OperationState
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body
from agent_app.domain.people_body import kind_of, people_body, status_body
from agent_app.domain.people_edit import (
    FieldEdit,
    HouseholdAdded,
    PeopleFact,
    PersonAdded,
    PersonEdited,
    PersonMerged,
    RecordSource,
)
from agent_app.domain.plain import Plain, canonical, decode
from agent_app.domain.support_decision import SupportDecision
from provincial_server.ids import new_id
from tests.builders import NOW, TODAY, a_household, a_person
from tests.long_run import rounds
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.test_book_facts import passed
from tests.server.test_evening import batch, close, envelope, remit, remittance
from tests.server.test_privacy import consent, erasure
from tests.server.test_transfers import give_up, use, wait
from tests.server.test_undoing import cancel, refund

TIMES = rounds("poisoned operations to the server", quick=20, full=5000)

NUMBERS = st.sampled_from([-(2**63), -1, 0, 1, 2, 999, 2**31, 2**53, 2**63 - 1])
WORDS = st.sampled_from(
    ["", "\0", "a\0b", "0001-01-01", "9999-12-31", "\U0001f9fe", "x" * 100_000, "NaN", "1e999999", "1960-13"]
)
RAW = st.sampled_from([b"", b"\0", bytes(16), b"\xff" * 16, bytes(64)])
WRONG: st.SearchStrategy[Plain] = st.none() | st.booleans() | NUMBERS | WORDS | RAW
WRONG |= st.sampled_from([[], {}, [[]], ["a", "a"]])
Place = tuple[int | str, ...]


def people(laptop: Laptop) -> None:
    """Log whatever can be said of people and households."""
    household = a_household(70)
    who = a_person(70, household=household)
    told: list[PeopleFact] = [
        HouseholdAdded(household, RecordSource.TYPED),
        PersonAdded(who, RecordSource.TYPED),
        PersonEdited(who.id, (FieldEdit("phone", who.phone, "0912345678"),), RecordSource.TYPED),
        PersonEdited(who.id, (FieldEdit("name", who.name, "Lê Thị Ba"),), RecordSource.TYPED),
        PersonEdited(who.id, (FieldEdit("household_id", None, new_id().hex),), RecordSource.TYPED),
        PersonMerged(who.id, PersonId(new_id())),
    ]
    for each in told:
        laptop.log(kind_of(each), people_body(each))
    decision = SupportDecision("poor", "12/QD", "UBND", TODAY, TODAY)
    record = StatusRecord(StatusId(new_id()), household.id, None, decision, RecordSource.TYPED, NOW)
    laptop.log(OperationKind.STATUS_RECORDED, status_body(record))


def live(laptop: Laptop) -> None:
    """Log one of everything that a laptop can record."""
    laptop.visit()
    first, second = laptop.issue(1), laptop.issue(2)
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(laptop.receipt(3)), RECEIPT_KVER)
    cancel(laptop, first.id)
    refund(laptop, second)
    passed(laptop, 40, 41)
    close(laptop, envelope(laptop, [second]))
    remit(laptop, remittance(laptop, [second]))
    step = batch(laptop, BatchId(new_id()), 1, next(iter(BatchState)))
    laptop.log(OperationKind.BATCH_CHANGED, batch_body(step))
    awaited = wait(laptop)
    use(laptop, awaited)
    give_up(laptop, wait(laptop))
    consent(laptop)
    erasure(laptop)
    people(laptop)


def places(value: object, above: Place = ()) -> Iterator[Place]:
    """Name every part of a body."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*above, name)
        yield from places(part, (*above, name))


def changed(body: bytes, place: Place, wrong: Plain) -> bytes:
    """Say something else at one place."""
    value = part = decode(body)
    for name in place[:-1]:
        part = part[name]  # type: ignore[index]
    part[place[-1]] = wrong  # type: ignore[index]
    return canonical(value)  # type: ignore[arg-type]


@contextmanager
def taken_back(laptop: Laptop) -> Iterator[None]:
    """Let a laptop forget what the server did not take, so that one failure is not the next one's."""
    before = len(laptop.operations)
    try:
        yield
    except BaseException:
        del laptop.operations[before:]
        raise


def refuse_nothing(office: Office, laptop: Laptop, poison: Operation) -> None:
    """Send what is new, of which one operation is poisoned: the rest is accepted, and that one answered."""
    first = laptop.operations.index(poison) + 1
    answer = office.ask(laptop.message(first))

    assert answer.ack is not None
    assert answer.ack.position == laptop.head()
    states = [each.state for each in answer.ack.outcomes]
    assert states[1:] == [OperationState.ACCEPTED]
    assert office.ask(laptop.message(first)).ack is not None  # whoever lost the answer gets it again


@pytest.mark.timeout(1800)
def test_a_body_with_anything_in_any_place_is_answered_and_blocks_nothing(office: Office) -> None:
    laptop = office.laptop()
    live(laptop)
    office.ask(laptop.message())
    genuine = list(laptop.operations)
    assert {each.kind for each in genuine} >= set(OperationKind) - {
        OperationKind.BOOK_RETURNED,
        OperationKind.HOUSEHOLD_EDITED,
    }

    @settings(max_examples=TIMES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.data())
    def send(draw: st.DataObject) -> None:
        model = draw.draw(st.sampled_from(genuine))
        place = draw.draw(st.sampled_from(list(places(decode(model.body)))))
        body = changed(model.body, place, draw.draw(WRONG))
        with taken_back(laptop):
            poison = laptop.log(model.kind, body, model.kver)
            laptop.visit()
            refuse_nothing(office, laptop, poison)

    send()


@pytest.mark.timeout(1800)
def test_a_body_of_any_bytes_a_kind_and_a_version_of_any_sort_block_nothing(office: Office) -> None:
    laptop = office.laptop()
    kinds = st.sampled_from(OperationKind) | st.text(
        st.characters(categories=["L", "N"]), min_size=1, max_size=100
    )
    versions = st.sampled_from([-(2**31), -1, 0, 1, 2, 3, 999, 2**31 - 1])

    @settings(max_examples=TIMES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(kinds, versions, st.binary(max_size=60) | st.just(b"\x81" * 5000) | st.just(b"\xa0"))
    def send(kind: str, kver: int, body: bytes) -> None:
        with taken_back(laptop):
            poison = laptop.log(kind, body, kver)
            laptop.visit()
            refuse_nothing(office, laptop, poison)

    send()
