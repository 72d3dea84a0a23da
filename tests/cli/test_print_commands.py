"""Receipts on paper by commands: files, rolls, printers, reprints, and what the log keeps of them."""

import os
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from agent_app.bootstrap import open_home
from agent_app.domain.receipt import ReceiptId
from agent_app.runtime.paths import Home
from tests.cli.terminal import PASSWORD, Run
from tests.printing.looking import codes, sizes, texts
from tests.printing.roll_reader import read_strips
from tests.storage.small_disk import fill, small_disk


def paid(run: Run) -> str:
    """The id of a receipt of somebody on the list."""
    who = next(each for each in run("due", "list", "--json").lines() if each.get("group") == "GD")
    person = f"{who['person_id']}:bhyt:12"
    return run("receipt", "issue", "--person", person, "--payer", "Bà Hoa", "--json").answer()["id"]


@pytest.fixture
def receipt(run: Run) -> str:
    """A receipt."""
    return paid(run)


def test_a_second_print_says_so_and_both_stand_in_the_log(run: Run, receipt: str, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"

    once = run("print", "receipt", receipt, "--out", str(first))
    again = run("print", "receipt", receipt, "--out", str(second), "--copies", "3")

    assert (once.out, again.out) == (f"Đã ghi {first}\n", f"Đã ghi {second} (In lại lần 1)\n")
    assert not any("In lại" in text for text in texts(first.read_bytes()))
    assert ["In lại lần 1" in text for text in texts(second.read_bytes())] == [True] * 3
    log = run("print", "log", "--json").lines()
    assert [(each["kind"], each["way"], each["copies"], each["nth"]) for each in log] == [  # type: ignore[typeddict-item]
        ("receipt", "pdf", 3, 2),
        ("receipt", "pdf", 2, 1),
    ]
    assert "In lại lần 1" in run("print", "log").out
    assert run("print", "log", "--kind", "notice").out == "0 dòng\n"
    assert run("print", "log", "--about", receipt, "--limit", "1", "--json").lines() == log[:1]


@pytest.mark.parametrize(("size", "wide"), [("80", 80), ("58", 58)])
def test_a_roll_is_a_pdf_or_what_its_printer_understands(
    run: Run, receipt: str, tmp_path: Path, size: str, wide: int
) -> None:
    sheet, raw = tmp_path / "roll.pdf", tmp_path / "roll.bin"

    assert run("print", "receipt", receipt, "--out", str(sheet), "--size", size).code == 0
    answer = run(
        "print", "receipt", receipt, "--out", str(raw), "--size", size, "--as", "escpos", "--json"
    ).answer()

    assert sizes(sheet.read_bytes())[0][0] == wide
    [strip] = read_strips(raw.read_bytes())
    [code] = codes(strip.picture())
    assert f"Kiểm tra: {code}" in texts(sheet.read_bytes())[0]
    assert (answer["nth"], answer["bytes"]) == (2, raw.stat().st_size)  # type: ignore[typeddict-item]


def test_a_roll_goes_to_a_printer_on_the_net(run: Run, receipt: str) -> None:
    def everything() -> bytes:
        connection, _ = server.accept()
        with connection:
            return b"".join(iter(lambda: connection.recv(4096), b""))

    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        server.settimeout(20)
        got = pool.submit(everything)
        address = f"net:127.0.0.1:{server.getsockname()[1]}"
        said = run("print", "receipt", receipt, "--to", address, "--size", "58")

        assert (said.code, said.out) == (0, f"Đã gửi ra {address}\n")
        [strip] = read_strips(got.result(20))
    assert codes(strip.picture())


def test_a_printer_that_is_not_there_costs_no_print(run: Run, receipt: str) -> None:
    said = run("print", "receipt", receipt, "--to", "net:127.0.0.1:1", "--size", "80")

    assert said.code == 5
    assert "Không tới được máy in nhiệt net:127.0.0.1:1" in said.err
    assert run("print", "log").out == "0 dòng\n"


@pytest.mark.skipif(os.name != "posix", reason="folders are write-protected in another way there")
def test_a_folder_that_takes_no_file_costs_no_print(run: Run, receipt: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")

    said = run("print", "receipt", receipt, "--out", str(tmp_path / "taken" / "a.pdf"))

    assert said.code == 5
    assert "Không ghi được tệp a.pdf" in said.err
    assert run("print", "log").out == "0 dòng\n"


@pytest.mark.parametrize("command", [("receipt",), ("day-list",), ("notices", "--month", "2026-12")])
def test_what_is_there_and_no_file_costs_no_print(
    run: Run, receipt: str, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "a.pdf").mkdir()
    about = (receipt,) if command == ("receipt",) else ()

    said = run("print", *command, *about, "--out", str(tmp_path / "a.pdf"))

    assert said.code == 4
    assert "a.pdf đã có sẵn nhưng không phải là tệp" in said.err
    assert run("print", "log").out == "0 dòng\n"


@pytest.mark.parametrize("name", ["lp9", "bien-lai.bin"])
def test_a_file_is_no_printer_and_costs_no_print(run: Run, receipt: str, tmp_path: Path, name: str) -> None:
    (tmp_path / "bien-lai.bin").write_bytes(b"old")

    said = run("print", "receipt", receipt, "--to", f"file:{tmp_path / name}", "--size", "80")

    assert said.code == 5
    assert "Không tới được máy in nhiệt file:" in said.err
    assert not (tmp_path / "lp9").exists()
    assert (tmp_path / "bien-lai.bin").read_bytes() == b"old"
    assert run("print", "log").out == "0 dòng\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--size", "90"), "90"),
        (("--as", "escpos"), "Máy in nhiệt chỉ in được khổ cuộn"),
        (("--copies", "1"), "in từ 2 đến 9 bản"),
        (("--copies", "10", "--size", "80"), "in từ 1 đến 9 bản"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_anything_is_logged(
    run: Run, receipt: str, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    said = run("print", "receipt", receipt, "--out", str(tmp_path / "a.pdf"), *options)

    assert (said.code, words in said.err) == (4, True)
    assert list(tmp_path.glob("a.pdf*")) == []
    assert run("print", "log").out == "0 dòng\n"


def test_a_roll_needs_a_printer_or_a_file(run: Run, receipt: str) -> None:
    assert run("print", "receipt", receipt).code == 2
    assert run("print", "receipt", receipt, "--out", "x", "--to", "file:x", "--size", "80").code == 2
    assert run("print", "receipt", receipt, "--to", "file:x", "--as", "pdf", "--size", "80").code == 2
    said = run("print", "receipt", receipt, "--to", "máy in", "--size", "80")
    assert (said.code, "Không hiểu địa chỉ máy in nhiệt" in said.err) == (4, True)


def test_two_copies_of_one_home_print_the_same_bytes(
    run: Run, receipt: str, home: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(home, twin)
    made = []
    for folder in (home, twin):
        for size in ("a5", "80"):
            out = folder.parent / f"{folder.name}-{size}.pdf"
            assert (
                run("print", "receipt", receipt, "--out", str(out), "--size", size, folder=folder).code == 0
            )
            made.append(out.read_bytes())

    assert made[:2] == made[2:]
    again = tmp_path / "again.pdf"
    run("print", "receipt", receipt, "--out", str(again))
    assert again.read_bytes() != made[0]


def test_what_is_cancelled_says_so_and_names_what_replaces_it(run: Run, receipt: str, tmp_path: Path) -> None:
    cancel = ("--reason", "Sai tháng", "--approver", "Lê Văn Duyệt", "--copy-two", "kept")
    assert run("receipt", "cancel", receipt, *cancel).code == 0
    who = next(each for each in run("due", "list", "--json").lines() if each.get("group") == "GD")
    issue = ("--person", f"{who['person_id']}:bhyt:6", "--payer", "Bà Hoa", "--replaces", receipt)
    new = run("receipt", "issue", *issue, "--json").answer()

    for each in (receipt, new["id"]):
        assert run("print", "receipt", each, "--out", str(tmp_path / f"{each}.pdf")).code == 0

    old, fresh = (texts((tmp_path / f"{each}.pdf").read_bytes())[0] for each in (receipt, new["id"]))
    assert "HỦY" in old
    assert "thay bằng biên lai số 0000002" in old
    assert "Thay cho biên lai số 0000001" in fresh


def test_a_disk_that_is_full_costs_no_print(run: Run, receipt: str, tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "stick", 1) as stick:
            fill(stick, 4096)
            said = run("print", "receipt", receipt, "--out", str(stick / "a.pdf"))
            left = [each.name for each in stick.iterdir()]
    except PermissionError:
        pytest.skip("no file system may be mounted here")

    assert (said.code, left) == (5, ["phim.mp4"])
    assert "Không ghi được tệp a.pdf" in said.err
    assert run("print", "log").out == "0 dòng\n"


def test_two_who_print_at_once_are_told_apart(run: Run, receipt: str, home: Path) -> None:
    with closing(open_home(Home(home), PASSWORD)) as core, ThreadPoolExecutor(4) as pool:
        wanted = ReceiptId(UUID(receipt))
        printed = list(pool.map(lambda _: core.papers.print_receipt(wanted), range(6)))

    assert sorted(each.nth for each in printed) == [1, 2, 3, 4, 5, 6]
    assert len({each.content for each in printed}) == 6
    assert run("print", "log").out.endswith("6 dòng\n")
