"""The small server of a check hears one signed HELLO, and nothing that only looks like one."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
import requests

from agent_app.domain.operation import GENESIS, Position
from agent_app.self_check.peer import Peer, listening
from agent_app.sync.failures import ServerFailedError
from agent_app.sync.transport import HttpTransport
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import EnrolmentClaim, Hello, Pull, Verdict, VerdictKind
from tests.fakes import a_signer

SIGNER = a_signer()
HELLO = Hello(UUID(int=7), Position(1, 0, GENESIS), 5, claim=EnrolmentClaim("K7QM", *SIGNER.public_keys()))
SIGNED = replace(HELLO, signature=SIGNER.sign(HELLO.signed_part()))


@pytest.fixture
def peer() -> Iterator[Peer]:
    """One that listens."""
    with listening() as found:
        yield found


def test_a_signed_hello_is_heard_and_answered(peer: Peer) -> None:
    transport = HttpTransport(peer.url)

    answer = unpack(transport.exchange(pack((SIGNED, Pull()))))
    transport.close()

    assert answer == (Verdict(VerdictKind.OK, Position(1, 0, GENESIS), server_clock=5),)
    assert peer.heard == [SIGNED]


@pytest.mark.parametrize(
    "message",
    [
        pack((replace(SIGNED, clock=6), Pull())),
        pack((replace(SIGNED, claim=None), Pull())),
        pack((Pull(),)),
        b"GET / HTTP/1.1",
    ],
    ids=["signed otherwise", "nobody's", "no HELLO", "no message"],
)
def test_anything_else_is_refused(message: bytes, peer: Peer) -> None:
    transport = HttpTransport(peer.url)

    with pytest.raises(ServerFailedError):
        transport.exchange(message)
    transport.close()

    assert peer.heard == []


def test_another_address_of_it_has_nothing(peer: Peer) -> None:
    assert requests.post(f"{peer.url}/v1/other", data=pack((SIGNED,)), timeout=5).status_code == 400
