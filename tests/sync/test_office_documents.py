"""Documents of the office come down beside the areas, and never stand in their way."""

from dataclasses import replace

import pytest

from agent_app.domain.office_setting import SettingKey, settings_of
from agent_app.domain.replica import PROVINCE, device_scope
from agent_app.domain.signed_document import (
    OfficeKindUnknownError,
    OfficeSignatureError,
    OtherDeviceError,
    SignedDocument,
)
from agent_app.sync.failures import SegmentBrokenError
from tests.builders import DEVICE, SYMBOL, TODAY, a_household, an_enrolment, an_id
from tests.office_documents import OFFICE_PUBLIC, OTHER_KEY, a_grant, a_number, a_setting, signed
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import AREA, FakeServer, Scope

OWN = device_scope(DEVICE)
LIMIT = a_setting(SettingKey.CASH_LIMIT, "20000000")


@pytest.fixture(autouse=True)
def office(device: MemoryDevice, server: FakeServer) -> None:
    """An enrolment that knows the keys of custody and of the office, and scopes for its documents."""
    with device.store.unit() as unit:
        unit.device.enrol(an_enrolment(server_sign_keys=(server.public_key, OFFICE_PUBLIC)))
        unit.commit()
    for scope in (PROVINCE, OWN):
        server.scopes[scope] = Scope()
        server.granted.insert(0, scope)


def log(server: FakeServer, scope: str, document: SignedDocument) -> None:
    server.scopes[scope].add(document.kind.value, document.id, document.encoded())


def cash_limit(device: MemoryDevice) -> int | None:
    return settings_of(device.tables.documents.values()).on(TODAY).cash_limit


def test_documents_of_every_kind_come_down(device: MemoryDevice, server: FakeServer) -> None:
    log(server, PROVINCE, LIMIT)
    log(server, OWN, a_grant("0002", 5001, 5050))
    log(server, OWN, a_number(an_id(0x9001)))

    assert device.once().received == 3
    assert device.once().received == 0

    assert cash_limit(device) == 20_000_000
    assert {each.book for each in device.tables.books.values()} == {"0001", "0002"}
    assert len(device.tables.e_receipts) == 1
    assert {PROVINCE, OWN} <= set(device.tables.cursors)


def test_a_log_that_begins_again_takes_nothing_away(device: MemoryDevice, server: FakeServer) -> None:
    log(server, PROVINCE, LIMIT)
    device.once()
    server.renew(PROVINCE)
    log(server, PROVINCE, a_setting(SettingKey.CASH_DAYS, "3", serial=2))

    device.once()

    assert cash_limit(device) == 20_000_000
    assert len(device.tables.documents) == 2


@pytest.mark.parametrize(
    ("scope", "document", "failure"),
    [
        (PROVINCE, signed(LIMIT, OTHER_KEY), OfficeSignatureError),
        (OWN, a_grant(device_id=an_id(5)), OtherDeviceError),
    ],
)
def test_what_is_not_ours_is_told_and_keeps_no_area_back(
    device: MemoryDevice,
    server: FakeServer,
    scope: str,
    document: SignedDocument,
    failure: type[Exception],
) -> None:
    server.publish(a_household(7))
    log(server, scope, document)
    device.receipt()

    with pytest.raises(failure):
        device.once()

    assert a_household(7).id in device.tables.households
    assert device.tables.acknowledged.dseq == 2
    assert set(device.tables.cursors) == {AREA}
    assert device.tables.documents == {}


def test_a_kind_of_a_later_office_asks_for_a_later_program(device: MemoryDevice, server: FakeServer) -> None:
    encoded = LIMIT.encoded().replace(b"setting", b"holiday")
    server.scopes[PROVINCE].add("holiday", LIMIT.id, encoded)

    with pytest.raises(OfficeKindUnknownError):
        device.once()


def test_a_row_that_is_not_what_its_log_calls_it_is_broken(device: MemoryDevice, server: FakeServer) -> None:
    server.scopes[PROVINCE].add("setting", an_id(1), LIMIT.encoded())

    with pytest.raises(SegmentBrokenError):
        device.once()


@pytest.mark.parametrize("scope", [AREA, PROVINCE])
def test_areas_hold_no_documents_and_the_office_no_households(
    device: MemoryDevice, server: FakeServer, scope: str
) -> None:
    if scope == AREA:
        log(server, AREA, LIMIT)
    else:
        server.publish(a_household(7), scope=PROVINCE)

    with pytest.raises(SegmentBrokenError):
        device.once()

    assert device.tables.documents == {}


def test_a_withdrawn_setting_comes_down_as_a_later_word(device: MemoryDevice, server: FakeServer) -> None:
    log(server, PROVINCE, LIMIT)
    later = a_setting(SettingKey.CASH_LIMIT, None, serial=2)
    log(server, PROVINCE, signed(replace(later, body=later.body | {"symbol": SYMBOL})))

    device.once()

    assert cash_limit(device) is None
