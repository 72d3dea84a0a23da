"""The agent's lists and reports on paper, by commands: what they say is what screens and answers say."""

import re
import shutil
import sys
from pathlib import Path
from typing import cast

import pytest

from agent_app.cli.program import main_with_exit_code
from agent_app.domain.money import grouped
from tests.builders import an_enrolment
from tests.cli.terminal import Run, make_guesses_cheap
from tests.cli.test_evening_commands import NOTES, ON, Fields, answer, take
from tests.printing.test_papers import pages
from tests.workbooks.sheets import SAMPLES

COLLECTOR = "NVT060085005"
"""Whose lines are the most in the clean list."""


@pytest.fixture(scope="session")
def collectors_home(tmp_path_factory: pytest.TempPathFactory, password_file: Path) -> Path:
    """A home of a collector whom the clean list names; only to be copied."""
    folder = tmp_path_factory.mktemp("collector") / "home"
    enrolment = folder.parent / "enrol.json"
    enrolment.write_text(an_enrolment(agent_code=COLLECTOR).text(), "utf-8")
    start = ["--home", str(folder), "--password-file", str(password_file)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "excepthook", sys.excepthook)
        assert main_with_exit_code([*start, "init", "--enrolment", str(enrolment)]) == 0
        assert main_with_exit_code([*start, "due", "import", str(SAMPLES / "01-clean.xlsx")]) == 0
    make_guesses_cheap(folder)
    return folder


