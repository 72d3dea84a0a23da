import json
from pathlib import Path

import pytest

from agent_app.domain.due_list import AreaReading, RejectedRow, Sex
from agent_app.workbooks.area_files import AreaFileReader
from agent_app.workbooks.errors import (
    NotAWorkbookError,
    WorkbookEmptyError,
    WorkbookError,
    WorkbookHeaderError,
    WorkbookMissingError,
)
from tests.workbooks.sheets import SAMPLES, write_xlsx

CAPTIONS = ["name", "insurance_no", "birth", "sex", "address", "household_no", "facility", "colour"]
PERSON = [
    "Nguyễn Thị Ánh",
    "0123456789",
    "1985-02",
    "nữ",
    "Tổ 5, xã Hàm Tân",
    "0047404463",
    "60 - 058",
    "red",
]


def test_a_register_in_bytes_of_an_old_font_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name;insurance_no\nNguyÔn V¨n §øc;0123456789\n".encode("cp1252"))

    with pytest.raises(NotAWorkbookError):
        AreaFileReader().read(path)


def write(folder: Path, suffix: str) -> Path:
    path = folder / f"area{suffix}"
    if suffix == ".xlsx":
        return write_xlsx(path, {"A": [CAPTIONS, PERSON]})
    if suffix == ".json":
        path.write_text(json.dumps([dict(zip(CAPTIONS, PERSON, strict=True))]), encoding="utf-8")
    else:
        lines = [CAPTIONS, [f'"{cell}"' for cell in PERSON]]
        path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_a_register_is_the_same_in_every_format(tmp_path: Path, suffix: str) -> None:
    (row,) = AreaFileReader().read(write(tmp_path, suffix)).rows

    assert (row.row, row.name, row.insurance_no) == (2, "Nguyễn Thị Ánh", "0123456789")
    assert row.birth is not None
    assert (row.birth.iso, row.sex) == ("1985-02", Sex.FEMALE)
    assert (row.address, row.hamlet) == ("Tổ 5, xã Hàm Tân", "Tổ 5")
    assert (row.household_no, row.facility) == ("0047404463", "60-058")


def read_json(folder: Path, content: object) -> AreaReading:
    path = folder / "area.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return AreaFileReader().read(path)


def test_the_samples_truth_is_a_register(tmp_path: Path) -> None:
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["01-clean.xlsx"]["accepted"]

    reading = read_json(tmp_path, truth)

    assert [row.citizen_id for row in reading.rows] == [person["citizen_id"] for person in truth]
    assert all(row.hamlet for row in reading.rows)
    assert reading.rejected == ()


def test_a_hamlet_that_is_given_is_taken(tmp_path: Path) -> None:
    (row,) = read_json(
        tmp_path, [{"name": "Lê An", "hamlet": "Thôn 1", "address": "Thôn 2", "relation": "chủ hộ"}]
    ).rows

    assert (row.hamlet, row.relation, row.household_no) == ("Thôn 1", "chủ hộ", "")


def test_a_person_without_numbers_is_kept_but_not_one_without_a_name(tmp_path: Path) -> None:
    reading = read_json(
        tmp_path,
        [{"name": "Lê An"}, {"name": " ", "address": "Thôn 1"}, {"name": "Lê Ơn", "birth": "30/02/1999"}],
    )

    assert [row.name for row in reading.rows] == ["Lê An"]
    assert reading.rejected == (RejectedRow(3, "name", ""), RejectedRow(4, "date", "30/02/1999"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", NotAWorkbookError),
        ("{", NotAWorkbookError),
        ("[" * 100_000, NotAWorkbookError),
        ("{}", NotAWorkbookError),
        ("[1]", NotAWorkbookError),
        ("[]", WorkbookEmptyError),
        ('[{"ten": "Lê An"}]', WorkbookHeaderError),
    ],
)
def test_what_is_no_register_is_one_typed_error(
    tmp_path: Path, content: str, error: type[WorkbookError]
) -> None:
    with pytest.raises(error):
        read_json(tmp_path, content)


def test_half_a_character_does_not_enter_a_name(tmp_path: Path) -> None:
    (row,) = read_json(tmp_path, r'[{"name": "L\ud800 An", "birth": NaN}]').rows

    assert row.name.encode()
    assert row.birth is None


def test_a_missing_register_is_an_error_of_input(tmp_path: Path) -> None:
    for name in ("area.json", "area.xlsx"):
        with pytest.raises(WorkbookMissingError):
            AreaFileReader().read(tmp_path / name)


@pytest.mark.parametrize(
    ("written", "kept"), [("4059 906.722", "4059906722"), ("hgd0000001", "HGD0000001"), ("12-34", "12-34")]
)
def test_a_household_s_code_is_one_however_it_is_written(tmp_path: Path, written: str, kept: str) -> None:
    (row,) = read_json(tmp_path, [{"name": "Nguyễn Thị Ánh", "household_no": written}]).rows

    assert row.household_no == kept


def test_a_register_keeps_a_doubtful_citizen_id(tmp_path: Path) -> None:
    (row,) = read_json(tmp_path, [{"name": "Nguyễn Thị Ánh", "citizen_id": "098485123456"}]).rows

    assert row.citizen_id == "098485123456"
