"""Receipt books at the terminal."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.storage.engine import DriverError, open_ours
from tests.builders import BOOK, SYMBOL, an_enrolment
from tests.cli.terminal import PASSWORD, Run, Said

Fields = dict[str, object]


def told(said: Said, code: int = 0) -> Fields:
    """Read the answer of a command."""
    assert said.code == code, said.err
    answer: Fields = json.loads(said.out)
    return answer


def issue(run: Run, *more: str) -> Said:
    """Issue a receipt for the first person of the list; a renewal each time."""
    (first, *_) = run("due", "list", "--json").lines()
    person = f"{first['person_id']}:bhyt:12"
    return run("receipt", "issue", "--person", person, "--payer", "Nguyễn Thị Ánh", "--json", *more)


def altered(home: Path, statements: Sequence[str]) -> None:
    """Change the store behind the program's back."""
    place = Home(home)
    with closing(open_ours(place.store, unwrap_data_key(place.keys, PASSWORD))) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.execute("COMMIT")


def test_the_books_in_hand_are_listed_with_what_is_left(run: Run) -> None:
    (line,) = json.loads(run("book", "list", "--json").out)

    assert line["received_on"]
    assert line | {"received_on": None} == {
        "symbol": SYMBOL,
        "book": BOOK,
        "from": "0000001",
        "to": "0000050",
        "next": "0000001",
        "left": 50,
        "low": False,
        "state": "open",
        "received_on": None,
    }
    assert "còn 50 số" in run("book", "list").out


def test_spoiled_and_lost_papers_stand_in_the_books_report(run: Run) -> None:
    issue(run)
    spoiled = told(run("book", "spoil", SYMBOL, BOOK, "2-3", "--reason", "Rách khi in", "--json"))
    told(run("book", "spoil", SYMBOL, BOOK, "0000004", "--lost", "--reason", "Ướt mưa", "--json"))

    report = told(run("book", "report", SYMBOL, BOOK, "--json"))

    assert (spoiled["from"], spoiled["to"], spoiled["count"], spoiled["fate"]) == (
        "0000002",
        "0000003",
        2,
        "spoiled",
    )
    assert report["ok"] is True
    assert report["numbers"] == [
        {"from": "0000001", "to": "0000001", "count": 1, "fate": "issued"},
        {"from": "0000002", "to": "0000003", "count": 2, "fate": "spoiled"},
        {"from": "0000004", "to": "0000004", "count": 1, "fate": "lost"},
        {"from": "0000005", "to": "0000050", "count": 46, "fate": "blank"},
    ]
    assert issue(run).answer()["number"] == "0000005"
    words = run("book", "report", SYMBOL, BOOK)
    assert "Quyển đủ số, không thiếu, không trùng." in words.out
    assert "Rách khi in" in words.out


def test_a_book_that_went_back_gives_no_receipt(run: Run) -> None:
    returned = told(run("book", "return", SYMBOL, BOOK, "--reason", "Nghỉ thu", "--slip", "GT-17", "--json"))

    assert (returned["from"], returned["to"], returned["slip"]) == ("0000001", "0000050", "GT-17")
    refused = issue(run)
    assert refused.code == 3
    assert "đã trả lại cơ quan BHXH" in refused.err
    (line,) = json.loads(run("book", "list", "--json").out)
    assert (line["state"], line["left"], line["next"]) == ("returned", 0, None)
    assert told(run("book", "report", SYMBOL, BOOK, "--json"))["ok"] is True


