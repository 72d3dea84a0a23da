"""The office changes its keys: laptops follow a true chain, and nobody else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.domain.office_keys import KeyChainBrokenError, KeyLink
from agent_app.domain.plain import as_list, as_map, decode
from agent_app.sync.failures import CustodyUnprovenError
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import Section, Verdict, VerdictKind
from tests.office_keys import a_chain, a_key, a_link, public
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import FakeServer

Sections = tuple[Section, ...]


def plain(message: bytes) -> object:
    return decode(zstandard.ZstdDecompressor().stream_reader(message).read())


def announcing(*links: KeyLink) -> Callable[[Sections], Sections]:
    def change(sections: Sections) -> Sections:
        return tuple(
            replace(each, key_chain=links) if isinstance(each, Verdict) else each for each in sections
        )

    return change


def rotate(server: FakeServer, *keys: Ed25519PrivateKey) -> None:
    """Sign with the last of the keys, and announce the way there."""
    server.change_answer = announcing(*a_chain(server.key, *keys))
    server.key = keys[-1]


def keys_of(device: MemoryDevice) -> tuple[str, ...]:
    with device.store.unit() as unit:
        return unit.device.office_keys()


def test_custody_under_a_key_that_follows_from_the_enrolment_is_proof(
    device: MemoryDevice, server: FakeServer
) -> None:
    device.visit()
    first = server.public_key
    rotate(server, a_key(1), a_key(2))

    device.once()

    assert device.status.waiting_operations == 0
    assert keys_of(device) == (public(a_key(2)).hex(), public(a_key(1)).hex(), first)


def test_keys_are_kept_when_the_server_says_no_more_of_them(device: MemoryDevice, server: FakeServer) -> None:
    rotate(server, a_key(1))
    device.once()
    server.change_answer = lambda sections: sections
    device.visit()

    device.once()

    assert device.status.waiting_operations == 0


def test_the_same_chain_again_teaches_nothing_and_a_longer_one_its_end(
    device: MemoryDevice, server: FakeServer
) -> None:
    first = server.key
    rotate(server, a_key(1))
    device.once()
    device.once()
    assert len(device.tables.key_links) == 1

    server.change_answer, server.key = announcing(*a_chain(first, a_key(1), a_key(2))), a_key(2)
    device.visit()
    device.once()

    assert [each.key for each in device.tables.key_links] == [public(a_key(1)), public(a_key(2))]
    assert device.status.waiting_operations == 0


@pytest.mark.parametrize("trouble", ["forged", "of a stranger", "gap", "branch"])
def test_a_chain_that_does_not_hold_changes_nothing_and_is_told(
    device: MemoryDevice, server: FakeServer, trouble: str
) -> None:
    first = server.key
    rotate(server, a_key(1))
    device.once()
    device.visit()
    before = replace(device.tables)
    genuine = a_link(a_key(1), a_key(2))
    chains = {
        "forged": (replace(genuine, key=public(a_key(3))),),
        "of a stranger": (a_link(a_key(5), a_key(2)),),
        "gap": (genuine, a_link(a_key(3), a_key(4))),
        "branch": (a_link(first, a_key(2)),),
    }
    server.change_answer, server.key = announcing(*chains[trouble]), a_key(2)

    with pytest.raises(KeyChainBrokenError):
        device.once()

    assert device.tables.key_links == before.key_links
    assert device.tables.acknowledged == before.acknowledged
    assert device.tables.identity == before.identity
    assert device.status.waiting_operations == 1


def test_a_new_key_that_nobody_announces_proves_nothing(device: MemoryDevice, server: FakeServer) -> None:
    device.visit()
    server.key = a_key(1)

    with pytest.raises(CustodyUnprovenError):
        device.once()

    assert device.status.waiting_operations == 1


def test_a_verdict_without_a_chain_has_the_bytes_that_it_always_had(server: FakeServer) -> None:
    verdict = Verdict(VerdictKind.OK, server.head)

    (again,) = unpack(pack((verdict,)))

    assert again == verdict
    assert "key_chain" not in as_map(as_list(as_list(as_list(plain(pack((verdict,))))[1])[0])[1])
    chained = replace(verdict, key_chain=a_chain(a_key(1), a_key(2)))
    assert unpack(pack((chained,))) == (chained,)
