"""Nobody guesses codes at leisure, and no laptop keeps the server to itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from agent_app.sync.failures import ServerBusyError
from agent_app.sync.transport import HttpTransport
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import MEDIA_TYPE, SYNC_PATH, VerdictKind
from provincial_server.door import (
    EXCHANGES,
    UNPROVEN,
    WRONG_CODES,
    WRONG_CODES_OF_ALL,
    Allowance,
    Buckets,
    Door,
    network,
)
from provincial_server.errors import ExchangeRefusedError
from provincial_server.sync_service import SyncService
from provincial_server.tables import DeviceRow
from tests.server.conftest import Office
from tests.server.laptop import Laptop, read_answer
from tests.server.running import serving

CAFE, HOME = "203.0.113.7", "203.0.113.8"
A_LAPTOP, ANOTHER = UUID(int=1), UUID(int=2)


@dataclass
class Watch:
    """A clock that a test moves."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def guessing(number: int) -> bytes:
    return pack((Laptop("NVT1", f"GUESS-{number}").hello(),))


def refusal(service: SyncService, message: bytes, address: str) -> ExchangeRefusedError | None:
    try:
        service.answer(message, address)
    except ExchangeRefusedError as error:
        return error
    return None


def test_after_some_wrong_codes_an_address_waits_and_others_do_not(office: Office) -> None:
    watch = Watch()
    service = replace(office.service, door=Door(clock=watch))
    known = office.laptop()
    fresh = Laptop.of(office.enrol(book="AB/26:0002:51:100"))

    answers = [refusal(service, guessing(each), CAFE) for each in range(int(WRONG_CODES.burst) + 1)]

    assert answers[:-1] == [None] * int(WRONG_CODES.burst)
    refused = answers[-1]
    assert refused is not None
    assert (refused.reason, refused.status, refused.retry_after) == ("enrolment.too_many", 429, 60)
    # A code is not even looked at there, a laptop that is known goes on, and so does everybody elsewhere.
    assert refusal(service, fresh.message(), CAFE) is not None
    assert office.count(DeviceRow) == 1
    assert read_answer(service.answer(known.message(), CAFE)).verdict.kind is VerdictKind.OK
    assert read_answer(service.answer(fresh.message(), HOME)).verdict.kind is VerdictKind.OK
    watch.seconds += 60
    assert refusal(service, guessing(0), CAFE) is None
    assert refusal(service, guessing(0), CAFE) is not None


def test_right_codes_cost_nothing(office: Office) -> None:
    service = replace(office.service, door=Door(clock=Watch()))

    for number in range(1, int(WRONG_CODES.burst) + 3):
        book = f"AB/26:{number:04d}:{number * 50 + 1}:{number * 50 + 50}"
        laptop = Laptop.of(office.enrol(book=book))
        assert read_answer(service.answer(laptop.message(), CAFE)).verdict.kind is VerdictKind.OK


def forged(laptop: Laptop) -> bytes:
    """What somebody says who knows a laptop's id and has none of its keys."""
    return pack((replace(laptop, sign=Ed25519PrivateKey.generate()).hello(claim=False),))


def test_after_some_wrong_signatures_an_address_is_looked_up_no_more_and_a_known_laptop_goes_on(
    office: Office,
) -> None:
    watch = Watch()
    service = replace(office.service, door=Door(clock=watch))
    laptop = office.laptop()
    assert refusal(service, laptop.message(), CAFE) is None

    answers = [refusal(service, forged(laptop), CAFE) for _ in range(int(UNPROVEN.burst))]
    # Once in a while the keys of all laptops are learned; nothing else is asked for this address.
    assert refusal(service, forged(laptop), CAFE) is not None
    with statements(office) as asked:
        refused = refusal(service, forged(laptop), CAFE)

    assert {each and each.reason for each in answers} == {"hello.signature"}
    assert refused is not None
    assert (refused.reason, refused.status, refused.retry_after) == ("hello.too_many", 429, 6)
    assert asked == []
    assert refusal(service, laptop.message(), CAFE) is None
    watch.seconds += 6
    again = refusal(service, forged(laptop), CAFE)
    assert again is not None
    assert again.reason == "hello.signature"


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Collect what the database is asked."""
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(office.database.engine, "before_cursor_execute", hear)


def test_wrong_codes_from_everywhere_are_bounded_together() -> None:
    watch = Watch()
    door = Door(clock=watch)
    for number in range(int(WRONG_CODES_OF_ALL.burst)):
        door.require_codes(f"198.51.{number // 250}.{number % 250}")
        door.count_wrong(f"198.51.{number // 250}.{number % 250}")

    with pytest.raises(ExchangeRefusedError) as refused:
        door.require_codes(HOME)

    assert refused.value.retry_after == 1
    watch.seconds += 1
    door.require_codes(HOME)


def test_a_laptop_exchanges_no_more_often_than_its_allowance() -> None:
    watch = Watch()
    door = Door(clock=watch)
    for _ in range(int(EXCHANGES.burst)):
        door.require_pace(A_LAPTOP)

    with pytest.raises(ExchangeRefusedError) as refused:
        door.require_pace(A_LAPTOP)

    assert (refused.value.reason, refused.value.status) == ("device.too_often", 429)
    door.require_pace(ANOTHER)
    watch.seconds += refused.value.retry_after or 0
    door.require_pace(A_LAPTOP)


def test_whoever_only_says_to_be_a_laptop_uses_up_nothing_of_it(office: Office) -> None:
    laptop = office.laptop()
    service = replace(office.service, door=Door(workers=1000))
    forged = replace(laptop.hello(claim=False), signature=b"\1" * 64)
    for _ in range(5):
        assert refusal(service, pack((forged,)), CAFE) is not None

    assert read_answer(service.answer(laptop.message(), CAFE)).verdict.kind is VerdictKind.OK
    assert refusal(service, laptop.message(), CAFE) is not None


def test_several_processes_share_what_all_may_take() -> None:
    assert Allowance(10, 1 / 60).shared(4) == Allowance(2.5, 1 / 240)
    assert Allowance(10, 1).shared(40).burst == 1


def test_the_memory_stays_small_however_many_knock() -> None:
    buckets = Buckets(Allowance(1, 1), Watch(), most=100)

    for number in range(1000):
        buckets.take(number)

    assert len(buckets) == 100
    assert buckets.wait(999) == 1
    assert buckets.wait(0) == 0


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_address_stands_for_whom_it_belongs_to(address: str, whose: str) -> None:
    assert network(address) == whose


def test_a_laptop_is_told_when_to_come_again(office: Office) -> None:
    service = replace(office.service, door=Door(workers=1000))
    laptop = Laptop.of(office.enrol())

    with serving(service) as url:
        assert HttpTransport(url).exchange(guessing(1))
        response = requests.post(
            url + SYNC_PATH, data=laptop.message(), headers={"Content-Type": MEDIA_TYPE}, timeout=20
        )
        with pytest.raises(ServerBusyError) as busy:
            HttpTransport(url).exchange(laptop.message())

    assert (response.status_code, response.json()) == (429, {"error": "enrolment.too_many"})
    # A laptop waits no longer than an hour, whatever it is told.
    assert (int(response.headers["Retry-After"]), busy.value.seconds) == (60_000, 3600)


def test_who_asks_a_little_too_fast_still_gets_the_pace_that_is_allowed() -> None:
    watch = Watch()
    buckets = Buckets(Allowance(1, 2), watch)
    taken = 0
    for _ in range(100):
        taken += buckets.take(A_LAPTOP)
        watch.seconds += 0.4

    # One comes back every half second, so every second try finds one.
    assert taken == 50
