"""What the office decides: settings, books and numbers of e-receipts, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from agent_app.domain.book_grant import read_grant
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.office_setting import SettingKey, settings_of
from agent_app.domain.replica import PROVINCE, device_scope
from agent_app.domain.signed_document import SignedDocument, read_document, read_office_file
from agent_app.runtime.office_signature import signed_by_office
from provincial_server.books import AssignBook, assign, parse_book
from provincial_server.errors import BookOverlapError
from provincial_server.ids import new_id
from provincial_server.office_errors import (
    BookTakenError,
    DeviceNotActiveError,
    DeviceOfOtherAgentError,
    NoSuchDeviceError,
    NothingSettledError,
)
from provincial_server.office_settings import export, settle, settled
from provincial_server.tables import BookRow, ChangeLogRow, DeviceRow, OfficeDocumentRow
from tests.builders import AGENT, NOW
from tests.server.conftest import OFFICER, Office
from tests.server.laptop import Answer, Laptop

TODAY = date(2026, 11, 21)


def limit(office: Office, value: str | None, since: date = TODAY, later: int = 0) -> None:
    now = NOW + timedelta(seconds=later)
    settle(office.database, office.keys, SettingKey.CASH_LIMIT, value, since, replace(OFFICER, at=now))


def documents_in(answer: Answer, scope: str) -> list[SignedDocument]:
    rows = [row for segment in answer.segments if segment.scope == scope for row in segment.rows]
    return [read_document(row.body) for row in rows if row.body is not None]


def signed_here(office: Office, document: SignedDocument) -> bool:
    return signed_by_office((office.keys.sign_public.hex(),), document)


@pytest.fixture
def laptop(office: Office) -> Laptop:
    """A laptop of today, which has spoken once."""
    made = Laptop.of(office.enrol())
    made.schema = 2
    office.ask(made.message())
    return made


def give(office: Office, laptop: Laptop, book: str, out: Path | None = None) -> SignedDocument:
    command = AssignBook(AGENT, laptop.device, parse_book(book))
    return assign(office.database, office.keys, command, out or office.folder / "book.json", OFFICER)


def test_a_setting_comes_down_to_every_laptop_signed(office: Office, laptop: Laptop) -> None:
    limit(office, "20000000")

    (found,) = documents_in(office.ask(laptop.message()), PROVINCE)

    assert signed_here(office, found)
    assert settings_of([found]).on(TODAY).cash_limit == 20_000_000


def test_settings_travel_in_files_and_in_the_next_enrolment(office: Office, tmp_path: Path) -> None:
    limit(office, "20000000")
    limit(office, None, later=1)

    assert export(office.database, tmp_path / "settings.json") == 2
    exported = read_office_file((tmp_path / "settings.json").read_text(encoding="utf-8"))

    assert office.enrol().documents == exported
    assert all(signed_here(office, each) for each in exported)
    assert [(each.value, counts) for each, counts in settled(office.database, TODAY)] == [
        ("20000000", False),
        (None, True),
    ]


def test_nothing_settled_is_no_file(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NothingSettledError):
        export(office.database, tmp_path / "settings.json")

    assert not (tmp_path / "settings.json").exists()


def test_serials_and_instants_only_go_up_whatever_the_clock_says(office: Office) -> None:
    limit(office, "1", later=10)
    limit(office, "2", later=-10)
    limit(office, "3", later=-10)

    found = [each for each, _counts in settled(office.database, TODAY)]

    assert [each.serial for each in found] == [1, 2, 3]
    assert found[0].issued_at < found[1].issued_at < found[2].issued_at
    assert settings_of(office.enrol().documents).on(TODAY).cash_limit == 3


def test_a_program_of_before_hears_nothing_of_documents(office: Office) -> None:
    before = Laptop.of(office.enrol())
    limit(office, "1")

    answer = office.ask(before.message())

    assert [scope for scope, _mver in answer.verdict.memberships] == ["area:22999"]
    assert {segment.scope for segment in answer.segments} <= {"area:22999"}


def test_a_book_of_an_enrolment_is_signed_once_its_device_is_known(office: Office) -> None:
    made = Laptop.of(office.enrol())
    made.schema = 2

    first = documents_in(office.ask(made.message()), device_scope(made.device))
    again = documents_in(office.ask(made.message()), device_scope(made.device))

    (grant,) = map(read_grant, first)
    assert (grant.agent_code, grant.device_id) == (AGENT, made.device)
    assert grant.block == BookGrant("AB/26", "0001", 1, 50)
    assert first == again
    assert all(signed_here(office, each) for each in first)


def test_a_book_goes_to_a_file_and_down_to_its_device_alone(
    office: Office, laptop: Laptop, tmp_path: Path
) -> None:
    other = Laptop.of(office.enrol(book="AB/26:0003:101:150"))
    other.schema = 2

    document = give(office, laptop, "AB/26:0002:51:100", tmp_path / "book.json")

    scope = device_scope(laptop.device)
    assert read_office_file((tmp_path / "book.json").read_text(encoding="utf-8")) == (document,)
    assert document in documents_in(office.ask(laptop.message()), scope)
    assert scope not in {segment.scope for segment in office.ask(other.message()).segments}


@pytest.mark.parametrize("book", ["AB/26:0002:50:60", "AB/26:0001:51:100", "AB/26:0009:1:1"])
def test_no_block_shares_a_number_or_a_name(
    office: Office, laptop: Laptop, book: str, tmp_path: Path
) -> None:
    with pytest.raises(BookOverlapError):
        give(office, laptop, book, tmp_path / "second.json")

    assert not (tmp_path / "second.json").exists()
    assert office.count(BookRow) == 1


def row(laptop: Laptop, book: str, first: int, last: int, symbol: str = "AB/26") -> BookRow:
    return BookRow(
        symbol=symbol,
        book=book,
        first=first,
        last=last,
        agent_code=AGENT,
        code_hash=None,
        device_id=laptop.device,
        document_id=None,
    )


@pytest.mark.parametrize(
    ("first", "last", "symbol", "fits"),
    [
        (51, 100, "AB/26", True),
        (50, 50, "AB/26", False),
        (1, 1, "AB/26", False),
        (20, 30, "AB/26", False),
        (1, 9_999_999, "AB/26", False),
        (5, 5, "AB/2", True),
        (5, 5, "AB/261", True),
        (5, 5, "AB/27", True),
    ],
)
def test_the_database_itself_refuses_blocks_that_overlap(  # noqa: PLR0913
    office: Office, laptop: Laptop, first: int, last: int, symbol: str, *, fits: bool
) -> None:
    document = give(office, laptop, "ZZ/26:0001:1:5")
    added = row(laptop, "0002", first, last, symbol)
    added.document_id = document.id

    if fits:
        with office.database.write() as session:
            session.add(added)
        assert office.count(BookRow) == 3
    else:
        with pytest.raises(IntegrityError), office.database.write() as session:
            session.add(added)
        assert office.count(BookRow) == 2


def test_a_block_cannot_grow_into_another(office: Office, laptop: Laptop) -> None:
    give(office, laptop, "AB/26:0002:51:100")

    with pytest.raises(IntegrityError), office.database.write() as session:
        session.execute(update(BookRow).where(BookRow.book == "0001").values(last=51))


def test_a_block_that_slipped_in_between_is_refused_in_words(
    office: Office, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provincial_server.books.refuse_taken", lambda *_: None)

    with pytest.raises(BookTakenError):
        give(office, laptop, "AB/26:0002:50:60")

    assert office.count(BookRow) == 1


def test_a_book_is_given_to_an_active_device_of_its_agent_only(office: Office, laptop: Laptop) -> None:
    block = parse_book("AB/26:0002:51:100")
    out = office.folder / "book.json"
    with pytest.raises(NoSuchDeviceError):
        assign(office.database, office.keys, AssignBook(AGENT, new_id(), block), out, OFFICER)
    with pytest.raises(DeviceOfOtherAgentError):
        assign(office.database, office.keys, AssignBook("NVT1", laptop.device, block), out, OFFICER)
    with office.database.write() as session:
        session.get_one(DeviceRow, laptop.device).status = "revoked"
    with pytest.raises(DeviceNotActiveError):
        assign(office.database, office.keys, AssignBook(AGENT, laptop.device, block), out, OFFICER)

    assert not out.exists()


@pytest.mark.parametrize("attempt", ["delete", "update"])
def test_a_document_stays_as_it_was_signed(office: Office, attempt: str) -> None:
    limit(office, "1")
    statement = (
        delete(OfficeDocumentRow) if attempt == "delete" else update(OfficeDocumentRow).values(signed=b"")
    )

    with pytest.raises(DBAPIError), office.database.write() as session:
        session.execute(statement)

    assert office.count(OfficeDocumentRow) == 1


def test_decisions_and_first_exchanges_at_once_leave_no_gap_and_no_double(office: Office) -> None:
    books = ("AB/26:0001:1:50", "AB/26:0002:51:100", "AB/26:0003:101:150")
    laptops = [Laptop.of(office.enrol(f"NVT{book[7]}", book)) for book in books]
    for laptop in laptops:
        laptop.schema = 2
    with ThreadPoolExecutor(6) as pool:
        settling = [pool.submit(limit, office, str(number)) for number in range(1, 10)]
        asking = [pool.submit(office.ask, laptop.message()) for laptop in laptops]
        for done in settling:
            done.result()
        for answered in asking:
            answered.result()

    with office.database.read() as session:
        serials = list(session.scalars(select(OfficeDocumentRow.serial).order_by(OfficeDocumentRow.serial)))
        places = list(
            session.scalars(
                select(ChangeLogRow.seq).where(ChangeLogRow.scope == PROVINCE).order_by(ChangeLogRow.seq)
            )
        )
    assert serials == list(range(1, 13))
    assert places == list(range(1, 10))


def test_an_abort_takes_its_serial_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(office, "1")
    with monkeypatch.context() as broken:
        broken.setattr("provincial_server.office_settings.append", _fail)
        with pytest.raises(OSError, match="disk"):
            limit(office, "2")
    limit(office, "3")

    assert [each.serial for each, _counts in settled(office.database, TODAY)] == [1, 2]


def _fail(*_: object) -> None:
    raise OSError("disk")
