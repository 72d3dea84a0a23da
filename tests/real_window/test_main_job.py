"""The main job in a real window by the keyboard alone: list, visit, money, paper, sync, end."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scripts.demo_cast import choose_cast
from scripts.demo_stage import Stage, stage
from tests.real_window.keyboard import Person, at_the_window, texts

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Stage]:
    """An office that runs, a laptop that is enrolled, a month's list as a file."""
    with stage(tmp_path, 7, date.today()) as made:  # noqa: DTZ011 (the programs take the machine's day)
        yield made


def open_home(who: Person, password: str) -> None:
    """Type the password."""
    who.is_at("Mật khẩu")
    who.take_keys()
    who.type(password)
    who.press("Return")
    who.is_in("MainWindow")


def take_in(who: Person, due_list: Path) -> None:
    """Take in the month's list."""
    who.press("ctrl+i")
    who.is_in("QFileDialog")
    who.type(str(due_list))
    who.press("Return")
    who.is_in("MainWindow")
    who.reads("150 dòng vào danh sách")
    who.is_at("Nhập danh sách")
    who.press("Return")
    who.reads("đã nhập danh sách")


def find(who: Person, household_no: str) -> None:
    """Open a household by its number."""
    who.press("ctrl+k")
    who.is_at("Tìm người")
    who.type(household_no)
    who.reads("Enter mở")
    who.press("Return")
    who.reads(f"mã hộ {household_no}")


def test_a_whole_day_needs_no_mouse(ready: Stage, tmp_path: Path) -> None:
    cast = choose_cast(ready.commune)
    with at_the_window(tmp_path, ready.home) as who:
        open_home(who, ready.password())
        take_in(who, ready.due_list)
        find(who, cast.promising.household_no)
        who.press("F8")
        who.is_in("VisitDialog")
        who.move_to("Vắng nhà", "Right")
        who.press("space")
        who.press("Return")
        who.is_in("MainWindow")
        who.reads("Vắng nhà")
        find(who, cast.paying.household_no)
        who.reads("Thu ")
        who.press("F9")
        who.is_at("Lập biên lai")
        who.press("Return")
        seen = who.reads("Đã lưu trên máy")
        who.press("F5")
        who.reads("Cơ quan BHXH đã nhận 1 biên lai")
        assert who.ends() == 0

    shown = next(text for text in texts(seen) if text.endswith("tiền mặt"))
    (receipt,) = json.loads(ready.agent("receipt", "list", "--json"))
    assert shown.startswith(f"{receipt['total']:,}".replace(",", "."))
    assert ready.money()["total"] == receipt["total"]
    status = json.loads(ready.agent("sync", "status", "--json"))
    assert status["waiting"]["operations"] == 0
