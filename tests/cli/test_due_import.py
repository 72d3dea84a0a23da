"""Importing lists at the command line: every sample is read as its truth says, and can be taken back."""

import json
import stat
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from python_calamine import CalamineWorkbook

from agent_app.workbooks.extraction import Cell
from tests.builders import an_id
from tests.cli.terminal import Run, Said
from tests.cli.test_exit_codes import refused
from tests.workbooks.sheets import CAPTIONS, SAMPLES, list_of, person, write_xlsx

TRUTH: Mapping[str, Mapping[str, object]] = json.loads((SAMPLES / "truth.json").read_text("utf-8"))
FOLDED = {"name", "address"}


def asked(said: Said) -> dict[str, object]:
    assert said.code == 0, said.err
    return cast("dict[str, object]", json.loads(said.out))


def lines_of(value: object) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", value)


def comparable(name: str, value: object) -> object:
    if name in FOLDED and isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split()).casefold()
    return value


def who(line: Mapping[str, object]) -> tuple[str, str, str]:
    return str(line["insurance_no"]), str(line["citizen_id"]), str(line["scheme"])


def differences(found: Sequence[Mapping[str, object]], truth: Sequence[Mapping[str, object]]) -> list[str]:
    """Name every field of every line in which two lists differ, whatever their order."""
    found, truth = sorted(found, key=who), sorted(truth, key=who)
    told = [f"{len(found)} lines, not {len(truth)}"] if len(found) != len(truth) else []
    for at, (one, other) in enumerate(zip(found, truth, strict=False)):
        told += [
            f"{at}: {name}: {one.get(name, 'missing')!r}, not {other.get(name, 'missing')!r}"
            for name in one.keys() | other.keys()
            if name not in one
            or name not in other
            or comparable(name, one[name]) != comparable(name, other[name])
        ]
    return told


@pytest.mark.parametrize("name", TRUTH)
def test_a_sample_is_read_as_its_truth_says(name: str, run: Run) -> None:
    answer = asked(run("due", "import", str(SAMPLES / name), "--json", "--rows"))
    truth = TRUTH[name]
    rejected = [(each["row"], each["about"]) for each in lines_of(answer["rejected"])]

    found = differences(lines_of(answer["accepted"]), lines_of(truth["accepted"]))
    print(f"{name}: {len(found)} differences")  # noqa: T201
    assert found == []
    assert rejected == [(each["row"], each["about"]) for each in lines_of(truth["rejected"])]
    assert len(lines_of(answer["duplicates"])) == truth["duplicates"]
    assert all(each["kind"] and each["row"] for each in lines_of(answer["skipped"]))


def test_without_rows_the_four_are_counts(run: Run) -> None:
    answer = asked(run("due", "import", str(SAMPLES / "02-messy.xlsx"), "--json"))

    assert (answer["accepted"], answer["rejected"], answer["duplicates"]) == (87, 3, 2)
    assert answer["skipped"] == sum(cast("dict[str, int]", answer["skipped_by"]).values())


def test_the_same_file_again_changes_nothing_and_says_so(run: Run) -> None:
    file = str(SAMPLES / "02-messy.xlsx")
    first = asked(run("due", "import", file, "--json"))
    before = run("due", "list", "--json").out

    second = asked(run("due", "import", file, "--json"))

    assert (second["import_id"], second["unchanged"]) == (first["import_id"], True)
    assert run("due", "list", "--json").out == before
    assert "danh sách không thay đổi" in run("due", "import", file).out


def test_a_strict_import_refuses_a_list_with_a_bad_line(run: Run) -> None:
    before = run("due", "list", "--json").out

    said = run("due", "import", str(SAMPLES / "02-messy.xlsx"), "--strict")

    refused(said, 4, "3 dòng lỗi", "26: «Hạn thẻ đến»")
    assert run("due", "list", "--json").out == before


def test_a_strict_import_takes_a_clean_list(run: Run, tmp_path: Path) -> None:
    clean = person(citizen_id="060185123456", birth="01/02/1985")
    file = write_xlsx(tmp_path / "sach.xlsx", {"T12": list_of(clean)})

    answer = asked(run("due", "import", str(file), "--strict", "--json"))

    assert answer["accepted"] == 1


