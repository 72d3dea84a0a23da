import json
import sys
from pathlib import Path
from typing import Any

import pytest

from agent_app.cli.program import main_with_exit_code
from tests.workbooks.sheets import SAMPLES, Table, list_of, person, write_xlsx


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the interpreter its own hook back after each call."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def inspected(capsys: pytest.CaptureFixture[str], file: Path, *more: str, code: int = 0) -> dict[str, Any]:
    assert main_with_exit_code(["due", "inspect", str(file), *more, "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def columns_of(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {column["caption"]: column for column in answer["sheets"][0]["columns"]}


def test_a_list_in_an_old_font_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    answer = inspected(capsys, SAMPLES / "03-tcvn3.xls")
    name = columns_of(answer)["Họ và tên"]

    assert (answer["kind"], answer["encoding"], answer["month"], answer["month_from"]) == (
        "xls",
        "tcvn3",
        "2026-12",
        "title",
    )
    assert (name["field"], name["encoding"], name["evidence"]["fonts"]) == ("name", "tcvn3", [".VnTime"])
    assert name["evidence"]["telling"] > 40
    assert {"from": "Hä vµ tªn", "to": "Họ và tên"} in name["evidence"]["preview"] or len(
        name["evidence"]["preview"]
    ) == 5
    assert answer["warnings"] == ["old_letters"]


def test_rows_are_counted_by_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    answer = inspected(capsys, SAMPLES / "01-clean.xlsx")

    assert answer["counts"] == {
        "accepted": 120,
        "rejected": 0,
        "duplicates": 0,
        "skipped": 15,
        "skipped_by": {"title": 5, "header": 2, "numbering": 1, "total": 1, "signature": 2, "blank": 4},
        "corrected": 0,
        "doubtful": 0,
    }
    assert answer["sums"] == {"BHYT": 70871625, "BHXH TN": 87538000}
    assert answer["sheets"][0]["header"] == [9, 10]
    assert answer["first_rows"][1][1] == "Lê Quốc Dũng"


def test_a_list_in_vni_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: Table = [
        ["Hoï vaø teân", "Maõ soá BHXH", "Haïn theû ñeán", "Soá tieàn"],
        ["Nguyeãn Vaên Ñöùc", "0123456789", "31/12/2026", 1],
        ["Traàn Thò Höôøng", "1123456789", "31/12/2026", 1],
    ]

    answer = inspected(capsys, write_xlsx(tmp_path / "a.xlsx", {"A": rows}), "--month", "2026-12")

    assert answer["encoding"] == "vni"
    assert [row[0] for row in answer["first_rows"]] == ["Nguyễn Văn Đức", "Trần Thị Hường"]


def test_a_list_that_is_not_understood_shows_its_columns_and_exits_with_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: Table = [["Khách", "Mã KH", "Hết", "Nộp"], ["Lê Văn Ân", "0123456789", "31/12/2026", 1366200]]
    file = write_xlsx(tmp_path / "a.xlsx", {"A": rows})

    answer = inspected(capsys, file, "--month", "2026-12", code=4)
    mapped = inspected(
        capsys,
        file,
        *("--month", "2026-12", "--map", "Khách=name", "--map", "Mã KH=insurance_no"),
        *("--map", "Hết=to", "--map", "D=amount"),
    )

    assert answer["problem"]["code"] == "workbook.no_header"
    assert {"field": "insurance_no", "confidence": 0.3} in columns_of(answer)["Mã KH"]["candidates"]
    assert mapped["counts"]["accepted"] == 1
    assert columns_of(mapped)["Nộp"]["by_hand"]


def test_people_get_lines_instead_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person())})

    assert main_with_exit_code(["due", "inspect", str(file)]) == 0

    shown = capsys.readouterr().out
    assert "Mã số BHXH" in shown
    assert "insurance_no" in shown
    assert "2026-12" in shown


@pytest.mark.parametrize(
    "more", [("--map", "Số tiền=money"), ("--map", "Cột lạ=amount"), ("--map", "amount")]
)
def test_a_mapping_that_names_nothing_exits_with_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, str]
) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person())})

    assert main_with_exit_code(["due", "inspect", str(file), *more]) == 4
    assert "Danh sách cũ" in (said := capsys.readouterr().err) or "--map" in said
