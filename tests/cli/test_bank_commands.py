"""Transfers at the command line: from the door to the receipt, with statements as banks write them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent_app.bootstrap import open_home
from agent_app.cli.bank_answers import shown_sum
from agent_app.codes.images import read_codes
from agent_app.domain.calendar import civil_date
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.payment_qr import read_transfer
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptForm, ReceiptId
from agent_app.domain.transfer import TransferState
from agent_app.runtime.paths import Home
from agent_app.services.ports import TransferView
from agent_app.workbooks.extraction import Cell
from tests.builders import an_enrolment, an_id
from tests.cli.terminal import PASSWORD, Run
from tests.office_documents import ISSUED, OFFICE_PUBLIC, a_setting
from tests.services.teller import ACCOUNT, ACCOUNTS
from tests.workbooks.sheets import write_xlsx

CAPTIONS: list[Cell] = ["Ngày giao dịch", "Số bút toán", "Ghi nợ", "Ghi có", "Nội dung"]
TODAY = civil_date(datetime.now(UTC))
Found = dict[str, object]


def settle(home: Path, key: SettingKey, value: str, serial: int = 1) -> None:
    """Let the office's word be known in a home."""
    core = open_home(Home(home), PASSWORD)
    core.enrol(an_enrolment(server_sign_keys=(OFFICE_PUBLIC,)))
    with core.open_unit() as unit:
        unit.office.keep(a_setting(key, value, date(2026, 1, 1), serial), ISSUED)
        unit.commit()
    core.close()


@pytest.fixture
def office(home: Path) -> Path:
    """A home whose office has named its account."""
    settle(home, SettingKey.ACCOUNT, ACCOUNTS)
    return home


def people(run: Run, count: int) -> list[str]:
    """Some people of different households."""
    lines = run("due", "list", "--json").lines()
    homes = {line["household_id"]: line["person_id"] for line in lines}
    return [str(person) for person in list(homes.values())[:count]]


def wait(run: Run, person: str, months: int = 12) -> Found:
    words = ("receipt", "issue", "--person", f"{person}:bhyt:{months}", "--payer", "Nguyễn Thị Ánh")
    return dict(run(*words, "--method", "transfer", "--json").answer())


def code_of(pending: Found) -> str:
    transfer = pending["transfer"]
    assert isinstance(transfer, dict)
    return str(transfer["code"])


def statement(folder: Path, *rows: tuple[str, int], on: date = TODAY) -> str:
    """Write a statement; each line has a text and an amount."""
    body: list[list[Cell]] = [
        [f"{on:%d/%m/%Y}", f"FT{number}", None, amount, text] for number, (text, amount) in enumerate(rows, 1)
    ]
    table: list[list[Cell]] = [[f"Số tài khoản: {ACCOUNT}"], [], CAPTIONS, *body]
    return str(write_xlsx(folder / "Sao kê tháng 11.xlsx", {"Sheet1": table}))


@pytest.mark.usefixtures("office")
def test_a_transfer_is_awaited_without_a_number_and_shown_as_pending(run: Run) -> None:
    (person,) = people(run, 1)

    pending = wait(run, person)

    assert (pending["number"], pending["symbol"], pending["state"]) == (None, None, "pending")
    assert (pending["method"], pending["total"]) == ("transfer", 1_366_200)
    shown = dict(run("receipt", "show", str(pending["id"]), "--json").answer())
    assert shown == pending
    assert "Chờ tiền về: 1.366.200 đ" in run("receipt", "show", str(pending["id"])).out


