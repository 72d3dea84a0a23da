import io
import json
import sys
import unicodedata
from pathlib import Path

import pytest

from agent_app.cli.program import main_with_exit_code
from agent_app.codes.images import read_codes, write_qr_png
from tests.domain.test_card_qr import CITIZEN, HEALTH
from tests.domain.test_payment_qr import PUBLISHED, sealed

CAPTURE = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the interpreter its own hook back after each call."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def answer(capsys: CAPTURE, *arguments: str) -> dict[str, object]:
    assert main_with_exit_code(["qr", *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def vietqr(capsys: CAPTURE, *arguments: str) -> str:
    payload = answer(capsys, "vietqr", *arguments)["payload"]
    assert isinstance(payload, str)
    return payload


@pytest.mark.parametrize(
    ("arguments", "payload"),
    [
        (
            [
                "--bin",
                "970415",
                "--account",
                "0011001932418",
                "--amount",
                "120000",
                "--purpose",
                "ung ho lu lut",
            ],
            next(iter(PUBLISHED)),
        ),
        (
            [
                "--bin",
                "970436",
                "--account",
                "0123456789",
                "--amount",
                "1.366.200",
                "--purpose",
                "BHYT 0123456789 12T",
            ],
            list(PUBLISHED)[2],
        ),
        (
            ["--bin", "970436", "--account", "0123456789"],
            sealed("00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN"),
        ),
    ],
)
def test_a_transfer_is_encoded_as_it_is_given(capsys: CAPTURE, arguments: list[str], payload: str) -> None:
    assert vietqr(capsys, *arguments) == payload


def test_a_purpose_with_marks_is_written_plainly_and_said_so(capsys: CAPTURE) -> None:
    purpose = unicodedata.normalize("NFD", "Ủng hộ lũ lụt")
    found = answer(capsys, "vietqr", "--bin", "970405", "--account", "1", "--purpose", purpose)

    assert (found["purpose"], found["purpose_changed"]) == ("Ung ho lu lut", True)


def test_a_purpose_with_a_person_s_number_is_encoded_and_said_so(capsys: CAPTURE) -> None:
    found = answer(capsys, "vietqr", "--bin", "970405", "--account", "1", "--purpose", "BHYT 0123456789")

    assert found["purpose_holds_person_number"] is True


def test_the_image_reads_back(capsys: CAPTURE, tmp_path: Path) -> None:
    out = tmp_path / "mã.png"
    payload = vietqr(
        capsys, "--bin", "970422", "--account", "VQRQ0001", "--amount", "5000", "--out", str(out)
    )

    assert read_codes(out) == [payload]
    found = answer(capsys, "read", "--image", str(out))
    assert (found["kind"], found["bin"], found["bank"]) == ("vietqr", "970422", "MB")
    assert (found["account"], found["amount"], found["static"]) == ("VQRQ0001", 5000, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bin", "97041", "--account", "1"],
        ["--bin", "970415", "--account", "số 1"],
        ["--bin", "970415", "--account", "1", "--amount", "0"],
        ["--bin", "970415", "--account", "1", "--amount", "-5"],
        ["--bin", "970415", "--account", "1", "--amount", "1.5"],
        ["--bin", "970415", "--account", "1", "--purpose", "x" * 26],
        ["--bin", "970415", "--account", "1", "--purpose", "汉字"],
    ],
)
def test_what_a_bank_would_refuse_exits_with_4(capsys: CAPTURE, arguments: list[str]) -> None:
    assert main_with_exit_code(["qr", "vietqr", *arguments]) == 4
    assert capsys.readouterr().out == ""


def test_an_image_that_cannot_be_written_exits_with_5(tmp_path: Path) -> None:
    out = str(tmp_path / "none" / "a.png")

    assert main_with_exit_code(["qr", "vietqr", "--bin", "970415", "--account", "1", "--out", out]) == 5


def test_a_health_card_is_answered(capsys: CAPTURE) -> None:
    assert answer(capsys, "read", HEALTH) == {
        "kind": "health-card",
        "name": "Nguyễn Văn Minh",
        "citizen_id": None,
        "insurance_no": "0123456789",
        "card_no": "0123456789",
        "birth": "1985-03-12",
        "sex": "nam",
        "address": None,
        "facility": "79-034",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "issued_on": "2025-12-05",
        "issued_at": "Quận",
        "file_no": "79070123456789",
        "parent": None,
        "residence": "4",
        "five_years_on": "2029-01-01",
        "benefit": "4",
        "group": None,
        "mismatches": [],
        "repairs": [],
    }


def test_a_citizen_s_card_is_answered(capsys: CAPTURE) -> None:
    longer = CITIZEN.replace("12031985", "00001985").replace("||", "|023456789|") + "||cha|mẹ"

    assert answer(capsys, "read", longer) == {
        "kind": "citizen-card",
        "name": "Nguyễn Văn Minh",
        "citizen_id": "079085123456",
        "insurance_no": None,
        "old_id": "023456789",
        "birth": "1985",
        "sex": "nam",
        "address": "Tổ 1, Ấp 2, Xã Vĩnh Tế, An Giang",
        "issued_on": "2021-05-10",
        "birth_province": "TP. Hồ Chí Minh",
        "mismatches": [],
        "repairs": [],
    }


def test_a_mangled_scan_says_what_was_undone(capsys: CAPTURE) -> None:
    found = answer(capsys, "read", CITIZEN.encode().decode("latin-1"))

    assert (found["name"], found["repairs"]) == ("Nguyễn Văn Minh", ["bytes"])


def test_a_scan_can_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{CITIZEN}\r\n".encode())))

    assert answer(capsys, "read", "-")["citizen_id"] == "079085123456"


def test_a_photo_of_a_card_is_read(capsys: CAPTURE, tmp_path: Path) -> None:
    write_qr_png(CITIZEN, tmp_path / "a.png")

    assert answer(capsys, "read", "--image", str(tmp_path / "a.png"))["kind"] == "citizen-card"


def test_a_photo_of_another_code_exits_with_4(tmp_path: Path) -> None:
    write_qr_png("https://example.com", tmp_path / "a.png")

    assert main_with_exit_code(["qr", "read", "--image", str(tmp_path / "a.png")]) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "\udcff|\udcff",
        f"{next(iter(PUBLISHED))[:-4]}0000",
        CITIZEN.replace("079085123456", "0790851234"),
        "|" * 20,
    ],
)
def test_what_is_no_code_exits_with_4(capsys: CAPTURE, text: str) -> None:
    assert main_with_exit_code(["qr", "read", text]) == 4
    assert capsys.readouterr().out == ""


def test_a_missing_image_exits_with_4(tmp_path: Path) -> None:
    assert main_with_exit_code(["qr", "read", "--image", str(tmp_path / "none.png")]) == 4


@pytest.mark.parametrize("arguments", [[], ["x", "--image", "a.png"], ["--bogus"]])
def test_no_source_or_two_exit_with_2(arguments: list[str]) -> None:
    assert main_with_exit_code(["qr", "read", *arguments]) == 2
