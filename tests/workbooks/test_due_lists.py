import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent_app.domain.due_list import DueListReading, DueRow, Scheme
from agent_app.domain.names import clean
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.errors import WorkbookEmptyError, WorkbookHeaderError, WorkbookMonthError
from agent_app.workbooks.extraction import Cell
from tests.workbooks.sheets import CAPTIONS, SAMPLES, Table, list_of, no_report, person, write_xlsx

TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
READABLE = ["01-clean.xlsx", "02-messy.xlsx", "03-tcvn3.xls", "04-officer-export.csv"]


def read(tmp_path: Path, rows: Table, **more: Table) -> DueListReading:
    return DueListReader().read(write_xlsx(tmp_path / "a.xlsx", {"A": rows} | more), no_report)


def plain(row: DueRow) -> dict[str, object]:
    """Name a line's fields as the truth does."""
    return {
        "name": row.name,
        "insurance_no": row.insurance_no,
        "citizen_id": row.citizen_id,
        "birth": row.birth and row.birth.iso,
        "sex": row.sex,
        "address": row.address,
        "phone": row.phone,
        "scheme": row.scheme,
        "group": row.group,
        "from": row.covered_from and row.covered_from.iso,
        "to": row.covered_to and row.covered_to.iso,
        "months": row.months,
        "amount": row.amount,
        "household_no": row.household_no,
        "facility": row.facility,
        "agent_code": row.agent_code,
    }


def comparable(fields: Mapping[str, object]) -> dict[str, object]:
    return {
        name: clean(value).casefold() if isinstance(value, str) else value for name, value in fields.items()
    }