@pytest.mark.usefixtures("office")
def test_three_fit_one_is_partial_one_unknown(run: Run, tmp_path: Path) -> None:
    waiting = [wait(run, person) for person in people(run, 4)]
    codes = [code_of(each) for each in waiting]
    file = statement(
        tmp_path,
        (f"NGUYEN THI A {codes[0]}", 1_366_200),
        (f"{codes[1][:5]} {codes[1][5:]} tra BHYT", 1_366_200),
        (f"MBVCB.1.{codes[2].lower()}.CT", 1_366_200),
        (codes[3], 1_000_000),
        ("nop tien", 1_366_200),
    )

    done = dict(run("bank", "import", file, "--json").answer())

    assert (done["credits"], done["new"], done["known"], done["rejected"]) == (5, 5, 0, [])
    assert isinstance(done["matched"], list)
    assert sorted(each["number"] for each in done["matched"]) == ["0000001", "0000002", "0000003"]
    assert isinstance(done["unmatched"], list)
    assert [(each["matter"], each["left"]) for each in done["unmatched"]] == [
        ("partial", 1_000_000),
        ("no_code", 1_366_200),
    ]
    found = dict(run("bank", "unmatched", "--json").answer())
    assert found["sums"] == {
        "awaited": {"count": 1, "total": 1_366_200},
        "partial": {"count": 0, "total": 0},
        "credited": {"count": 0, "total": 0},
        "receipted": {"count": 3, "total": 3 * 1_366_200},
        "given_up": {"count": 0, "total": 0},
    }
    receipt = dict(run("receipt", "show", str(waiting[0]["id"]), "--json").answer())
    assert (receipt["state"], receipt["method"], receipt["issued_on"]) == (
        "saved",
        "transfer",
        TODAY.isoformat(),
    )
    again = dict(run("bank", "import", file, "--json").answer())
    assert (again["new"], again["known"], again["matched"]) == (0, 5, [])
    assert run("check").code == 0


@pytest.mark.usefixtures("office")
def test_a_human_completes_a_part_and_keeps_too_much_apart(run: Run, tmp_path: Path) -> None:
    (person,) = people(run, 1)
    pending = wait(run, person)
    run("bank", "import", statement(tmp_path, (code_of(pending), 1_000_000), ("con thieu", 400_000)))
    opened = dict(run("bank", "unmatched", "--json").answer())["credits"]
    assert isinstance(opened, list)
    part, rest = opened

    first = dict(run("bank", "match", part["credit_id"], code_of(pending), "--json").answer())
    refused = run("bank", "match", rest["credit_id"], code_of(pending))
    second = dict(
        run("bank", "match", rest["credit_id"], str(pending["id"]), "--reason", "hộ báo", "--json").answer()
    )

    assert (first["state"], first["credited"], first["missing"]) == ("partial", 1_000_000, 366_200)
    assert (refused.code, "--reason" in refused.err) == (4, True)
    assert (second["state"], second["credited"]) == ("receipted", 1_366_200)
    left = dict(run("bank", "unmatched", "--json").answer())["credits"]
    assert isinstance(left, list)
    assert [(each["matter"], each["left"]) for each in left] == [("rest", 33_800)]
    twice = run("bank", "match", part["credit_id"], code_of(pending), "--reason", "nhầm")
    assert (twice.code, "lần thứ hai" in twice.err) == (3, True)


@pytest.mark.usefixtures("office")
def test_the_code_to_scan_is_drawn(run: Run, tmp_path: Path) -> None:
    (person,) = people(run, 1)
    pending = wait(run, person)
    out = tmp_path / "mã.png"

    answer = dict(run("bank", "qr", code_of(pending), "--out", str(out), "--json").answer())

    (text,) = read_codes(out)
    scanned = read_transfer(text)
    assert text == answer["payload"]
    assert (scanned.account, scanned.amount, scanned.purpose) == (ACCOUNT, 1_366_200, code_of(pending))


@pytest.mark.usefixtures("office")
def test_a_transfer_given_up_is_listed_apart_and_drawn_no_more(run: Run, tmp_path: Path) -> None:
    (person,) = people(run, 1)
    pending = wait(run, person)

    given = dict(run("bank", "give-up", str(pending["id"]), "--reason", "nộp tiền mặt", "--json").answer())

    assert (given["state"], given["reason"]) == ("given_up", "nộp tiền mặt")
    listed = dict(run("bank", "list", "--state", "given_up", "--json").answer())["transfers"]
    assert isinstance(listed, list)
    assert [each["code"] for each in listed] == [code_of(pending)]
    assert dict(run("bank", "list", "--state", "awaited", "--json").answer())["transfers"] == []
    drawn = run("bank", "qr", str(pending["id"]), "--out", str(tmp_path / "a.png"))
    assert (drawn.code, (tmp_path / "a.png").exists()) == (3, False)


