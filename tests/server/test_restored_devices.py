"""A laptop whose store was put back from a backup: the office learns of it, and may give it new keys."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select, update

from agent_app.domain.operation import to_millis
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import VerdictKind
from provincial_server.errors import ExchangeRefusedError
from provincial_server.tables import BookRow, DeviceRow, OpRow, RestorationRow
from tests.builders import NOW
from tests.server.conftest import Office
from tests.server.laptop import Laptop

RESTORED = NOW - timedelta(hours=2)


def restored_at(office: Office) -> datetime | None:
    with office.database.read() as session:
        return session.scalars(select(RestorationRow.restored_at)).one_or_none()


def sign_key(office: Office) -> bytes:
    with office.database.read() as session:
        return session.scalars(select(DeviceRow)).one().sign_key


def without_its_keys(laptop: Laptop, code: str) -> Laptop:
    """The same log on another machine, with keys of its own and a fresh code."""
    return replace(laptop, code=code, sign=Ed25519PrivateKey.generate(), seal=X25519PrivateKey.generate())


@pytest.mark.logs_warning("was restored from a backup")
def test_a_restored_device_is_remembered_with_the_verdict_of_any_other(office: Office) -> None:
    laptop = office.laptop()

    answer = office.ask(pack((laptop.hello(restored_at=to_millis(RESTORED)),)))

    assert answer.verdict.kind is VerdictKind.OK
    assert restored_at(office) == RESTORED
    office.ask(pack((laptop.hello(restored_at=to_millis(RESTORED)),)))
    assert restored_at(office) == RESTORED


@pytest.mark.logs_warning("was restored from a backup")
def test_one_that_was_rolled_back_is_remembered_too(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.issue(2)
    office.ask(laptop.message())
    rolled_back = replace(laptop, operations=laptop.operations[:1])

    answer = office.ask(pack((rolled_back.hello(restored_at=to_millis(RESTORED)),)))

    assert answer.verdict.kind is VerdictKind.ROLLED_BACK
    assert restored_at(office) == RESTORED


def test_the_announcement_is_signed(office: Office) -> None:
    laptop = office.laptop()
    hello = laptop.hello()

    with pytest.raises(ExchangeRefusedError):
        office.ask(pack((replace(hello, restored_at=1),)))

    assert restored_at(office) is None


@pytest.mark.parametrize("instant", [-1, 10**18])
def test_an_instant_that_no_clock_shows_is_refused(office: Office, instant: int) -> None:
    laptop = office.laptop()

    with pytest.raises(ExchangeRefusedError):
        office.ask(pack((laptop.hello(restored_at=instant),)))


def test_a_fresh_code_lets_a_log_go_on_under_new_keys_with_a_new_book(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    office.ask(laptop.message())
    fresh = without_its_keys(laptop, office.enrol(book="AB/26:0002:51:100").code)
    fresh.book = "0002"
    fresh.issue(51)

    answer = office.ask(fresh.message(2))

    assert answer.verdict.kind is VerdictKind.OK
    assert answer.ack is not None
    assert [each.state.value for each in answer.ack.outcomes] == ["accepted"]
    assert office.count(OpRow) == 2
    with office.database.read() as session:
        assert {each.device_id for each in session.scalars(select(BookRow))} == {laptop.device}
    with pytest.raises(ExchangeRefusedError):
        office.ask(pack((laptop.hello(claim=False),)))


@pytest.mark.parametrize("trouble", ["spent", "old", "other agent", "revoked"])
def test_no_other_code_gives_a_device_new_keys(office: Office, trouble: str) -> None:
    laptop = office.laptop()
    code = (
        laptop.code
        if trouble == "spent"
        else office.enrol(
            "NVT068012002" if trouble == "other agent" else laptop.agent_code, "AB/26:0002:51:100"
        ).code
    )
    fresh = without_its_keys(laptop, code)
    now = NOW + timedelta(days=1000) if trouble == "old" else NOW
    if trouble == "revoked":
        with office.database.write() as session:
            session.execute(update(DeviceRow).values(status="revoked"))
    service = replace(office.service, clock=lambda: now)

    message = service.answer(pack((fresh.hello(),)))

    assert message
    assert sign_key(office) == laptop.sign.public_key().public_bytes_raw()
