"""Due notices at the terminal, of a real home."""

import json
import shutil
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest

from agent_app.cli.commands.print_notices import room_of
from agent_app.cli.paper_files import ROOM
from agent_app.domain.purpose_code import purpose_code
from tests.cli.terminal import Run
from tests.storage.small_disk import fill, small_disk

ON = "2026-11-21"
MONTH = ("--month", "2026-12", "--on", ON)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def households(run: Run) -> list[str]:
    return list(dict.fromkeys(each["household_id"] for each in run("due", "list", "--json").lines()))


def test_everybody_who_is_due_gets_a_notice_four_on_a_page(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "thong-bao.pdf"
    said = run("print", "notices", *MONTH, "--per-page", "4", "--out", str(out), "--json")

    answer = json.loads(said.out)
    assert said.code == 0, said.err
    assert (answer["out"], answer["reprints"], answer["unpriced"]) == (str(out), 0, [])
    assert {each["household_id"] for each in answer["notices"]} == set(households(run))
    found = text_of(out)
    for line in run("due", "list", "--json").lines():
        assert line["name"] in found
    assert "In lại lần" not in found


def test_a_second_print_in_the_month_is_a_reprint_and_says_so(run: Run, tmp_path: Path) -> None:
    wanted = ("print", "notices", *MONTH, "--hamlet", "Thôn 1", "--out", str(tmp_path / "tb.pdf"))
    first = run(*wanted)
    second = run(*wanted)

    assert first.code == second.code == 0
    assert "in lại" not in first.out
    assert "in lại trong tháng" in second.out
    assert "In lại lần 1" in text_of(tmp_path / "tb.pdf")


def test_two_copies_of_a_home_give_the_same_bytes(run: Run, home: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(home, tmp_path / "other"))
    here, there = tmp_path / "a.pdf", tmp_path / "b.pdf"

    run("print", "notices", *MONTH, "--per-page", "2", "--out", str(here))
    run("print", "notices", *MONTH, "--per-page", "2", "--out", str(there), folder=other)

    assert here.read_bytes() == there.read_bytes()


def test_one_household_is_told_by_message(run: Run) -> None:
    home = households(run)[0]
    wanted = ("print", "notices", "--household", home, "--on", ON, "--phone", "0912 345 678", "--as", "text")
    (told,) = run(*wanted, "--json").lines()
    (plain,) = run(*wanted, "--no-accents", "--json").lines()

    assert told["household_id"] == home
    assert "THÔNG BÁO ĐẾN HẠN ĐÓNG" in str(told["long"])  # type: ignore[typeddict-item]
    assert "0912 345 678" in str(told["short"])  # type: ignore[typeddict-item]
    assert (told["nth"], plain["nth"]) == (1, 2)  # type: ignore[typeddict-item]
    assert str(plain["short"]).isascii()  # type: ignore[typeddict-item]
    assert len(str(plain["short"])) <= 306  # type: ignore[typeddict-item]
    said = run(*wanted)
    assert "THÔNG BÁO ĐẾN HẠN ĐÓNG" in said.out


def test_pictures_are_named_by_the_household_alone(run: Run, tmp_path: Path) -> None:
    home = households(run)[0]
    folder = tmp_path / "anh"
    said = run("print", "notices", "--household", home, "--on", ON, "--as", "png", "--out", str(folder))

    assert said.code == 0, said.err
    assert [each.name for each in folder.iterdir()] == [f"thong-bao-{home}.png"]
    assert (folder / f"thong-bao-{home}.png").read_bytes().startswith(b"\x89PNG")


def test_the_code_of_a_notice_leads_back_to_its_household(run: Run) -> None:
    home = households(run)[0]
    code = purpose_code(UUID(home))

    assert run("bank", "payer", f"ck {code.lower()}", "--json").answer()["household_id"] == home
    assert home in run("bank", "payer", code).out
    assert run("bank", "payer", "BH12").code == 4
    assert run("bank", "payer", purpose_code(UUID(int=5))).code == 4


@pytest.mark.parametrize(
    "options",
    [
        ("--out", "x.pdf"),
        ("--today", "--month", "2026-12", "--out", "x.pdf"),
        ("--month", "2026-12"),
        ("--month", "2026-12", "--per-page", "4", "--size", "a5", "--out", "x.pdf"),
        ("--month", "2026-12", "--as", "fax", "--out", "x.pdf"),
    ],
)
def test_what_is_unclear_is_asked_back(run: Run, options: tuple[str, ...]) -> None:
    assert run("print", "notices", *options).code == 2


def test_nobody_due_is_said(run: Run, tmp_path: Path) -> None:
    said = run("print", "notices", "--due-before", "2020-01-01", "--out", str(tmp_path / "tb.pdf"))

    assert said.code == 3
    assert "không ai trong các hộ đã chọn đến hạn đóng" in said.err
    assert not (tmp_path / "tb.pdf").exists()


def test_a_folder_that_takes_nothing_logs_nothing(run: Run, tmp_path: Path) -> None:
    closed = str(tmp_path / "none" / "tb.pdf")
    assert run("print", "notices", *MONTH, "--out", closed).code == 5

    said = run("print", "notices", *MONTH, "--out", str(tmp_path / "tb.pdf"), "--json")
    assert json.loads(said.out)["reprints"] == 0


@pytest.mark.parametrize("as_json", [False, True])
def test_pictures_that_stop_half_way_say_which_exist_and_only_these_are_logged(
    run: Run, tmp_path: Path, *, as_json: bool
) -> None:
    first, second, third = households(run)[:3]
    named = [option for each in (first, second, third) for option in ("--household", each)]
    folder = tmp_path / "anh"
    (folder / f"thong-bao-{second}.png").mkdir(parents=True)
    wanted = ("print", "notices", *named, "--on", ON, "--as", "png", "--out", str(folder))
    said = run(*wanted, "--json") if as_json else run(*wanted)

    assert said.code == 4
    assert f"thong-bao-{second}.png" in said.err
    if as_json:
        answer = json.loads(said.out)
        assert [(each["household_id"], each["nth"]) for each in answer["notices"]] == [(first, 1)]
        assert answer["left"] == [second, third]
    else:
        assert "Mới ghi 1 ảnh" in said.out
        assert f"--household {second} --household {third}" in said.out
    assert sorted(each.name for each in folder.iterdir() if each.is_file()) == [f"thong-bao-{first}.png"]
    log = json.loads(run("print", "log", "--json").out)
    assert [(each["about"], each["nth"]) for each in log] == [(first, 1)]


def test_a_full_disk_logs_no_picture_that_does_not_exist(run: Run, tmp_path: Path) -> None:
    homes = households(run)[:4]
    named = [option for each in homes for option in ("--household", each)]
    wanted = ("print", "notices", *named, "--on", ON, "--as", "png", "--json", "--out")
    try:
        with small_disk(tmp_path / "usb", 2) as disk:
            folder = disk / "anh"
            fill(disk, ROOM + 100 * 1024)
            said = run(*wanted, str(folder))
            there = {each.name for each in folder.iterdir()}
    except PermissionError:
        pytest.skip("only an administrator mounts disks")

    answer = json.loads(said.out)
    assert said.code == 5
    assert 0 < len(there) < len(homes)
    assert there == {Path(str(each["file"])).name for each in answer["notices"]}
    log = json.loads(run("print", "log", "--json").out)
    assert {each["about"] for each in log} == {each["household_id"] for each in answer["notices"]}
    assert answer["left"] == [each for each in homes if f"thong-bao-{each}.png" not in there]


def test_pictures_pass_over_households_with_nothing_due(run: Run, tmp_path: Path) -> None:
    home, nobody = households(run)[0], str(UUID(int=5))
    wanted = ("print", "notices", "--on", ON, "--as", "png", "--out", str(tmp_path / "anh"))
    none = run(*wanted, "--household", nobody)
    some = run(*wanted, "--household", nobody, "--household", home)

    assert (none.code, none.out) == (3, "")
    assert (some.code, some.out) == (0, f"Đã ghi 1 ảnh vào {tmp_path / 'anh'}.\n")
    assert [each.name for each in (tmp_path / "anh").iterdir()] == [f"thong-bao-{home}.png"]


def test_a_batch_is_no_larger_than_the_room_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    homes, out = households(run), tmp_path / "tb.pdf"
    for way in ("pdf", "text"):
        assert run("print", "notices", *MONTH, "--as", way, "--out", str(out)).code == 0
        assert out.stat().st_size < room_of(len(homes))