def test_a_printed_receipt_gets_the_number_of_its_paper(run: Run, office: Path, tmp_path: Path) -> None:
    settle(office, SettingKey.RECEIPT_FORM, ReceiptForm.PREPRINTED.value, 2)
    (person,) = people(run, 1)
    pending = wait(run, person)
    done = dict(run("bank", "import", statement(tmp_path, (code_of(pending), 1_366_200)), "--json").answer())
    assert isinstance(done["matched"], list)
    assert [(each["complete"], each["receipted"]) for each in done["matched"]] == [(True, False)]
    assert "chờ ghi số" in run("receipt", "show", str(pending["id"])).out

    written = dict(run("bank", "match", code_of(pending), "--number", "1", "--json").answer())

    assert written["state"] == "receipted"
    assert dict(run("receipt", "show", str(pending["id"]), "--json").answer())["number"] == "0000001"


def test_without_an_account_of_the_office_a_transfer_is_refused(run: Run) -> None:
    (person,) = people(run, 1)
    words = ("receipt", "issue", "--person", f"{person}:bhyt:12", "--payer", "Ánh", "--method", "transfer")

    said = run(*words)

    assert (said.code, "chưa gửi tài khoản" in said.err) == (3, True)


@pytest.mark.usefixtures("office")
def test_lines_that_cannot_be_read_are_shown_and_the_others_taken(run: Run, tmp_path: Path) -> None:
    (person,) = people(run, 1)
    pending = wait(run, person)
    tomorrow = TODAY + timedelta(days=1)
    rows: list[list[Cell]] = [
        [f"Số tài khoản: {ACCOUNT}"],
        CAPTIONS,
        ["31/02/2026", "FT1", None, 1_366_200, "x"],
        [f"{tomorrow:%d/%m/%Y}", "FT2", None, 1_366_200, "x"],
        [f"{TODAY:%d/%m/%Y}", "FT3", None, "1.366.2OO", "x"],
        [f"{TODAY:%d/%m/%Y}", "FT4", None, 1_366_200, code_of(pending)],
    ]
    file = write_xlsx(tmp_path / "a.xlsx", {"S": rows})

    said = run("bank", "import", str(file))

    assert said.code == 0
    assert "dòng 3: không đọc được ngày giao dịch «31/02/2026»" in said.out
    assert f"dòng 4: ngày giao dịch {tomorrow:%d/%m/%Y} sau ngày hôm nay" in said.out
    assert "dòng 5: không đọc được số tiền ghi có «1.366.2OO»" in said.out
    assert "nhập lần nữa" in said.out
    assert "biên lai số 0000001" in said.out


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ([["Họ và tên", "Số tiền"], ["A", 5]], 4, "không giống sao kê"),
        ([["Số tài khoản: 123123123"], CAPTIONS, ["21/11/2026", "F", None, 5, "x"]], 3, "123123123"),
    ],
)
def test_what_is_no_statement_of_ours_is_refused_whole(
    run: Run, tmp_path: Path, rows: list[list[Cell]], code: int, words: str
) -> None:
    said = run("bank", "import", str(write_xlsx(tmp_path / "a.xlsx", {"S": rows})))

    assert (said.code, words in said.err) == (code, True)
    assert dict(run("bank", "unmatched", "--json").answer())["credits"] == []


@pytest.mark.usefixtures("office")
def test_a_statement_that_cannot_be_read_is_told_as_one(run: Run, tmp_path: Path) -> None:
    page, cut = tmp_path / "a.xls", tmp_path / "b.xlsx"
    page.write_text("<html><table><tr><td>1</td></tr></table></html>", "utf-8")
    cut.write_bytes(b"PK\x03\x04 cut")

    for file in (tmp_path / "none.csv", page, cut):
        said = run("bank", "import", str(file))
        assert (said.code, "Chưa ghi gì" in said.err, "Danh sách" in said.err) == (4, True, False)


@pytest.mark.usefixtures("office")
def test_a_match_says_what_came_what_is_receipted_and_what_is_kept_apart(run: Run, tmp_path: Path) -> None:
    (person,) = people(run, 1)
    pending = wait(run, person)
    run("bank", "import", statement(tmp_path, (code_of(pending), 1_400_000)))
    opened = dict(run("bank", "unmatched", "--json").answer())["credits"]
    assert isinstance(opened, list)

    said = run("bank", "match", opened[0]["credit_id"], code_of(pending), "--reason", "hộ báo chuyển dư").out

    assert "Tiền về 1.400.000 đ" in said
    assert "biên lai số 0000001" in said
    assert "Biên lai ghi 1.366.200 đ" in said
    assert "Còn 33.800 đ để riêng" in said
    listed = dict(run("bank", "list", "--json").answer())["transfers"]
    assert isinstance(listed, list)
    assert [(each["amount"], each["receipted"], each["number"]) for each in listed] == [
        (1_366_200, 1_366_200, "0000001")
    ]


