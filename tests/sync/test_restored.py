"""A restored device says so with its next HELLO, until the office has answered."""

from dataclasses import replace

import pytest

from agent_app.domain.operation import to_millis
from agent_app.sync.failures import OfflineError
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import Hello, hello_body
from tests.builders import DEVICE, GENESIS_POSITION, NOW
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import FakeServer, Mishap


def test_an_ordinary_hello_has_the_bytes_that_it_always_had() -> None:
    hello = Hello(DEVICE, GENESIS_POSITION, 1)

    assert "restored_at" not in hello_body(hello)
    assert unpack(pack((hello,))) == (hello,)


def test_an_announcement_comes_back_as_it_was_sent_and_is_signed() -> None:
    hello = Hello(DEVICE, GENESIS_POSITION, 1, restored_at=to_millis(NOW))

    assert unpack(pack((hello,))) == (hello,)
    assert hello.signed_part() != replace(hello, restored_at=None).signed_part()


def announced(server: FakeServer) -> list[int | None]:
    """What each HELLO said."""
    return [each.restored_at for sections in server.requests for each in sections if isinstance(each, Hello)]


def restored(device: MemoryDevice) -> None:
    device.tables.identity = replace(device.tables.identity, restored_at=NOW)


def test_the_office_is_told_once(device: MemoryDevice, server: FakeServer) -> None:
    restored(device)

    device.once()
    device.once()

    assert announced(server) == [to_millis(NOW), None]
    assert device.tables.identity.restored_at is None


def test_it_is_told_again_where_the_answer_was_lost(device: MemoryDevice, server: FakeServer) -> None:
    restored(device)
    server.mishaps.append(Mishap.LOST_REPLY)
    with pytest.raises(OfflineError):
        device.once()

    device.once()

    assert announced(server) == [to_millis(NOW), to_millis(NOW)]
