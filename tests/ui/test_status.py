from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from agent_app.domain.money import Dong
from agent_app.services.backups import BackupState
from agent_app.services.failures import HouseholdUnknownError
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import BookLine, RunLine, SyncStatus
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.status import Part, Status, backup_part, book_part, run_part, taken_part, waiting_part
from agent_app.ui.theme import Tone
from tests.builders import NOW, TODAY
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

NOTHING = SyncStatus(0, 0, Dong(0), None, 0, Dong(0), None)
KINDS = KindCounts(issued=3, visits=4)
WAITING = SyncStatus(7, 3, Dong(3_142_260), NOW - timedelta(4), 0, Dong(0), None, waiting_kinds=KINDS)
LAST = "Sao lưu gần nhất: 09:30 21/11/2026"
BOOK = BookLine("AB/26", "0012", 1, 100, 64, 37)


def status(sync: SyncStatus = NOTHING, book: BookLine | None = BOOK) -> Status:
    return Status(TODAY, sync, book, (2, Dong(2_322_540)), 143)


def waiting_words(kinds: KindCounts) -> str:
    sync = replace(WAITING, waiting_receipts=0, oldest_waiting=None, waiting_kinds=kinds)
    return waiting_part(status(sync)).text


def test_what_waits_is_said_with_money_and_age() -> None:
    part = waiting_part(status(WAITING))

    assert part.text == "3 biên lai · 3.142.260 đ và 1 lần đến chưa gửi, cũ nhất 4 ngày"
    assert part.tone is Tone.LATE


def test_what_waits_since_today_is_no_alarm() -> None:
    assert waiting_part(status(replace(WAITING, oldest_waiting=NOW))).tone is None


def test_visits_wait_too() -> None:
    assert waiting_words(KindCounts(visits=4)) == "4 lần đến chưa gửi"


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (KindCounts(transfers=1), "1 khoản chuyển"),
        (KindCounts(issued=1, visits=1, cancelled=1), "1 biên lai huỷ"),
        (KindCounts(edits=3), "3 lần sửa thông tin"),
        (KindCounts(others=2), "2 việc"),
        (KindCounts(visits=1, others=2), "1 lần đến và 2 việc khác"),
        (KindCounts(visits=1, edits=2), "1 lần đến và 2 lần sửa thông tin"),
        (KindCounts(cancelled=1, edits=2, others=1), "4 việc"),
    ],
)
def test_nothing_that_waits_is_called_what_it_is_not(kinds: KindCounts, words: str) -> None:
    assert waiting_words(kinds) == f"{words} chưa gửi"


def test_receipts_visits_and_what_else_waits_are_counted_apart() -> None:
    kinds = KindCounts(issued=2, visits=3, transfers=1, edits=4)
    sync = replace(WAITING, waiting_receipts=2, oldest_waiting=None, waiting_kinds=kinds)

    assert waiting_part(status(sync)).text == "2 biên lai · 3.142.260 đ, 1 lần đến và 5 việc khác chưa gửi"


def test_nothing_waiting_is_said() -> None:
    assert waiting_part(status()).text == "Không còn gì chờ gửi"


@pytest.mark.parametrize(
    ("book", "words", "tone"),
    [
        (BOOK, "Quyển 0012: còn 37 số", None),
        (replace(BOOK, next=81, left=20), "Quyển 0012: còn 20 số", Tone.SOON),
        (None, "Không còn số biên lai", Tone.LATE),
    ],
)
def test_the_numbers_left_are_counted(book: BookLine | None, words: str, tone: Tone | None) -> None:
    part = book_part(status(book=book))

    assert (part.text, part.tone) == (words, tone)


def test_todays_money_is_said() -> None:
    assert taken_part(status()).text == "Hôm nay thu 2 biên lai · 2.322.540 đ"


def test_a_frozen_book_is_said() -> None:
    part = book_part(replace(status(book=None), frozen=("0012", "0013")))

    assert (part.text, part.tone) == ("Quyển 0012, 0013 tạm khoá: xin quyển mới", Tone.LATE)


@pytest.mark.parametrize(
    ("backup", "part"),
    [
        (BackupState(), Part("Chưa sao lưu", None, "Chưa sao lưu lần nào")),
        (BackupState(made_at=NOW), Part("Sao lưu 21/11", None, LAST)),
        (BackupState(made_at=NOW, failure="backup.full"), Part("Chưa sao lưu được", Tone.LATE, LAST)),
        (
            BackupState("/media/usb", NOW, second_failure="backup.place"),
            Part("Sao lưu 21/11, thiếu USB", Tone.SOON, LAST),
        ),
    ],
)
def test_the_last_backup_is_said(backup: BackupState, part: Part) -> None:
    assert backup_part(replace(status(), backup=backup)) == part


def test_what_could_not_be_read_is_not_shown_as_true(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    core.queries.error = HouseholdUnknownError("x")
    window.status.reload()
    eyes.settle()
    assert "Chưa đọc được tình trạng" in texts(window.status_line)
    assert "Quyển" not in texts(window.status_line)
    core.queries.error = None
    window.status.reload()
    eyes.settle()

    assert "Quyển 0001: còn 27 số" in texts(window.status_line)


def test_where_the_line_is_short_what_is_in_order_is_left_out_first(window: MainWindow) -> None:
    line = window.status_line
    alarming = replace(status(WAITING), backup=BackupState(made_at=NOW, failure="backup.full"))
    line.show_status(alarming)
    line.resize(760, 36)

    assert [part.isVisibleTo(line) for part in (line.waiting, line.book, line.backup)] == [True, True, True]
    assert not line.run.isVisibleTo(line)
    assert not line.taken.isVisibleTo(line)
    assert line.book.toolTip() == "Quyển 0012: còn 37 số"


def test_only_a_run_that_ended_well_counts_as_the_last_one() -> None:
    good = RunLine(NOW - timedelta(1), 1.0, 1, 1, 1, 1, None)
    bad = RunLine(NOW, 1.0, 0, 0, 0, 0, "sync.offline")

    assert run_part(status(replace(NOTHING, runs=(bad, good)))).text == "Đồng bộ gần nhất 09:30 20/11/2026"
    assert run_part(status(replace(NOTHING, runs=(bad,)))).text == "Chưa đồng bộ lần nào"


def test_where_no_number_is_left_the_book_leads_to_where_a_new_one_comes_from(
    window: MainWindow, qtbot: QtBot
) -> None:
    for book, place in ((None, Place.SYNC), (BOOK, Place.COLLECT)):
        window.status_line.show_status(status(book=book))
        with qtbot.waitSignal(window.status_line.wanted) as wanted:
            window.status_line.book.click()
        assert wanted.args == [place]
