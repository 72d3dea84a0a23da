"""Taking in what the office has decided: what is new, known, forged, or somebody else's."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent_app.domain.confirmation import MOST_LETTERS
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import ReceiptBookOverlapError, ReceiptBookRangeError
from agent_app.domain.signed_document import (
    OfficeFileUnreadableError,
    OfficeSignatureError,
    OtherDeviceError,
    SignedDocument,
    office_file,
)
from agent_app.runtime.office_signature import signed_by_office
from agent_app.services.failures import NotEnrolledError
from agent_app.services.office_orders import DocumentIntake, OfficeService, Received
from tests.builders import BOOK, SYMBOL, TODAY, a_book, an_enrolment, an_id
from tests.office_documents import (
    OFFICE_PUBLIC,
    OTHER_KEY,
    a_confirmation,
    a_grant,
    a_number,
    a_setting,
    signed,
)
from tests.services.bench import Bench

SETTING = a_setting(SettingKey.CASH_LIMIT, "20000000")
RECEIPT = ReceiptId(an_id(0x9001))


@pytest.fixture
def office(bench: Bench) -> OfficeService:
    """The office's service of a home that knows two of its keys."""
    keys = ("22" * 32, OFFICE_PUBLIC)
    bench.enrol(a_book(), an_enrolment(books=(BookGrant(SYMBOL, BOOK, 1, 50),), server_sign_keys=keys))
    return OfficeService(bench.open_unit, DocumentIntake(signed_by_office), bench.clock)


def receive(office: OfficeService, *documents: SignedDocument) -> Received:
    return office.receive(office_file(list(documents)))


def books(bench: Bench) -> Sequence[tuple[str, int, int, int]]:
    with bench.open_unit() as unit:
        return [(each.book, each.first, each.last, each.next) for each in unit.books.in_hand()]


def test_a_file_is_taken_once_and_then_known(bench: Bench, office: OfficeService) -> None:
    documents = (SETTING, a_grant(), a_number(RECEIPT))

    assert receive(office, *documents) == Received(documents, 0)
    assert receive(office, *documents) == Received((), 3)

    assert office.settings().on(TODAY).cash_limit == 20_000_000
    assert books(bench) == [("0001", 1, 50, 1), ("0002", 51, 100, 51)]
    with bench.open_unit() as unit:
        found = unit.office.e_receipt_number(RECEIPT)
    assert found is not None
    assert (found.symbol, found.shown_number) == ("BH26/E", "0000007")


def test_a_book_that_came_again_gives_no_number_twice(bench: Bench, office: OfficeService) -> None:
    receive(office, a_grant())
    with bench.open_unit() as unit:
        book = unit.receipts.find_book(SYMBOL, "0002")
        assert book is not None
        assert book.tear() == 51
        unit.receipts.save_book(book)
        unit.commit()

    receive(office, a_grant())
    receive(office, a_grant(serial=12))

    assert books(bench)[1] == ("0002", 51, 100, 52)


@pytest.mark.parametrize(
    "document",
    [
        signed(a_grant(), OTHER_KEY),
        replace(a_grant(), body=a_grant().body | {"last": 200}),
        replace(SETTING, body=SETTING.body | {"value": "1"}),
        replace(SETTING, signature=b"\0" * 64),
    ],
)
def test_what_our_office_did_not_sign_is_refused_with_all_that_came_along(
    bench: Bench, office: OfficeService, document: SignedDocument
) -> None:
    with pytest.raises(OfficeSignatureError):
        receive(office, a_grant("0003", 101, 150, serial=31), document)

    assert len(books(bench)) == 1
    assert office.settings().settings == ()


@pytest.mark.parametrize(
    "document",
    [a_grant(device_id=an_id(5)), a_grant(agent_code="NVT1"), a_number(RECEIPT, device_id=an_id(5))],
)
def test_what_is_for_another_agent_or_machine_is_refused(
    bench: Bench, office: OfficeService, document: SignedDocument
) -> None:
    with pytest.raises(OtherDeviceError):
        receive(office, document)

    assert len(books(bench)) == 1


@pytest.mark.parametrize(
    "document",
    [
        signed(replace(a_grant(), body=a_grant().body | {"first": 0})),
        signed(replace(a_grant(), body=a_grant().body | {"symbol": ""})),
        signed(replace(a_grant(), body=a_grant().body | {"device_id": None})),
        signed(replace(a_number(RECEIPT), body=a_number(RECEIPT).body | {"number": 10**7})),
        signed(replace(a_number(RECEIPT), body=a_number(RECEIPT).body | {"given_on": "mai"})),
        signed(replace(SETTING, body=SETTING.body | {"since": ""})),
    ],
)
def test_a_signature_alone_makes_no_document(office: OfficeService, document: SignedDocument) -> None:
    with pytest.raises((OfficeFileUnreadableError, OtherDeviceError)):
        receive(office, document)


def test_a_book_that_shares_numbers_with_one_in_hand_is_refused(bench: Bench, office: OfficeService) -> None:
    with pytest.raises(ReceiptBookOverlapError):
        receive(office, a_grant("0002", 50, 60))
    with pytest.raises(ReceiptBookRangeError):
        receive(office, a_grant("0001", 10, 50, serial=12))

    assert books(bench) == [("0001", 1, 50, 1)]
    assert receive(office, a_grant()).known == 0


def test_a_home_that_is_nobodys_takes_nothing(bench: Bench) -> None:
    office = OfficeService(bench.open_unit, DocumentIntake(signed_by_office), bench.clock)

    with pytest.raises(NotEnrolledError):
        receive(office, SETTING)


@pytest.mark.parametrize(
    ("code", "reason"), [(None, None), ("XN", "thiếu"), ("", None), (None, "x" * (MOST_LETTERS + 1))]
)
def test_a_word_that_is_neither_code_nor_reason_is_none(
    code: str | None, reason: str | None, office: OfficeService
) -> None:
    with pytest.raises(OfficeFileUnreadableError):
        receive(office, a_confirmation(RECEIPT, code, reason))


def test_the_last_word_names_an_e_receipt_in_whatever_order_they_come(
    bench: Bench, office: OfficeService
) -> None:
    other = ReceiptId(an_id(0x9002))
    words = {(RECEIPT, 1): 8, (RECEIPT, 2): 9, (other, 1): 8, (other, 2): 9}
    first, second, third, fourth = (
        a_number(receipt_id, number, serial=serial, hour=hour)
        for serial, ((receipt_id, number), hour) in enumerate(words.items(), 41)
    )

    receive(office, first, second, fourth, third)

    with bench.open_unit() as unit:
        named = [unit.office.e_receipt_number(each) for each in (RECEIPT, other)]
    assert [each.number for each in named if each] == [2, 2]
