"""The protocol's test vectors: recomputed without a line of ours, and spoken by our code byte for byte."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cbor2
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from agent_app.domain.plain import canonical, decode
from agent_app.domain.signed_document import read_document, read_shown
from agent_app.sync.wire.codec import pack, unpack
from scripts import sync_vectors

VECTORS = Path(__file__).parent / "vectors"
NAMES = sorted(sync_vectors.vectors())


def load(name: str) -> Any:  # noqa: ANN401 (whatever the file holds)
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:  # noqa: ANN401 (whatever the file holds)
    """Read what stands for a plain value: ``{"hex": …}`` are bytes."""
    if isinstance(value, dict):
        if value.keys() == {"hex"}:
            return bytes.fromhex(value["hex"])
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def head(major: int, number: int) -> bytes:
    """Write a head as short as it can be."""
    if number < 24:
        return bytes([major << 5 | number])
    width = next(width for width in (1, 2, 4, 8) if number < 1 << 8 * width)
    return bytes([major << 5 | 24 + width.bit_length() - 1]) + number.to_bytes(width, "big")


def encoded(value: object) -> bytes:
    """Encode by the profile's words alone: an encoder that shares nothing with the program's."""
    if value is None or isinstance(value, bool):
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, Mapping):
        pairs = [(encoded(key), encoded(each)) for key, each in value.items()]
        pairs.sort(key=lambda pair: (len(pair[0]), pair[0]))
        return head(5, len(pairs)) + b"".join(key + each for key, each in pairs)
    assert isinstance(value, Sequence)
    return head(4, len(value)) + b"".join(encoded(each) for each in value)


def sha256(value: object) -> bytes:
    return hashlib.sha256(encoded(value)).digest()


@pytest.mark.parametrize("vector", load("cbor"), ids=lambda vector: vector["bytes"][:20])
def test_a_value_has_these_bytes(vector: dict[str, Any]) -> None:
    value, held = plain(vector["value"]), bytes.fromhex(vector["bytes"])

    assert encoded(value) == held
    assert cbor2.loads(held) == value
    assert canonical(value) == held
    assert decode(held) == value


def test_the_chain_is_what_the_words_say() -> None:
    log = load("chain")
    device, previous = bytes.fromhex(log["device"]), bytes(32)
    for dseq, each in enumerate(log["operations"], 1):
        op_id, body = bytes.fromhex(each["op_id"]), bytes.fromhex(each["body"])
        content = sha256(["body/1", each["kind"], each["kver"], each["recorded_at"], body])
        if each["emptied"] is not None:
            content = bytes.fromhex(each["emptied"])
        link = sha256(["oplog/1", device, log["epoch"], dseq, op_id, content, previous])

        assert (each["dseq"], each["prev_hash"]) == (dseq, previous.hex())
        assert (each["body_hash"], each["hash"]) == (content.hex(), link.hex())
        previous = link


@pytest.mark.parametrize("vector", load("signatures"), ids=lambda vector: vector["name"])
def test_a_signature_holds_over_these_bytes(vector: dict[str, Any]) -> None:
    payload = encoded(plain(vector["signed"]))

    assert payload.hex() == vector["payload"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(vector["public_key"]))
    key.verify(bytes.fromhex(vector["signature"]), payload)


def test_people_of_a_receipt_are_hashed_so() -> None:
    vector = load("subjects")

    assert sha256(["subjects/1", plain(vector["people"])]).hex() == vector["hash"]
    receipt = next(each for each in load("signatures") if each["name"] == "receipt")
    assert receipt["signed"][-1] == {"hex": vector["hash"]}


def running_sum(base: bytes, row: Sequence[Any]) -> bytes:
    seq, entity, row_id, ver, body = row
    content = None if body is None else hashlib.sha256(body).digest()
    entry = encoded(["change/1", seq, entity, row_id, ver, content])
    added = int.from_bytes(hashlib.blake2b(entry, digest_size=8).digest(), "big")
    return ((int.from_bytes(base, "big") + added) % 2**64).to_bytes(8, "big")


def test_a_scopes_sum_runs_so_and_around() -> None:
    steps = load("sums")
    for step in steps:
        assert running_sum(bytes.fromhex(step["base_sum"]), plain(step["row"])).hex() == step["sum"]

    assert steps[0]["base_sum"] == "ff" * 8


@pytest.mark.parametrize("name", ["question", "answer"])
def test_a_message_is_a_frame_of_these_bytes(name: str) -> None:
    message = load("messages")[name]
    held = bytes.fromhex(message["plain"])

    assert encoded(plain(message["sections"])) == held
    assert zstandard.ZstdDecompressor().decompress(bytes.fromhex(message["packed"])) == held


def test_the_messages_prove_what_they_say() -> None:
    """Judge a whole exchange by its bytes alone, as another program on either side would."""
    messages = load("messages")
    (_, asked), (_, answered) = (plain(messages[name]["sections"]) for name in ("question", "answer"))
    hello, pushed, verdict, ack = asked[0][1], asked[1][1], answered[0][1], answered[1][1]
    unsigned = {key: each for key, each in hello.items() if key != "signature"}
    device = Ed25519PublicKey.from_public_bytes(hello["claim"][1])
    epoch, dseq, last = hello["position"]
    device.verify(hello["signature"], encoded(["hello/1", unsigned]))
    signed = ["push/1", hello["device"], epoch, pushed["from_dseq"], dseq, last]
    device.verify(pushed["signature"], encoded(signed))
    proof = ["custody/1", hello["device"], *ack["position"], ack["server_clock"]]
    Ed25519PublicKey.from_public_bytes(verdict["server_keys"][0]).verify(ack["custody"], encoded(proof))

    assert ack["position"] == verdict["position"] == hello["position"]
    assert [each[0] for each in ack["outcomes"]] == [each[0] for each in pushed["entries"]]
    for _name, segment in answered[2:]:
        total = segment["base_sum"]
        for row in segment["rows"]:
            total = running_sum(total, row)
        assert total == segment["sum"]


@pytest.mark.parametrize(
    ("name", "ours"), [("question", sync_vectors.question()), ("answer", sync_vectors.answer())]
)
def test_our_code_takes_and_gives_the_same_messages(name: str, ours: tuple[Any, ...]) -> None:
    packed = bytes.fromhex(load("messages")[name]["packed"])

    assert unpack(packed) == ours
    assert zstandard.ZstdDecompressor().decompress(pack(ours)).hex() == load("messages")[name]["plain"]


def test_our_code_takes_and_gives_the_same_document() -> None:
    written, stored = load("document")
    document = read_shown(written)

    assert document == read_document(plain(stored)) == sync_vectors.document()
    assert encoded([document.kind.value, document.body, document.signature]) == plain(stored)


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_what_our_code_makes_today(name: str) -> None:
    """Hashes and signatures are for ever: a change here is another protocol."""
    written, made = load(name), json.loads(sync_vectors.text(sync_vectors.vectors()[name]))
    if name == "messages":  # how tightly a frame is pressed is the library's affair
        for each in (*written.values(), *made.values()):
            del each["packed"]

    assert written == made