def in_order(lines: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Sort lines, for a list by collector may stand otherwise than its truth."""
    return sorted(lines, key=lambda line: sorted(map(str, line.items())))


@pytest.mark.parametrize("sample", READABLE)
def test_a_sample_is_read_as_its_truth_says(sample: str) -> None:
    truth = TRUTH[sample]

    reading = DueListReader().read(SAMPLES / sample, no_report)

    fields = truth["accepted"][0]
    assert in_order(
        comparable({name: value for name, value in plain(row).items() if name in fields})
        for row in reading.rows
    ) == in_order(comparable(expected) for expected in truth["accepted"])
    assert [{"row": bad.row, "about": bad.about} for bad in reading.rejected] == truth["rejected"]
    assert reading.duplicates == truth["duplicates"]
    assert reading.month == "2026-12"


def test_every_row_of_a_sheet_is_accounted_for() -> None:
    reading = DueListReader().read(SAMPLES / "02-messy.xlsx", no_report)

    assert len(reading.rows) + len(reading.rejected) + reading.duplicates + reading.skipped == 104
    assert (len(reading.skipped_rows), len(reading.repeated)) == (reading.skipped, reading.duplicates)


def test_a_line_keeps_its_cells_as_they_stood() -> None:
    reading = DueListReader().read(SAMPLES / "01-clean.xlsx", no_report)

    assert reading.rows[0].row == 12
    assert reading.rows[0].original["Hạn sử dụng / Đến ngày"] == "31/12/2026"
    assert reading.rows[0].original["Mức đóng"] == "2530000"
    assert reading.rows[0].original["Nơi KCB"] == "60 - 058"


def test_the_same_bytes_have_the_same_fingerprint(tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes((SAMPLES / "01-clean.xlsx").read_bytes())

    original = DueListReader().read(SAMPLES / "01-clean.xlsx", no_report)

    assert DueListReader().read(copy, no_report).file_hash == original.file_hash
    assert len(original.file_hash) == 32


@pytest.mark.parametrize(
    ("line", "about", "value"),
    [
        (person(name=None), "name", ""),
        (person(insurance_no="123", citizen_id="260123456"), "identity", "123 260123456"),
        (person(to="31/11/2026"), "date", "31/11/2026"),
        (person(birth="16/08/79"), "date", "16/08/79"),
        (person(amount="1.5"), "amount", "1.5"),
    ],
)
def test_a_line_that_cannot_be_taken_is_rejected_with_its_row(
    tmp_path: Path, line: list[Cell], about: str, value: str
) -> None:
    reading = read(tmp_path, list_of(person(), line))

    (rejected,) = reading.rejected
    assert (rejected.row, rejected.about, rejected.value) == (6, about, value)
    assert dict(rejected.original)["Mã số BHXH"] == (line[2] or "")
    assert len(reading.rows) == 1


def test_one_good_number_is_enough(tmp_path: Path) -> None:
    (row,) = read(tmp_path, list_of(person(insurance_no="123"))).rows

    assert (row.insurance_no, row.citizen_id) == (None, "060185123456")


@pytest.mark.parametrize("number", ["000085123456", "098085123456", "060485123456", "060985123456"])
def test_a_doubtful_citizen_id_never_costs_a_line(tmp_path: Path, number: str) -> None:
    reading = read(tmp_path, list_of(person(insurance_no=None, citizen_id=number)))

    assert [row.citizen_id for row in reading.rows] == [number]
    assert reading.rejected == ()


@pytest.mark.parametrize("card", ["HS4 01 0120878837", "gd4790120878837"])
def test_a_card_number_in_the_column_of_the_insurance_number_ends_with_it(tmp_path: Path, card: str) -> None:
    (row,) = read(tmp_path, list_of(person(insurance_no=card, citizen_id=None))).rows

    assert row.insurance_no == "0120878837"


def test_numbers_that_lost_their_zeros_get_them_back(tmp_path: Path) -> None:
    (row,) = read(tmp_path, list_of(person(insurance_no=123456789, citizen_id=60185123456))).rows

    assert (row.insurance_no, row.citizen_id) == ("0123456789", "060185123456")


def test_an_old_card_s_nine_digits_do_not_become_a_citizen_id(tmp_path: Path) -> None:
    (row,) = read(tmp_path, list_of(person(citizen_id=260123456))).rows

    assert row.citizen_id is None


def test_the_code_tn_is_the_voluntary_pension_without_a_group(tmp_path: Path) -> None:
    (row,) = read(tmp_path, list_of(person(group="TN"))).rows

    assert (row.scheme, row.group) == (Scheme.PENSION, None)


def test_real_dates_serve_as_well_as_text(tmp_path: Path) -> None:
    (row,) = read(tmp_path, list_of(person(to=date(2026, 12, 31), birth=1985))).rows

    assert row.covered_to is not None
    assert row.birth is not None
    assert (row.covered_to.iso, row.birth.iso) == ("2026-12-31", "1985")


def test_repeated_lines_are_kept_once(tmp_path: Path) -> None:
    reading = read(tmp_path, list_of(person(), person(ordinal=2, name="NGUYỄN THỊ ÁNH"), person(amount=1)))

    assert (len(reading.rows), reading.duplicates) == (2, 1)


def test_a_group_row_names_the_collector_of_the_lines_below_it(tmp_path: Path) -> None:
    reading = read(tmp_path, list_of(["Nhân viên thu: NVT060085001"], person()))

    assert reading.rows[0].agent_code == "NVT060085001"


def test_all_sheets_that_hold_a_list_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, list_of(person()), B=list_of(person(name="Trần Văn Út")), C=[["ghi chú"]])

    assert [row.name for row in reading.rows] == ["Nguyễn Thị Ánh", "Trần Văn Út"]


def test_without_a_title_the_latest_end_tells_the_month(tmp_path: Path) -> None:
    reading = read(tmp_path, list_of(person(), person(to="15/01/2027"), title=""))

    assert reading.month == "2027-01"


def test_a_month_that_is_given_outranks_the_title(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person())})

    assert DueListReader().read(path, no_report, month="2026-11").month == "2026-11"


def test_a_list_that_tells_no_month_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(WorkbookMonthError):
        read(tmp_path, list_of(person(to=None), title=""))


@pytest.mark.parametrize("rows", [[], list_of()])
def test_a_list_without_lines_is_empty(tmp_path: Path, rows: Table) -> None:
    with pytest.raises(WorkbookEmptyError):
        read(tmp_path, rows)


def test_a_workbook_without_a_list_has_no_header(tmp_path: Path) -> None:
    with pytest.raises(WorkbookHeaderError) as caught:
        read(tmp_path, [["Mặt hàng", "Số lượng"], ["Gạo", 5]])

    assert caught.value.facts() == {"file": "a.xlsx"}


def test_understanding_reports_too(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(*[person()] * 500)})
    seen: list[tuple[int, int]] = []

    DueListReader().read(path, lambda done, total: seen.append((done, total)))

    assert [step for step in seen if step[1] == 504][-3:] == [(0, 504), (200, 504), (400, 504)]


def test_a_list_as_text_is_read_like_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [CAPTIONS, ("1", "Lê Văn Ân", "0123456789", "", "1985", "GD", "31/12/2026", "1.366.200")]
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8-sig")

    (row,) = DueListReader().read(path, no_report).rows

    assert (row.name, row.amount) == ("Lê Văn Ân", 1366200)
    assert replace(row, original={}).row == 2
