import io
import json
import sys
import unicodedata
from pathlib import Path

import pytest

from agent_app.cli.program import main_with_exit_code

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the interpreter its own hook back after each call."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def feed(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["0"], "Không đồng"),
        (["1.001.001"], "Một triệu không trăm linh một nghìn không trăm linh một đồng"),
        (["10.000.000.000"], "Mười tỷ đồng"),
        (["1001", "--style", "south"], "Một ngàn không trăm lẻ một đồng"),
        (["--style", "north", "264000"], "Hai trăm sáu mươi tư nghìn đồng"),
        (["1.000.000.000.000.005"], "Một triệu tỷ không trăm linh năm đồng"),
        (["1 366 200 đ"], "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng"),
    ],
)
def test_an_amount_is_spelled(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert main_with_exit_code(["spell", *arguments]) == 0
    assert capsys.readouterr().out == f"{words}\n"


def test_a_spelled_amount_can_be_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main_with_exit_code(["spell", "24", "--style", "south", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "amount": 24,
        "style": "south",
        "words": "Hai mươi tư đồng",
    }


@pytest.mark.parametrize(
    "arguments",
    [["-5"], ["-1.000"], ["1.5"], ["abc"], [""], ["1e6"], ["1" + "0" * 18], ["5", "--style", "west"]],
)
def test_what_is_no_amount_exits_with_4(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main_with_exit_code(["spell", *arguments]) == 4
    assert "Không hiểu giá trị" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--bogus"], ["5", "6"], ["5", "--bogus"]])
def test_an_unknown_option_or_a_missing_number_exits_with_2(arguments: list[str]) -> None:
    assert main_with_exit_code(["spell", *arguments]) == 2


def test_names_are_sorted_as_readers_expect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_order = (SAMPLES / "names-in-cldr-order.txt").read_text(encoding="utf-8").splitlines()[2:]
    feed(monkeypatch, "\r\n".join([*sorted(in_order), "", "  "]).encode("utf-8-sig"))

    assert main_with_exit_code(["names", "sort"]) == 0
    assert capsys.readouterr().out.splitlines() == in_order


def test_decomposed_names_come_out_composed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, unicodedata.normalize("NFD", "Lê Thị Ẩn\nĐỗ Văn Dũng\nDương Thị Dung").encode("utf-16"))

    assert main_with_exit_code(["names", "sort"]) == 0
    assert capsys.readouterr().out == "Lê Thị Ẩn\nDương Thị Dung\nĐỗ Văn Dũng\n"


def test_folded_names_stand_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, "Hoà\r\nHòa\r\n\r\nThuỷ\nKỳ\nKì\nĐỗ  Mỹ Ý\n".encode())

    assert main_with_exit_code(["names", "fold"]) == 0
    assert capsys.readouterr().out == "hoa\nhoa\n\nthuy\nki\nki\ndo mi y\n"


@pytest.mark.parametrize("command", ["sort", "fold"])
def test_names_in_another_encoding_are_refused(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    feed(monkeypatch, "NguyÔn V¨n §øc".encode("cp1252"))

    assert main_with_exit_code(["names", command]) == 4


def test_no_names_make_no_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    feed(monkeypatch, b"")

    assert main_with_exit_code(["names", "sort"]) == 0
    assert capsys.readouterr().out == ""


def detected(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, object]:
    assert main_with_exit_code(["text", "detect", str(path)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_a_text_is_detected_with_its_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("NguyÔn V¨n §øc\n".encode("latin-1"))
    answer = detected(capsys, path)

    assert (answer["encoding"], answer["stored_as"]) == ("tcvn3", "single-byte")
    assert answer["evidence"] == {
        "words": 3,
        "only": {"unicode": 0, "tcvn3": 3, "vni": 0},
        "unread": 0,
        "examples": [
            {"from": "NguyÔn", "to": "Nguyễn"},
            {"from": "V¨n", "to": "Văn"},
            {"from": "§øc", "to": "Đức"},
        ],
    }
    assert answer["preview"] == [{"from": "NguyÔn V¨n §øc", "to": "Nguyễn Văn Đức"}]


@pytest.mark.parametrize(
    ("sample", "encoding", "stored_as"),
    [
        ("03-tcvn3.xls", "tcvn3", "workbook"),
        ("01-clean.xlsx", "unicode", "workbook"),
        ("02-messy.xlsx", "unicode", "workbook"),
        ("04-officer-export.csv", "unicode", "utf-8-sig"),
        ("names-in-cldr-order.txt", "unicode", "utf-8"),
    ],
)
def test_whole_lists_are_detected(
    capsys: pytest.CaptureFixture[str], sample: str, encoding: str, stored_as: str
) -> None:
    answer = detected(capsys, SAMPLES / sample)

    assert (answer["encoding"], answer["stored_as"]) == (encoding, stored_as)


def test_a_file_that_is_not_there_exits_with_4(tmp_path: Path) -> None:
    assert main_with_exit_code(["text", "detect", str(tmp_path / "none.txt")]) == 4
    assert main_with_exit_code(["text", "detect", str(tmp_path)]) == 4
