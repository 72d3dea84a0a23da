"""A laptop and a server for every test of the sync."""

import pytest

from tests.sync.device import MemoryDevice
from tests.sync.fake_server import FakeServer


@pytest.fixture
def server() -> FakeServer:
    """The provincial server."""
    return FakeServer()


@pytest.fixture
def device(server: FakeServer) -> MemoryDevice:
    """An enrolled laptop that has not spoken with the server yet."""
    made = MemoryDevice(server)
    made.set_up()
    return made