def test_a_list_shows_what_was_asked_beside_what_was_receipted() -> None:
    asked = Dong(1_366_200)
    view = TransferView(
        ReceiptId(an_id(1)),
        HouseholdId(an_id(2)),
        PurposeCode("BH7K3QX9M2C"),
        asked,
        asked,
        TransferState.RECEIPTED,
        "Nguyễn Thị Ánh",
        TODAY,
        TODAY,
        "0000001",
        Dong(1_263_600),
    )

    assert shown_sum(view) == "hỏi 1.366.200 đ, biên lai 1.263.600 đ"
    assert (
        shown_sum(replace(view, receipted=asked)) == shown_sum(replace(view, receipted=None)) == "1.366.200 đ"
    )


@pytest.mark.usefixtures("office")
def test_a_transfer_that_is_paid_or_given_up_is_drawn_no_more_and_says_why(run: Run, tmp_path: Path) -> None:
    paid, dropped = (wait(run, person) for person in people(run, 2))
    run("bank", "import", statement(tmp_path, (code_of(paid), 1_366_200)))
    run("bank", "give-up", code_of(dropped), "--reason", "nộp tiền mặt")
    out = str(tmp_path / "a.png")

    again, gone = (run("bank", "qr", code_of(each), "--out", out) for each in (paid, dropped))

    assert (again.code, "đã trả rồi (biên lai số 0000001)" in again.err) == (3, True)
    assert (gone.code, "đã thôi chờ" in gone.err) == (3, True)


@pytest.mark.usefixtures("office")
def test_what_is_awaited_is_shown_with_its_arithmetic_and_not_printed(run: Run, tmp_path: Path) -> None:
    (person,) = people(run, 1)
    pending = wait(run, person)
    out = tmp_path / "a.pdf"

    printed = run("print", "receipt", str(pending["id"]), "--out", str(out))

    assert (printed.code, out.exists()) == (3, False)
    assert "đang chờ tiền về, chưa có biên lai" in printed.err
    assert f"agent-app bank qr {code_of(pending)}" in printed.err
    shown = run("receipt", "show", str(pending["id"])).out
    run("bank", "import", statement(tmp_path, (code_of(pending), 1_366_200)))
    receipt = run("receipt", "show", str(pending["id"])).out
    arithmetic = receipt[receipt.index(", BHYT 12 tháng") :]
    assert shown.endswith(arithmetic)
    assert run("print", "receipt", str(pending["id"]), "--out", str(out)).code == 0


@pytest.mark.usefixtures("office")
def test_a_second_transfer_of_a_household_warns_of_its_order(run: Run) -> None:
    homes: dict[str, list[str]] = {}
    for line in run("due", "list", "--json").lines():
        homes.setdefault(line["household_id"], []).append(line["person_id"])
    first, second = next(each for each in homes.values() if len(each) > 1)[:2]
    words = ("--payer", "Ánh", "--method", "transfer", "--json")

    alone = run("receipt", "issue", "--person", f"{first}:bhyt:12", *words)
    beside = run("receipt", "issue", "--person", f"{second}:bhyt:12", *words)

    assert (alone.code, alone.err) == (0, "")
    assert beside.code == 0
    assert f"{code_of(dict(alone.answer()))} của người khác đang chờ" in beside.err


def test_a_match_needs_two_ids_or_a_number(run: Run) -> None:
    assert run("bank", "match", "x").code == 2
    assert run("bank", "match", "x", "--number", "1").code == 4
    assert run("bank", "list", "--state", "elsewhere").code == 4


@pytest.mark.usefixtures("office")
def test_cash_for_days_that_a_transfer_is_awaited_for_has_to_be_confirmed(run: Run) -> None:
    (person,) = people(run, 1)
    code = code_of(wait(run, person))
    words = ("receipt", "issue", "--person", f"{person}:bhyt:12", "--payer", "Nguyễn Thị Ánh", "--json")

    said = run(*words)

    assert (said.code, f"bank give-up {code}" in said.err) == (3, True)
    assert "--confirm-overlap" in said.err
    receipt = dict(run(*words, "--confirm-overlap", "Hộ chưa chuyển").answer())
    asked = receipt["asked"]
    assert isinstance(asked, dict)
    assert asked["overlap"] == "Hộ chưa chuyển"
