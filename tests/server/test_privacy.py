"""Consents and requests to be erased on the server's side."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from agent_app.domain.consent import Consent, ConsentHow, ConsentId, Purpose
from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.operation import Operation, OperationKind
from agent_app.domain.privacy_body import consent_body, erasure_body
from provincial_server.ids import new_id
from provincial_server.money import report
from provincial_server.privacy import requests_in
from provincial_server.tables import OpRow, PersonRow
from tests.builders import NOW, TODAY, a_subject
from tests.server.conftest import Office
from tests.server.laptop import Laptop


def outcomes(office: Office, laptop: Laptop) -> list[tuple[str, str | None]]:
    ack = office.ask(laptop.message()).ack
    assert ack is not None
    return [(each.state.value, each.reason) for each in ack.outcomes]


def consent(laptop: Laptop, body: bytes | None = None, kver: int = 1) -> Operation:
    made = Consent(ConsentId(new_id()), a_subject(), Purpose.REMINDER, ConsentHow.PHONE, TODAY, NOW)
    return laptop.log(OperationKind.CONSENT_RECORDED, consent_body(made) if body is None else body, kver)


def erasure(
    laptop: Laptop, body: bytes | None = None, kver: int = 1, reason: str = "Tự yêu cầu"
) -> Operation:
    made = ErasureRequest(ErasureId(new_id()), a_subject(), reason, TODAY, NOW)
    return laptop.log(OperationKind.ERASURE_REQUESTED, erasure_body(made) if body is None else body, kver)


def emptied(operation: Operation) -> Operation:
    return replace(operation, body=b"")


def test_a_consent_and_a_request_to_be_erased_are_accepted(office: Office) -> None:
    laptop = office.laptop()
    consent(laptop)
    erasure(laptop)

    assert outcomes(office, laptop) == [("accepted", None), ("accepted", None)]


def test_an_officer_sees_who_asks_to_be_erased_and_why(office: Office) -> None:
    laptop = office.laptop()
    operation = erasure(laptop)
    office.ask(laptop.message())

    (line,) = requests_in(office.database)

    subject = a_subject()
    assert (line.op_id, line.person_id, line.name) == (operation.op_id, subject.person_id, subject.name)
    assert (line.insurance_no, line.citizen_id) == (subject.insurance_no, subject.citizen_id)
    assert (line.agent_code, line.requested_on, line.reason) == (laptop.agent_code, TODAY, "Tự yêu cầu")
    assert not line.known


def test_the_same_request_sent_again_stands_there_once(office: Office) -> None:
    laptop = office.laptop()
    erasure(laptop)
    office.ask(laptop.message())
    office.ask(laptop.message())

    assert len(requests_in(office.database)) == 1


def test_nobody_is_erased_by_a_request_alone(office: Office) -> None:
    laptop = office.laptop()
    with office.database.read() as session:
        before = session.scalar(select(func.count()).select_from(PersonRow))
    erasure(laptop)
    office.ask(laptop.message())

    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(PersonRow)) == before
        assert session.scalar(select(func.count()).select_from(OpRow)) == 1


@pytest.mark.parametrize("make", [consent, erasure])
def test_what_cannot_be_read_is_held_for_a_human(office: Office, make: object) -> None:
    laptop = office.laptop()
    make(laptop, body=b"\xa0")  # type: ignore[operator]
    make(laptop, kver=9)  # type: ignore[operator]

    assert outcomes(office, laptop) == [("held", "unreadable"), ("held", "version_unknown")]
    assert requests_in(office.database) == []


def test_a_reason_that_no_database_can_keep_is_held(office: Office) -> None:
    laptop = office.laptop()
    erasure(laptop, reason="a\0b")

    assert outcomes(office, laptop) == [("held", "unreadable")]


def test_a_server_that_lost_operations_takes_them_again_with_their_bodies_emptied(office: Office) -> None:
    laptop = office.laptop()
    laptop.visit()
    consent(laptop)
    laptop.operations = [emptied(each) for each in laptop.operations]
    laptop.issue(1)

    answer = office.ask(laptop.message())

    assert answer.ack is not None
    assert [each.reason for each in answer.ack.outcomes] == ["body_emptied", "body_emptied", None]
    assert answer.ack.position == laptop.head()


def test_money_whose_body_is_gone_is_counted_as_unreadable(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.operations = [emptied(each) for each in laptop.operations]

    assert outcomes(office, laptop) == [("held", "body_emptied")]
    assert report(office.database).unreadable == 1


def test_an_emptied_body_is_known_again_by_its_hash(office: Office) -> None:
    laptop = office.laptop()
    laptop.visit()
    first = office.ask(laptop.message()).ack
    laptop.operations = [emptied(each) for each in laptop.operations]

    again = office.ask(laptop.message()).ack

    assert first is not None
    assert again is not None
    assert again.outcomes == first.outcomes
