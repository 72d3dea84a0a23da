"""Messages of another version, and operations that no laptop of ours makes: answered, and nothing waits."""

from dataclasses import replace

import pytest
import zstandard

from agent_app.domain.operation import Entry, OperationKind, body_hash_at, link
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body
from agent_app.domain.plain import Plain, as_list, canonical, decode
from agent_app.sync.wire.messages import VerdictKind
from provincial_server.errors import ExchangeRefusedError
from provincial_server.tables import OpRow, QuarantineRow
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.test_sync_service import FULL_YEAR, acked, money, outcomes


@pytest.mark.logs_warning("is quarantined")
def test_a_known_id_with_another_body_is_held_apart_and_stops_nothing(office: Office) -> None:
    laptop = office.laptop()
    first = laptop.visit()
    office.ask(laptop.message())
    laptop.issue(1)
    laptop.log(OperationKind.VISIT_RECORDED, b"other", op_id=first.op_id)
    laptop.issue(2)

    for _ in range(2):
        answer = office.ask(laptop.message(2))

        assert not acked(answer.ack).rehello
        assert acked(answer.ack).position == laptop.head()
        assert outcomes(answer.ack) == [("accepted", None), ("held", "id_reused"), ("accepted", None)]
        assert [each.op_id for each in acked(answer.ack).outcomes] == [
            each.op_id for each in laptop.operations[1:]
        ]
    assert office.count(QuarantineRow) == 1
    assert money(office) == (2 * FULL_YEAR, 0)
    with office.database.read() as session:
        assert session.get_one(OpRow, first.op_id).hash == first.hash
    laptop.visit()
    assert outcomes(office.ask(laptop.message(5)).ack) == [("accepted", None)]


@pytest.mark.logs_warning("is quarantined")
def test_another_laptops_id_is_held_apart_and_its_money_counted(office: Office) -> None:
    first = office.laptop()
    operation = first.visit()
    office.ask(first.message())
    second = Laptop.of(office.enrol("NVT2", "AB/26:0002:51:100"))
    second.log(
        OperationKind.RECEIPT_ISSUED, receipt_body(second.receipt(51)), RECEIPT_KVER, op_id=operation.op_id
    )
    second.visit()

    answer = office.ask(second.message())

    assert outcomes(answer.ack) == [("held", "id_reused"), ("accepted", None)]
    assert money(office) == (0, FULL_YEAR)
    with office.database.read() as session:
        assert session.get_one(OpRow, operation.op_id).hash == operation.hash


def as_version(message: bytes, version: Plain) -> bytes:
    """Say another version before the same sections."""
    _version, *sections = as_list(decode(zstandard.ZstdDecompressor().decompress(message, 2**20)))
    return zstandard.ZstdCompressor().compress(canonical([version, *sections]))  # type: ignore[list-item]


def test_a_message_of_a_later_version_hears_upgrade_and_nothing_of_it_is_taken(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)

    answer = office.ask(as_version(laptop.message(), 2))

    assert (answer.verdict.kind, answer.ack, answer.segments) == (VerdictKind.UPGRADE, None, ())
    assert answer.verdict.memberships == ()
    assert office.count(OpRow) == 0


@pytest.mark.parametrize("version", ["abc", 0, None, -1])
def test_what_is_no_version_is_no_message(version: Plain, office: Office) -> None:
    with pytest.raises(ExchangeRefusedError) as refused:
        office.ask(as_version(office.laptop().message(), version))

    assert refused.value.reason == "message.unreadable"


@pytest.mark.parametrize("millis", [-(2**63), 2**63 - 1])
def test_an_operation_of_no_day_is_held_and_stops_nothing(millis: int, office: Office) -> None:
    laptop = office.laptop()
    laptop.visit()
    for kind, body in (("visit.recorded", b"x"), ("receipt.issued", receipt_body(laptop.receipt(1)))):
        # What a foreign program makes of it: its hash holds the instant that it says.
        made = laptop.log(kind, body, RECEIPT_KVER)
        content = body_hash_at(kind, RECEIPT_KVER, millis, body)
        before = laptop.head(len(laptop.operations) - 1)
        laptop.operations[-1] = link(laptop.device, before, replace(Entry.of(made), emptied=content))
    laptop.visit()

    for _ in range(2):
        answer = office.ask(of_instant(laptop.message(), millis))

        assert acked(answer.ack).position == laptop.head()
        assert outcomes(answer.ack) == [
            ("accepted", None),
            ("held", "instant"),
            ("held", "instant"),
            ("accepted", None),
        ]
    assert money(office) == (0, FULL_YEAR)


def of_instant(message: bytes, millis: int) -> bytes:
    """Say another instant of the second and third entry."""
    version, sections = as_list(decode(zstandard.ZstdDecompressor().decompress(message, 2**20)))
    entries = sections[1][1]["entries"]  # type: ignore[index]
    for entry in entries[1:3]:
        entry[3:] = [millis, entry[4]]
    return zstandard.ZstdCompressor().compress(canonical([version, sections]))  # type: ignore[list-item]