def test_an_import_can_be_undone_and_made_again(run: Run, tmp_path: Path) -> None:
    month = ("--month", "2026-12")
    before = run("due", "list", *month, "--json").lines()
    file = write_xlsx(tmp_path / "moi.xlsx", {"T12": list_of(person())})
    asked(run("due", "import", str(file), "--json"))
    assert len(run("due", "list", *month, "--json").lines()) == 1

    undone = asked(run("due", "undo", "--json"))

    assert undone["month"] == "2026-12"
    assert undone["shown"]
    assert run("due", "list", *month, "--json").lines() == before
    assert asked(run("due", "import", str(file), "--json"))["unchanged"] is False
    assert "hiện lại danh sách trước: 120 dòng" in run("due", "undo").out


def test_undo_goes_back_to_where_nothing_was(run: Run) -> None:
    assert asked(run("due", "undo", "--json"))["shown"] is None

    assert run("due", "list", "--json").lines() == []
    refused(run("due", "undo"), 3, "Không có danh sách nào")
    refused(run("due", "undo", "--month", "2025-01"), 3, "Không có danh sách nào")


def cells(path: Path, sheet: str) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()]


def test_a_report_holds_every_row_with_its_reason_and_is_its_owners_alone(run: Run, tmp_path: Path) -> None:
    made = asked(run("due", "import", str(SAMPLES / "02-messy.xlsx"), "--json"))
    out = tmp_path / "bao-cao.xlsx"

    answer = asked(run("due", "report", str(made["import_id"]), "--out", str(out), "--json"))

    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert answer["accepted"] == 87
    rows = cells(out, "Các dòng")
    assert "NVT" in str(rows[0][0])
    mark = str(rows[0][0])
    (entry,) = [each for each in json.loads(run("log", "access", "--json").out) if each["action"] == "export"]
    assert (entry["entity"], entry["id"]) == ("list", made["import_id"])
    assert f"mã {entry['fields'][-1]}: báo cáo nhập danh sách tháng" in mark
    assert {str(cells(out, sheet)[0][0]) for sheet in ("Tóm tắt", "Các dòng")} == {mark}
    told = {int(cast("float", row[1])): row for row in rows[2:]}
    assert len(told) == 87 + 3 + 2
    assert told[20][2] == "Không nhận"
    assert str(told[20][3]).startswith("mã số BHXH, CCCD")
    assert any(told[20][4:])
    assert {str(row[2]) for row in told.values() if "Lặp lại" in str(row[2])} == {"Lặp lại"}
    summary = {row[0]: row[1] for row in cells(out, "Tóm tắt") if row[0]}
    assert (summary["Nhận"], summary["Không nhận"], summary["Lặp lại"]) == (87, 3, 2)


def test_what_looks_like_a_formula_stays_text_in_a_report(run: Run, tmp_path: Path) -> None:
    signs = ("=1+1", "+SUM(A1)", "-2", "@cmd", "=HYPERLINK(A1)", "https://a.vn")
    people = [person(name=f"{sign} Nguyễn", insurance_no="", citizen_id="") for sign in signs]
    lines = (
        ";".join("" if cell is None else str(cell) for cell in row) for row in list_of(person(), *people)
    )
    file = tmp_path / "ct.csv"
    file.write_text("\n".join(lines), "utf-8-sig")
    made = asked(run("due", "import", str(file), "--json"))
    out = tmp_path / "bao-cao.xlsx"

    asked(run("due", "report", str(made["import_id"]), "--out", str(out), "--json"))

    with zipfile.ZipFile(out) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert all(b"<f>" not in sheet and b"<hyperlink" not in sheet for sheet in sheets)
    assert any("=1+1 Nguyễn" in str(cell) for row in cells(out, "Các dòng") for cell in row)


def test_a_report_that_cannot_be_written_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    made = asked(run("due", "import", str(SAMPLES / "02-messy.xlsx"), "--json"))

    refused(run("due", "report", str(made["import_id"]), "--out", str(tmp_path)), 5, tmp_path.name)
    refused(run("due", "report", str(an_id(77)), "--json"), 4, str(an_id(77)))


STRANGE = ("STT", "Họ và tên", "Dãy số A", "Dãy số B", "Ngày sinh", "Mã đối tượng", "Hạn thẻ đến", "Số tiền")


def strange_list(folder: Path, name: str = "la.xlsx") -> Path:
    """Write a list two columns of which nobody can know."""
    rows = [list(STRANGE) if row == list(CAPTIONS) else row for row in list_of(person())]
    return write_xlsx(folder / name, {"T12": rows})


