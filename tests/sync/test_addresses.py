import pytest

from agent_app.sync.wire.addresses import is_loopback


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (an address to judge, not to bind)
        ("localhost.example", False),
        ("", False),
    ],
)
def test_only_this_very_machine_is_loopback(host: str, *, loopback: bool) -> None:
    assert is_loopback(host) is loopback