@pytest.fixture
def home(collectors_home: Path, tmp_path: Path) -> Path:
    """A home of one's own."""
    return Path(shutil.copytree(collectors_home, tmp_path / "home"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a paper goes."""
    return tmp_path / "giấy tờ.pdf"


def printed(run: Run, out: Path, *words: str) -> str:
    """Print a paper and read it."""
    said = run("print", *words, "--out", str(out))
    assert said.code == 0, said.err
    return " ".join(pages(out.read_bytes()))


def own_lines(run: Run) -> list[Fields]:
    """The lines that the collector has to walk to."""
    lines = cast("list[Fields]", run("due", "list", "--json").lines())
    return [each for each in lines if each["agent_code"] == COLLECTOR]


def remit(run: Run) -> Fields:
    closed = [
        answer(run("envelope", "open", "--json")),
        answer(run("envelope", "close", "--count", NOTES, "--json")),
    ]
    words = ("--envelope", str(closed[-1]["id"]), "--method", "transfer", "--slip", "FT2632", "--json")
    return answer(run("remit", "create", *words))


def test_the_day_list_names_doors_in_walking_order_and_no_number_in_full(run: Run, out: Path) -> None:
    text = printed(run, out, "day-list", "--date", ON)
    lines = own_lines(run)

    assert "DANH SÁCH ĐI ĐỊA BÀN" in text
    assert "Thứ Bảy 21/11/2026" in text
    assert text.count("Tài liệu có dữ liệu cá nhân – huỷ sau khi dùng") == len(pages(out.read_bytes()))
    for line in lines:
        assert str(line["name"]) in text
    for person in run("person", "search", "nguyen", "--json").lines():
        fields = cast("Fields", person)
        for name in ("citizen_id", "insurance_no", "phone"):
            assert not fields[name] or str(fields[name]) not in text


def test_whole_phone_numbers_are_printed_on_request_alone_and_that_is_kept(run: Run, out: Path) -> None:
    phones = {str(each["phone"]) for each in cast("list[Fields]", run("due", "list", "--json").lines())} - {
        "None"
    }
    masked = printed(run, out, "day-list", "--date", ON)
    reveals = [
        each for each in run("log", "access", "--json").lines() if cast("Fields", each)["action"] == "reveal"
    ]
    whole = printed(run, out, "day-list", "--date", ON, "--phones")
    after = [
        each for each in run("log", "access", "--json").lines() if cast("Fields", each)["action"] == "reveal"
    ]

    assert not any(phone in masked for phone in phones)
    assert any(phone in whole for phone in phones)
    assert (len(reveals), len(after)) == (0, 1)


def test_a_day_list_of_one_hamlet_leaves_others_out(run: Run, out: Path) -> None:
    lines = own_lines(run)
    hamlet = next(str(each["hamlet"]) for each in lines if each["hamlet"])
    text = printed(run, out, "day-list", "--date", ON, "--hamlet", hamlet)

    assert hamlet in text
    for each in lines:
        assert (str(each["name"]) in text) is (each["hamlet"] == hamlet), each


def test_a_remittance_lists_its_receipts_and_spells_its_sum(run: Run, out: Path) -> None:
    receipt = take(run)
    made = remit(run)
    text = printed(run, out, "remittance", str(made["id"]))

    for words in (
        "BẢNG KÊ NỘP TIỀN",
        "FT2632",
        str(receipt["number"]),
        str(receipt["payer"]),
        "chuyển khoản",
    ):
        assert words in text
    assert text.count("1.366.200") >= 4
    assert "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng" in text


def test_the_report_of_receipts_tells_every_number(run: Run, out: Path) -> None:
    kept, void = take(run, 0), take(run, 1)
    undo = ("--reason", "Ghi sai tên", "--approver", "Lê Văn Duyệt", "--copy-two", "kept")
    answer(run("receipt", "cancel", str(void["id"]), *undo, "--json"))
    book = cast("Fields", run("book", "list", "--json").lines()[0])
    spoil = (
        "book",
        "spoil",
        str(book["symbol"]),
        str(book["book"]),
        str(book["next"]),
        "--reason",
        "Rách khi in",
    )
    answer(run(*spoil, "--on", ON, "--json"))
    text = printed(run, out, "book", "--month", "2026-11")

    assert "Mẫu số: BC 01/QTAC" in text
    assert "Tháng 11 năm 2026" in text
    for caption in (
        "STT",
        "Quyển số",
        "Ngày",
        "Nội dung thu",
        "BHXH",
        "BHYT",
        "Tổng số",
        "8 = 6+7",
        "Tổng cộng",
    ):
        assert caption in text
    for number in (kept["number"], void["number"], book["next"]):
        assert str(number) in text
    assert "HỦY: Ghi sai tên" in text
    assert "Số hỏng: Rách khi in" in text
    assert re.search(r"Tổng cộng 0 1\.366\.200 1\.366\.200", text)
    of_book = printed(run, out, "book", str(book["symbol"]), str(book["book"]))
    assert f"Quyển số {book['book']}, ký hiệu {book['symbol']}" in of_book
    assert str(kept["number"]) in of_book


def test_the_stock_on_paper_is_the_one_that_is_answered(run: Run, out: Path) -> None:
    take(run)
    told = answer(run("book", "stock", "--month", "2026-11", "--json"))
    text = printed(run, out, "stock", "--month", "2026-11")

    total = cast("Fields", told["total"])
    names = ("opening", "received", "used", "cancelled", "spoiled", "lost", "returned", "closing")
    assert "Tổng cộng " + " ".join(str(total[name]) for name in names) in text


def test_the_summary_s_sums_are_those_of_the_answers(run: Run, out: Path) -> None:
    kept, void, _later = (take(run, place) for place in range(3))
    undo = ("--reason", "Ghi sai tên", "--approver", "Lê Văn Duyệt", "--copy-two", "kept")
    answer(run("receipt", "cancel", str(void["id"]), *undo, "--json"))
    answer(run("batch", "create", "--all", "--json"))
    text = printed(run, out, "summary", "--from", ON)

    receipts = cast("list[Fields]", run("receipt", "list", "--from", ON, "--to", ON, "--json").lines())
    standing = [each for each in receipts if each["state"] != "cancelled"]
    total = grouped(sum(cast("int", each["total"]) for each in standing))
    count = len(standing)
    assert f"Số biên lai {count} {total} 0 0 {count} {total}" in text
    assert f"Cộng {count} {total} 0 0 {count} {total}" in text
    cash = answer(run("cash", "show", "--json"))
    for name, words in (
        ("in_hand", "Tiền mặt đang giữ, ngoài phong bì"),
        ("remitted", "Tiền mặt đã nộp"),
        ("cancelled", "Biên lai đã hủy"),
        ("not_cancelled", "Biên lai không hủy"),
    ):
        found = cast("Fields", cash[name])
        assert f"{words} {found['count']} {grouped(cast('int', found['total']))}" in text
    held = cast("Fields", cash["held"])
    oldest = "Tiền mặt chưa nộp, cũ nhất từ ngày 21/11/2026"
    assert f"{oldest} {held['receipts']} {grouped(cast('int', held['amount']))}" in text
    status = answer(run("sync", "status", "--json"))
    waiting = cast("Fields", status["waiting"])
    assert f"{waiting['receipts']} biên lai, {grouped(cast('int', waiting['total']))} đồng" in text
    batch = cast("Fields", run("batch", "list", "--json").lines()[0])
    assert f"{batch['name']}: kê khai" in text
    assert f"{batch['receipts']} {grouped(cast('int', batch['total']))} Chưa gửi" in text
    assert f"Hủy: Ghi sai tên (duyệt: Lê Văn Duyệt) {grouped(cast('int', void['total']))}" in text
    assert str(kept["number"]) not in text


@pytest.mark.parametrize(
    "words",
    [
        ("day-list", "--date", ON),
        ("book", "--month", "2026-11"),
        ("stock", "--month", "2026-11"),
        ("summary", "--date", ON, "--week"),
    ],
)
def test_two_copies_of_a_home_print_the_same_and_a_second_print_says_so(
    run: Run, home: Path, out: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "Máy chị Hoa"))
    first = run("print", *words, "--out", str(out))
    other = out.with_name("khac.pdf")
    second = run("print", *words, "--out", str(other), folder=copy)

    assert (first.code, second.code) == (0, 0)
    assert out.read_bytes() == other.read_bytes()
    assert "In lại" not in " ".join(pages(out.read_bytes()))
    again = run("print", *words, "--out", str(out))
    assert "(In lại lần 1)" in again.out
    assert all("In lại lần 1" in text for text in pages(out.read_bytes()))


def test_a_folder_that_takes_no_file_leaves_nothing_in_the_log(run: Run, tmp_path: Path) -> None:
    said = run("print", "day-list", "--date", ON, "--out", str(tmp_path / "không có" / "x.pdf"))

    assert said.code == 5
    assert "In lại" not in printed(run, tmp_path / "x.pdf", "day-list", "--date", ON)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("remittance", "x"), 4),
        (("remittance", "0199b2c4-7d1e-7000-8000-000000000001"), 4),
        (("book", "AB/26"), 2),
        (("book", "AB/99", "0001"), 3),
        (("summary", "--from", ON, "--week"), 2),
        (("stock", "--month", "2026-11", "--from", ON), 2),
        (("stock", "--from", "2026-11-22", "--to", "2026-11-21"), 4),
    ],
)
def test_what_cannot_be_printed_says_why(run: Run, out: Path, words: tuple[str, ...], code: int) -> None:
    said = run("print", *words, "--out", str(out))

    assert said.code == code
    assert said.err
    assert not out.exists()
