import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.household import PersonId
from agent_app.domain.operation import (
    GENESIS,
    MONEY_KINDS,
    WITNESSED_KINDS,
    Entry,
    Operation,
    OperationKind,
    OperationState,
    Position,
    body_hash,
    chain_hash,
    from_millis,
    link,
    receipt_payload,
    short_code,
    subject_hash,
    to_millis,
)
from agent_app.domain.plain import as_list, decode
from agent_app.domain.receipt import Receipt
from tests.builders import DEVICE, GENESIS_POSITION, NOW, a_health_line, a_receipt, a_subject, an_entry, an_id

instants = st.integers(0, 4 * 10**12).map(from_millis)
entries = st.builds(
    Entry, st.uuids(), st.sampled_from([*OperationKind]), st.integers(1, 9), instants, st.binary(max_size=40)
)


def chain(*parts: Entry, device: UUID = DEVICE) -> list[Operation]:
    head, operations = GENESIS_POSITION, []
    for part in parts:
        operations.append(link(device, head, part))
        head = operations[-1].position
    return operations


@given(st.lists(entries, min_size=1, max_size=5))
def test_each_operation_follows_the_one_before_it(parts: list[Entry]) -> None:
    operations = chain(*parts)

    assert [each.dseq for each in operations] == list(range(1, len(parts) + 1))
    assert [each.prev_hash for each in operations] == [GENESIS, *(each.hash for each in operations[:-1])]
    assert all(each.position == Position(1, each.dseq, each.hash) for each in operations)
    for each, part in zip(operations, parts, strict=True):
        assert (each.op_id, each.kind, each.kver, each.body) == (part.op_id, part.kind, part.kver, part.body)
        assert each.body_hash == body_hash(part.kind, part.kver, part.recorded_at, part.body)
        assert each.hash == chain_hash(DEVICE, (1, each.dseq), each.op_id, each.body_hash, each.prev_hash)


@given(st.lists(entries, min_size=2, max_size=4), st.data())
def test_changing_one_operation_changes_every_hash_from_there_on(
    parts: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    changed = [*parts]
    changed[place] = replace(parts[place], body=parts[place].body + b"!")
    before, after = chain(*parts), chain(*changed)

    assert [each.hash for each in before[:place]] == [each.hash for each in after[:place]]
    assert all(one.hash != other.hash for one, other in zip(before[place:], after[place:], strict=True))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": OperationKind.VISIT_RECORDED},
        {"kver": 99},
        {"recorded_at": NOW + timedelta(milliseconds=1)},
        {"body": b"other"},
        {"op_id": an_id(9)},
    ],
)
def test_every_part_of_an_entry_is_under_its_hash(change: dict[str, object]) -> None:
    entry = an_entry()

    assert chain(entry)[0].hash != chain(replace(entry, **change))[0].hash  # type: ignore[arg-type]


def test_two_devices_with_the_same_entries_have_different_chains() -> None:
    assert chain(an_entry())[0].hash != chain(an_entry(), device=an_id(7))[0].hash


def test_hashes_stay_as_they_are() -> None:
    entry = Entry(an_id(1), "visit.recorded", 1, NOW, b"\xa0")
    operation = link(DEVICE, GENESIS_POSITION, entry)

    assert operation.body_hash.hex() == "ab118cb2666798e03fa2ab8a13adeaca661add61bc3814880e98e5cc5d297448"
    assert operation.hash.hex() == "98439ad20ce1bc42f59fc3f4cef8c2d9bbd1e851e1284e7c769de68318b29d8e"


@given(instants)
def test_an_instant_travels_in_milliseconds(instant: datetime) -> None:
    assert from_millis(to_millis(instant)) == instant


def test_the_zone_of_an_instant_does_not_matter() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=7)))

    assert to_millis(there) == to_millis(NOW)


def test_microseconds_are_cut_off() -> None:
    assert to_millis(datetime(1970, 1, 1, 0, 0, 1, 999, tzinfo=UTC)) == 1000


def test_what_moves_money_or_numbers_is_money() -> None:
    others = {"visit", "consent", "person", "household", "batch"}
    assert {kind for kind in OperationKind if kind.split(".")[0] not in others} == MONEY_KINDS
    beside = {OperationKind.ERASURE_REQUESTED, OperationKind.BATCH_CHANGED}
    assert beside == WITNESSED_KINDS - MONEY_KINDS
    assert [each.value for each in OperationState] == [
        "local",
        "accepted",
        "accepted_merged",
        "held",
        "refused",
    ]


CHANGES = [
    {"id": an_id(8)},
    {"symbol": "ZZ/26"},
    {"book": "0002"},
    {"number": 2},
    {"issued_on": date(2026, 11, 20)},
    {"lines": (a_health_line(place=2),)},
    {"agent_code": "NVT000000000"},
    {"device_id": an_id(9)},
    {"lines": (a_health_line(a_subject(1, "Nguyễn Thị Ảnh")),)},
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_device_signs_holds_everything_that_makes_a_receipt(change: dict[str, object]) -> None:
    receipt: Receipt = replace(a_receipt(), **change)  # type: ignore[arg-type]

    assert receipt_payload(receipt) != receipt_payload(a_receipt())
    assert short_code(receipt) != short_code(a_receipt())


def test_what_a_device_signs_shows_no_person() -> None:
    receipt = a_receipt()
    payload, subject = receipt_payload(receipt), receipt.lines[0].subject

    for shown in (subject.name, subject.insurance_no, subject.citizen_id, receipt.payer):
        assert shown is not None
        assert shown.encode() not in payload
    assert as_list(decode(payload))[6] == receipt.total


def test_the_signature_itself_is_not_signed() -> None:
    assert receipt_payload(replace(a_receipt(), signature=b"")) == receipt_payload(a_receipt())


def test_a_short_code_is_forty_bits_in_two_fours() -> None:
    code = short_code(a_receipt())

    assert len(code) == 9
    assert code[4] == "-"
    assert set(code.replace("-", "")) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_people_hash_by_all_that_is_known_of_them() -> None:
    subject = a_subject()
    others = [
        replace(subject, name="An"),
        replace(subject, insurance_no=None),
        replace(subject, citizen_id=None),
        replace(subject, birth=None),
        replace(subject, household_no=None),
        replace(subject, person_id=PersonId(an_id(99))),
    ]

    assert len({subject_hash((each,)) for each in (subject, *others)}) == len(others) + 1
    assert len(subject_hash(())) == hashlib.sha256().digest_size
