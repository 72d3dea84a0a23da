"""Writes the test vectors of ``docs/sync-protocol.md``: from fixed keys, always the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.domain.calendar import PartialDate
from agent_app.domain.household import PersonId, Subject
from agent_app.domain.office_keys import KeyLink
from agent_app.domain.operation import (
    GENESIS,
    Entry,
    Operation,
    OperationState,
    Position,
    from_millis,
    link,
    subject_hash,
)
from agent_app.domain.plain import Plain, canonical, decode
from agent_app.domain.replica import change_sum, outcome_row
from agent_app.domain.signed_document import DocumentKind, SignedDocument, document_head
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import (
    Ack,
    ChangeRow,
    Cursor,
    EnrolmentClaim,
    Hello,
    OperationOutcome,
    Pull,
    Push,
    Run,
    RunTold,
    Section,
    Segment,
    Verdict,
    VerdictKind,
    custody_payload,
    hello_body,
    push_payload,
)

FOLDER: Final = Path(__file__).parent.parent / "tests" / "sync" / "vectors"
DEVICE_SEED, SERVER_SEED, FORMER_SEED, SEAL_PUBLIC = b"d" * 32, b"s" * 32, b"f" * 32, b"x" * 32
DEVICE, HOUSEHOLD = UUID(int=0xD0), UUID(int=0xA0)
CLOCK: Final = 1_764_147_600_000
AREA, ANSWERS = "area:22999", f"answers:{DEVICE}"

VALUES: Final[tuple[Plain, ...]] = (
    0,
    23,
    24,
    255,
    256,
    65_536,
    2**32,
    2**63 - 1,
    -1,
    -24,
    -25,
    -(2**63),
    "",
    "Đi Từng Nhà",
    b"",
    bytes(32),
    True,
    False,
    None,
    [],
    [1, [2, None]],
    {},
    {"b": 1, "a": 2, "aa": 3, "c": {"long name": b"\x00", "z": []}},
)


def shown(value: object) -> object:
    """Write a plain value as JSON: bytes as ``{"hex": …}``, the rest as it is."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list | tuple):
        return [shown(each) for each in value]
    if isinstance(value, Mapping):
        return {key: shown(each) for key, each in value.items()}
    return value


def device_key() -> Ed25519PrivateKey:
    """Return the key of the one device of the vectors."""
    return Ed25519PrivateKey.from_private_bytes(DEVICE_SEED)


def server_key() -> Ed25519PrivateKey:
    """Return the key of the one server of the vectors."""
    return Ed25519PrivateKey.from_private_bytes(SERVER_SEED)


def former_key() -> Ed25519PrivateKey:
    """Return the key that the server had before."""
    return Ed25519PrivateKey.from_private_bytes(FORMER_SEED)


def key_link() -> KeyLink:
    """Let the former key announce the present one."""
    former, key = (each.public_key().public_bytes_raw() for each in (former_key(), server_key()))
    unsigned = KeyLink(former, key, SEAL_PUBLIC)
    return replace(unsigned, signature=former_key().sign(unsigned.payload()))


def entries() -> tuple[Entry, ...]:
    """Return a log of three: one of a future kind, one whose body was emptied."""
    instant = from_millis(CLOCK)
    return (
        Entry(UUID(int=1), "visit.recorded", 1, instant, canonical({"met": "Nguyễn Thị Ánh"})),
        Entry(UUID(int=2), "future.kind", 7, instant, canonical([1, 2, 3])),
        Entry(UUID(int=3), "visit.recorded", 1, instant, b"", emptied=b"e" * 32),
    )


def chain() -> tuple[Operation, ...]:
    """Chain the log from its beginning."""
    place, linked = Position(1, 0, GENESIS), list[Operation]()
    for entry in entries():
        linked.append(link(DEVICE, place, entry))
        place = linked[-1].position
    return tuple(linked)


def hello() -> Hello:
    """Greet as a laptop does at its first exchange, with everything that a HELLO can hold."""
    head, key = chain()[-1].position, device_key()
    unsigned = Hello(
        DEVICE,
        head,
        CLOCK,
        b"t" * 16,
        (Cursor(AREA, 1, 2, 2**64 - 1, 1),),
        EnrolmentClaim("ABCD-EFGH-JKLM", key.public_key().public_bytes_raw(), SEAL_PUBLIC),
        "agent-app 0.1",
        restored_at=CLOCK - 60_000,
    )
    return replace(unsigned, signature=key.sign(unsigned.signed_part()))


def question() -> tuple[Section, ...]:
    """Ask for everything at once."""
    signature = device_key().sign(push_payload(DEVICE, 1, chain()[-1].position))
    told = (
        RunTold(CLOCK - 90_000, 1250, 0, 0, 717, 0, "sync.offline"),
        RunTold(CLOCK - 60_000, 40, 2, 1, 9, 8, None),
    )
    return hello(), Push(1, GENESIS, entries(), signature), Pull(500), Run(told)


def rows() -> tuple[ChangeRow, ...]:
    """Return the log of an area: a household that comes, and goes."""
    body = canonical({"household_no": None, "address": "Ấp 3", "hamlet": None})
    return ChangeRow(1, "household", HOUSEHOLD, 1, body), ChangeRow(2, "household", HOUSEHOLD, 2, None)


def segment(scope: str, changes: tuple[ChangeRow, ...]) -> Segment:
    """Sum a scope's log from its beginning."""
    total = 0
    for row in changes:
        total = change_sum(total, row.seq, (row.entity, row.id, row.ver), row.body)
    return Segment(scope, 1, 0, 0, changes, len(changes), total, 1)