def test_the_stock_of_a_period_balances(run: Run) -> None:
    issue(run)
    run("book", "spoil", SYMBOL, BOOK, "2-3", "--reason", "Rách")

    answer = told(run("book", "stock", "--json"))

    books = answer["books"]
    assert isinstance(books, list)
    (line,) = books
    counts = {"opening": 0, "received": 50, "used": 1, "cancelled": 0, "spoiled": 2}
    counts |= {"lost": 0, "returned": 0, "closing": 47, "cancelled_later": 0}
    assert (
        line
        == {
            "symbol": SYMBOL,
            "book": BOOK,
            "from": "0000001",
            "to": "0000050",
        }
        | counts
    )
    assert answer["total"] == counts
    past = told(run("book", "stock", "--month", "2020-01", "--json"))
    assert past["total"] == dict.fromkeys(counts, 0)
    assert (past["from"], past["to"]) == ("2020-01-01", "2020-01-31")
    assert "tồn cuối" in run("book", "stock", "--from", "2020-01-01").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("spoil", SYMBOL, BOOK, "3", "--reason", "Rách"), 3, "chưa đến lượt"),
        (("spoil", SYMBOL, BOOK, "51", "--reason", "Rách"), 3, "không thuộc quyển"),
        (("spoil", SYMBOL, "0009", "1", "--reason", "Rách"), 3, "không có quyển 0009"),
        (("spoil", SYMBOL, BOOK, "1", "--reason", " "), 4, "Chưa ghi lý do"),
        (("spoil", SYMBOL, BOOK, "3-2", "--reason", "Rách"), 4, "3-2"),
        (("spoil", SYMBOL, BOOK, "một", "--reason", "Rách"), 4, "một"),
        (("spoil", SYMBOL, BOOK, "12345678", "--reason", "Rách"), 4, "12345678"),
        (("spoil", SYMBOL, BOOK, "1", "--reason", "Rách", "--on", "2999-01-01"), 3, "không hợp lệ"),
        (("return", SYMBOL, "0009", "--reason", "Nghỉ"), 3, "không có quyển 0009"),
        (("report", SYMBOL, "0009"), 3, "không có quyển 0009"),
        (("stock", "--from", "2026-11-02", "--to", "2026-11-01"), 4, "kết thúc trước khi bắt đầu"),
        (("stock", "--month", "2026-13"), 4, "2026-13"),
        (("stock", "--month", "2026-11", "--to", "2026-11-30"), 2, "--month"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_next_step(
    run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    refused = run("book", *arguments)

    assert refused.code == code
    assert words in refused.err


def test_whoever_issues_is_warned_when_a_fifth_is_left(run: Run) -> None:
    run("book", "spoil", SYMBOL, BOOK, "1-38", "--reason", "Ướt mưa")
    assert "chỉ còn" not in issue(run).err

    warned = issue(run)

    assert warned.code == 0
    assert "Quyển 0001 (ký hiệu AB/26) chỉ còn 10 số." in warned.err
    assert "Máy không còn quyển khác" in warned.err
    (line,) = json.loads(run("book", "list", "--json").out)
    assert line["low"] is True
    run("book", "spoil", SYMBOL, BOOK, "41-49", "--reason", "Ướt mưa")
    assert "vừa dùng hết số" in issue(run).err
    assert issue(run).code == 3


def test_a_hole_in_a_book_is_named_by_its_report_and_by_the_check(run: Run, home: Path) -> None:
    issue(run)
    altered(home, ["BEGIN", "UPDATE receipt_book SET next = 4"])

    report = told(run("book", "report", SYMBOL, BOOK, "--json"), 5)

    assert report["ok"] is False
    found = report["findings"]
    assert isinstance(found, list)
    codes = [(each["code"], each["about"]) for each in found]
    assert codes == [("book.gap", f"{SYMBOL}/{BOOK}/0000002"), ("book.gap", f"{SYMBOL}/{BOOK}/0000003")]
    said = run("book", "report", SYMBOL, BOOK)
    assert said.code == 5
    assert "Quyển có số cần xem lại." in said.out
    checked = told(run("check", "--json"), 5)
    found = checked["findings"]
    assert isinstance(found, list)
    assert [each["code"] for each in found] == ["book.gap"] * 2


def test_the_database_itself_lets_no_number_go_down_and_none_have_two_fates(run: Run, home: Path) -> None:
    issue(run)
    run("book", "spoil", SYMBOL, BOOK, "2", "--reason", "Rách")

    for statement in (
        "UPDATE receipt_book SET next = 1",
        "DELETE FROM receipt_book",
        "UPDATE number_fate SET reason = ''",
        "DELETE FROM number_fate",
        (
            "INSERT INTO number_fate SELECT hex(randomblob(16)), op_id, symbol, book, number, number, "
            "'lost', issued_on, recorded_at, '', NULL, agent_code, device_id FROM receipt"
        ),
        (
            "INSERT INTO receipt_book (id, symbol, book, first, last, next, device_id) "
            "SELECT hex(randomblob(16)), symbol, '0002', 50, 99, 50, device_id FROM receipt_book"
        ),
    ):
        with pytest.raises(DriverError, match=r"number|stay|change|share"):
            altered(home, ["BEGIN", statement])


def test_a_second_book_of_the_enrolment_waits_until_the_first_is_used_up(run: Run, tmp_path: Path) -> None:
    enrolment = an_enrolment()
    grants = (*enrolment.books, type(enrolment.books[0])(SYMBOL, "0002", 51, 100))
    path = tmp_path / "enrol.json"
    path.write_text(an_enrolment(books=grants).text(), "utf-8")
    assert run("init", "--enrolment", str(path)).code == 0

    run("book", "spoil", SYMBOL, BOOK, "1-50", "--reason", "Ướt mưa")

    assert issue(run).answer()["number"] == "0000051"
