"""What the office has made of receipts comes to the laptop that took the money, signed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent_app.domain.confirmation import MOST_LETTERS, Confirmation, read_confirmation
from agent_app.domain.replica import answers_scope
from agent_app.domain.signed_document import read_document
from agent_app.runtime.office_signature import signed_by_office
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import Pull
from provincial_server.confirmation_errors import (
    ConfirmationFileError,
    ConfirmationRowsError,
    ConfirmationWordError,
    ReceiptNotHereError,
)
from provincial_server.confirmations import Word, confirm, confirmations, read_words
from provincial_server.held import held_operations, release
from provincial_server.officers import Officer, acts
from tests.builders import NOW, TODAY
from tests.server.conftest import Office
from tests.server.laptop import Laptop

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "đã nhận hồ sơ")


@pytest.fixture
def laptop(office: Office) -> Laptop:
    """A laptop with three receipts, the last one of no book."""
    made = replace(office.laptop(), schema=3)
    for number in (1, 2, 99):
        made.issue(number)
    office.ask(made.message())
    return made


def say(office: Office, *words: Word) -> list[Confirmation]:
    return confirm(office.database, office.keys, words, ANH)


def told(office: Office, laptop: Laptop) -> list[Confirmation]:
    """What the laptop hears, each with a signature that holds."""
    answer = office.ask(pack((laptop.hello(), Pull())))
    scope = answers_scope(laptop.device)
    bodies = [row.body for each in answer.segments if each.scope == scope for row in each.rows]
    documents = [read_document(body) for body in bodies if body is not None]
    assert all(signed_by_office([office.keys.sign_public.hex()], each) for each in documents)
    return [read_confirmation(each) for each in documents]


def test_a_code_comes_down_to_the_laptop_that_took_the_money(office: Office, laptop: Laptop) -> None:
    (made,) = say(office, Word("AB/26:1", "XN-2026-0001", None, TODAY))

    (heard,) = told(office, laptop)

    assert heard == made
    assert (heard.code, heard.reason, heard.decided_on) == ("XN-2026-0001", None, TODAY)
    act = acts(office.database, 9)[0]
    assert (act.act, act.about) == ("confirmed", str(heard.receipt_id))


def test_the_same_word_is_said_once_and_another_one_follows(office: Office, laptop: Laptop) -> None:
    receipt = str(say(office, Word("AB/26:2", None, "thiếu chữ ký", TODAY))[0].receipt_id)

    assert say(office, Word(receipt, None, "thiếu chữ ký", TODAY)) == []
    (later,) = say(office, Word(receipt, "XN-7", None, TODAY))

    heard = told(office, laptop)
    assert [(each.code, each.reason) for each in heard] == [(None, "thiếu chữ ký"), ("XN-7", None)]
    assert heard[0].issued_at < heard[1].issued_at
    assert [(row.code, device) for row, device in confirmations(office.database)] == [
        ("XN-7", laptop.device),
        (None, laptop.device),
    ]
    assert later == heard[1]


def test_all_words_are_said_or_none(office: Office, laptop: Laptop) -> None:
    with pytest.raises(ReceiptNotHereError):
        say(office, Word("AB/26:1", "XN-1", None, TODAY), Word("AB/26:7", "XN-7", None, TODAY))

    assert told(office, laptop) == []
    assert confirmations(office.database) == []


def test_held_money_gets_its_code_and_its_outcome_in_one_log(office: Office, laptop: Laptop) -> None:
    (held,) = held_operations(office.database)
    say(office, Word("AB/26:99", "XN-99", None, TODAY))
    release(office.database, held.op_id, ANH)

    answer = office.ask(pack((laptop.hello(), Pull())))

    (segment,) = [each for each in answer.segments if each.scope == answers_scope(laptop.device)]
    assert [row.entity for row in segment.rows] == ["confirmation", "outcome"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [(None, None), ("XN", "thiếu"), ("", " "), ("x" * (MOST_LETTERS + 1), None)],
)
def test_a_word_is_a_code_or_a_reason(
    code: str | None, reason: str | None, office: Office, laptop: Laptop
) -> None:
    with pytest.raises(ConfirmationWordError):
        say(office, Word("AB/26:1", code, reason, TODAY))

    assert told(office, laptop) == []


@pytest.mark.parametrize(
    "name", ["", "AB/26", "AB/26:", "AB/26:x", ":1", "00000000-0000-0000-0000-000000000000"]
)
def test_a_receipt_that_is_not_here_is_named(name: str, office: Office, laptop: Laptop) -> None:
    with pytest.raises(ReceiptNotHereError):
        say(office, Word(name, "XN-1", None, TODAY))

    assert told(office, laptop) == []


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_text(
        "\ufeffreceipt,code,reason,decided_on\nAB/26:1,XN-1,,2026-11-25\nAB/26:2,,thiếu chữ ký,\n", "utf-8"
    )
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "receipt,code,reason,decided_on\nAB/26:1,XN-1,,\n,XN-2,,\nAB/26:3,XN,,mai\nA:4,,,\n", "utf-8"
    )

    assert read_words(good, TODAY) == [
        Word("AB/26:1", "XN-1", "", date(2026, 11, 25)),
        Word("AB/26:2", "", "thiếu chữ ký", TODAY),
    ]
    with pytest.raises(ConfirmationRowsError) as caught:
        read_words(bad, TODAY)
    assert caught.value.rows == "3, 4, 5"
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfirmationFileError):
        read_words(bad, TODAY)
    bad.write_text("receipt,code\n", "utf-8")
    with pytest.raises(ConfirmationRowsError):
        read_words(bad, TODAY)