def answer() -> tuple[Section, ...]:
    """Answer as a server does that takes one operation, holds one and refuses one."""
    head, key = chain()[-1].position, server_key()
    verdict = Verdict(
        VerdictKind.OK,
        head,
        ((ANSWERS, 1), (AREA, 1)),
        CLOCK,
        b"u" * 16,
        "0",
        (key_link().key, key_link().former),
        {"batch": 200, "runs": 20},
        (key_link(),),
    )
    outcomes = (
        OperationOutcome(UUID(int=1), OperationState.ACCEPTED),
        OperationOutcome(UUID(int=2), OperationState.HELD, "kind_unknown"),
        OperationOutcome(UUID(int=3), OperationState.HELD, "body_emptied"),
    )
    ack = Ack(head, outcomes, key.sign(custody_payload(DEVICE, head, CLOCK)), CLOCK)
    later = ChangeRow(1, "outcome", UUID(int=2), 1, outcome_row(OperationState.ACCEPTED, None))
    return verdict, ack, segment(ANSWERS, (later,)), segment(AREA, rows())


def document() -> SignedDocument:
    """Return what an office has decided and signed."""
    body = document_head(UUID(int=0xC0), 1, from_millis(CLOCK)) | {
        "key": "office_name",
        "value": "BHXH",
        "since": "2026-11-26",
    }
    unsigned = SignedDocument(DocumentKind.SETTING, body)
    return replace(unsigned, signature=server_key().sign(unsigned.payload()))


def subject() -> Subject:
    """Return somebody whom a receipt is about."""
    return Subject(
        PersonId(UUID(int=0xB0)), "Nguyễn Thị Ánh", "9000000001", None, PartialDate.parse("1960"), None
    )


def _subjects() -> list[Plain]:
    held = subject()
    birth = held.birth.iso if held.birth else None
    return [
        [held.person_id.bytes, held.name, held.insurance_no, held.citizen_id, birth, held.household_no],
    ]


def _signature(name: str, key: Ed25519PrivateKey, signed: list[Plain]) -> object:
    payload = canonical(signed)
    return {
        "name": name,
        "public_key": key.public_key().public_bytes_raw().hex(),
        "signed": shown(signed),
        "payload": payload.hex(),
        "signature": key.sign(payload).hex(),
    }


def _signatures() -> object:
    head, office = chain()[-1].position, document()
    place: list[Plain] = [head.epoch, head.dseq, head.hash]
    receipt: list[Plain] = ["receipt/1", UUID(int=9).bytes, "AB/26", "0001", 7]
    receipt += [date(2026, 11, 26).isoformat(), 1_366_200, "NVT01", DEVICE.bytes, subject_hash((subject(),))]
    return [
        _signature("hello", device_key(), ["hello/1", hello_body(hello())]),
        _signature("push", device_key(), ["push/1", DEVICE.bytes, head.epoch, 1, head.dseq, head.hash]),
        _signature("custody", server_key(), ["custody/1", DEVICE.bytes, *place, CLOCK]),
        _signature("receipt", device_key(), receipt),
        _signature("key", former_key(), ["server-key/1", key_link().former, key_link().key, key_link().seal]),
        _signature("document", server_key(), ["office/1", office.kind.value, office.body]),
    ]


def _chain() -> object:
    return {
        "device": DEVICE.bytes.hex(),
        "epoch": 1,
        "operations": [
            {
                "op_id": each.op_id.bytes.hex(),
                "kind": each.kind,
                "kver": each.kver,
                "recorded_at": CLOCK,
                "body": each.body.hex(),
                "emptied": None if entry.emptied is None else entry.emptied.hex(),
                "body_hash": each.body_hash.hex(),
                "dseq": each.dseq,
                "prev_hash": each.prev_hash.hex(),
                "hash": each.hash.hex(),
            }
            for each, entry in zip(chain(), entries(), strict=True)
        ],
    }


def _sums() -> object:
    steps, total = [], 2**64 - 1
    for row in rows():
        before = total
        total = change_sum(total, row.seq, (row.entity, row.id, row.ver), row.body)
        steps.append(
            {
                "base_sum": before.to_bytes(8, "big").hex(),
                "row": shown([row.seq, row.entity, row.id.bytes, row.ver, row.body]),
                "sum": total.to_bytes(8, "big").hex(),
            }
        )
    return steps


def _message(sections: tuple[Section, ...]) -> object:
    packed = pack(sections)
    plain = zstandard.ZstdDecompressor().decompress(packed)
    return {"sections": shown(decode(plain)), "plain": plain.hex(), "packed": packed.hex()}


def vectors() -> Mapping[str, object]:
    """Return every file's content by its name."""
    return {
        "cbor": [{"value": shown(each), "bytes": canonical(each).hex()} for each in VALUES],
        "chain": _chain(),
        "signatures": _signatures(),
        "subjects": {"people": shown(_subjects()), "hash": subject_hash((subject(),)).hex()},
        "sums": _sums(),
        "document": shown([document().shown(), document().encoded()]),
        "messages": {"question": _message(question()), "answer": _message(answer())},
    }


def text(content: object) -> str:
    """Write one file."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for name, content in vectors().items():
        (FOLDER / f"{name}.json").write_text(text(content), encoding="utf-8")


if __name__ == "__main__":
    main()