def test_columns_named_by_hand_are_remembered_and_go_to_another_machine(run: Run, tmp_path: Path) -> None:
    named = ("--map", "Dãy số A=insurance_no", "--map", "Dãy số B=citizen_id")
    first = asked(run("due", "import", str(strange_list(tmp_path)), *named, "--json", "--rows"))
    assert lines_of(first["accepted"])[0]["insurance_no"] == "0123456789"
    out = tmp_path / "cot.json"

    assert run("due", "mapping", "export", "--out", str(out)).code == 0

    layouts = json.loads(out.read_text("utf-8"))["layouts"]
    assert list(layouts.values()) == [{"Dãy số A": "insurance_no", "Dãy số B": "citizen_id"}]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    other = tmp_path / "other"
    assert run("init", folder=other).code == 0
    assert asked(run("due", "mapping", "import", str(out), "--json", folder=other)) == {"layouts": 1}
    again = asked(
        run("due", "import", str(strange_list(tmp_path, "b.xlsx")), "--json", "--rows", folder=other)
    )
    assert lines_of(again["accepted"]) == lines_of(first["accepted"])


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "due-list-columns", "version": 1, "layouts": {"a": {"b": "c"}}}']
)
def test_a_file_that_is_no_mapping_is_refused(content: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cot.json"
    file.write_text(content, "utf-8")

    refused(run("due", "mapping", "import", str(file)), 4, "cot.json")


@pytest.mark.parametrize("text", ["Cột", "=phone"])
def test_a_column_without_its_field_is_not_understood(text: str, run: Run) -> None:
    refused(run("due", "import", "x.xlsx", "--map", text), 4, text)


def test_who_may_be_one_is_proposed_and_joined_when_told(run: Run, tmp_path: Path) -> None:
    captions = (*CAPTIONS, "Địa chỉ")
    where = "Số 8, Thôn Láng Gòn, xã Tân Minh"

    def a_list(name: str, **changes: str) -> str:
        rows: list[list[Cell]] = [
            ["DANH SÁCH ĐẾN HẠN"],
            ["Tháng 12 năm 2026"],
            [],
            list(captions),
            [*person(**changes), where],
        ]
        return str(write_xlsx(tmp_path / name, {"T12": rows}))

    asked(run("due", "import", a_list("a.xlsx", citizen_id=""), "--json"))
    second = asked(run("due", "import", a_list("b.xlsx", insurance_no=""), "--json"))
    assert second["proposed"] == 1
    proposed = run("due", "proposals", "--json").lines()
    assert [(each["name"], each["known"]) for each in cast("list[dict[str, str]]", proposed)] == [
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh")
    ]

    assert run("due", "accept", proposed[0]["id"]).code == 0

    assert run("due", "proposals", "--json").lines() == []
    people = run("person", "search", "nguyen thi anh", "--json").lines()
    assert len([each for each in people if each.get("insurance_no") == "0123456789"]) == 1
    refused(run("due", "decline", proposed[0]["id"]), 4, proposed[0]["id"])


def test_a_column_that_is_not_understood_is_named(run: Run, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*CAPTIONS, "Zalo"], [*person(), "0912345678"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"A": rows})

    answer = asked(run("due", "import", str(path), "--json"))
    said = run("due", "import", str(path))
    mapped = asked(run("due", "import", str(path), "--map", "Zalo=", "--json"))

    assert answer["warnings"] == ["unknown_columns"]
    assert answer["unknown_columns"] == ["Zalo"]
    assert "Cột không nhận: «Zalo»" in said.out
    assert (mapped["warnings"], mapped["unknown_columns"]) == ([], [])


def test_a_rejected_line_is_told_by_its_caption_in_the_file(run: Run, tmp_path: Path) -> None:
    rows = list_of(person(), person(birth="31/02/1980"))
    path = write_xlsx(tmp_path / "a.xlsx", {"A": rows})

    taken = run("due", "import", str(path))
    strict = run("due", "import", str(path), "--strict")

    assert "Dòng 6: «Ngày sinh»: «31/02/1980»" in taken.out
    assert "6: «Ngày sinh»" in strict.err


def test_a_list_without_one_usable_line_is_a_problem_before_it_is_imported(run: Run, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person(birth="31/02/1980"))})

    said = run("due", "inspect", str(path), "--json")

    assert said.code == 4
    assert json.loads(said.out)["problem"]["code"] == "due_list.no_usable_row"
