"""What has happened to somebody, in a table: masked, paged, newest first."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.history import ChangeSource
from agent_app.domain.household import HouseholdId
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.money import Dong
from agent_app.domain.people_edit import FieldEdit, RecordSource
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.support_decision import SupportDecision
from agent_app.domain.visit import Outcome, VisitId
from agent_app.services.failures import PersonUnknownError
from agent_app.services.lines import VisitLine
from agent_app.services.people_lines import (
    BecameOne,
    CameIn,
    FieldsChanged,
    HistoryLine,
    HistoryOf,
    InList,
    Paid,
)
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.history import HistoryDialog
from agent_app.ui.dialogs.people.history_words import detail_words, what_words, who_words
from tests.builders import AGENT, NOW, TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))
PHONE = FieldsChanged((FieldEdit("phone", "0973000001", "0911222333"),))
EVERYTHING = (
    PHONE,
    FieldsChanged((FieldEdit("household_id", "Số 8, Thôn Láng Gòn", "Số 9, Thôn Đông Thành"),)),
    CameIn(),
    BecameOne(),
    VisitLine(
        VisitId(an_id(3)), TODAY, "Ngô Thị Trang", (("Lê Quốc Dũng", Outcome.REFUSED, None, "Chưa có tiền"),)
    ),
    Paid(ReceiptId(an_id(4)), "0000124", Dong(1_366_200), cancelled=False),
    Paid(ReceiptId(an_id(5)), None, Dong(956_340), cancelled=True),
    StatusRecord(
        StatusId(an_id(6)),
        FIRST,
        None,
        SupportDecision("CN", "12/QĐ", "UBND xã", date(2026, 1, 1), date(2026, 12, 31)),
        RecordSource.TYPED,
        NOW,
    ),
    InList("2026-11", shown=False),
)


def line(what: object, name: str = "Lê Quốc Dũng") -> HistoryLine:
    return HistoryLine(NOW, name, what, ChangeSource.AGENT, AGENT)  # type: ignore[arg-type]


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    """What the dialog lies over, and goes with."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def opened(bench: Bench, over: QWidget, eyes: Eyes) -> HistoryDialog:
    dialog = HistoryDialog(over, bench, HistoryOf(FIRST), "Hộ Lê Quốc Dũng")
    dialog.begin()
    eyes.settle()
    return dialog


def test_each_kind_is_said_in_words(
    core: FakeCore, bench: Bench, over: QWidget, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    core.people_queries.lines = [line(each) for each in EVERYTHING]
    dialog = opened(bench, over, eyes)
    eyes.shoot(dialog, "history")
    qtmodeltester.check(dialog.table.rows)  # type: ignore[no-untyped-call]

    whats = [what_words(each) for each in core.people_queries.lines]
    assert whats == [
        "Sửa thông tin",
        "Chuyển hộ",
        "Thêm vào sổ",
        "Gộp hai dòng",
        "Đến nhà",
        "Thu tiền",
        "Biên lai đã huỷ",
        "Quyết định",
        "Có trong danh sách",
    ]
    details = [detail_words(each, uncovered=False) for each in core.people_queries.lines]
    assert "từ Số 8, Thôn Láng Gòn sang Số 9, Thôn Đông Thành" in details[1]
    assert "Chưa có tiền; gặp Ngô Thị Trang" in details[4]
    assert details[5].endswith("Số 0000124 · 1.366.200 đ")
    assert "hộ cận nghèo · số 12/QĐ" in details[7]
    assert details[8].endswith("Tháng 11/2026, đã có danh sách thay")
    assert AGENT in who_words(core.people_queries.lines[0])
    assert "1–9 trong 9" in texts(dialog)


def test_numbers_are_masked_until_the_access_log_knows(
    core: FakeCore, bench: Bench, over: QWidget, eyes: Eyes
) -> None:
    core.people_queries.lines = [line(PHONE)]
    dialog = opened(bench, over, eyes)
    assert "0911222333" not in dialog.whole.text()
    assert FIRST in core.access.seen
    dialog.uncover.click()
    eyes.settle()

    assert "0973000001 → 0911222333" in dialog.whole.text()
    assert [entry[:2] for entry in core.access.uncovered] == [("household", FIRST)]
    assert not dialog.uncover.isVisible()


def test_older_pages_follow_and_what_was_uncovered_stays_so(
    core: FakeCore, bench: Bench, over: QWidget, eyes: Eyes
) -> None:
    core.people_queries.lines = [
        HistoryLine(NOW - timedelta(days=at), f"Người {at}", PHONE, ChangeSource.SYNC) for at in range(45)
    ]
    dialog = opened(bench, over, eyes)
    assert dialog.table.rows.rowCount() == 20
    assert not dialog.newer.isEnabled()
    dialog.uncover.click()
    eyes.settle()
    for words in ("21–40 trong 45", "41–45 trong 45"):
        dialog.older.click()
        eyes.settle()
        assert words in texts(dialog)
    assert not dialog.older.isEnabled()
    assert "0911222333" in dialog.whole.text()
    dialog.newer.click()
    eyes.settle()
    assert "21–40 trong 45" in texts(dialog)


def test_nothing_yet_is_said_so(bench: Bench, over: QWidget, eyes: Eyes) -> None:
    dialog = opened(bench, over, eyes)

    assert "Chưa có gì được ghi lại" in texts(dialog)
    assert not dialog.table.isVisible()


def test_a_failure_is_a_sentence(
    core: FakeCore, bench: Bench, over: QWidget, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_asked: object) -> None:
        raise PersonUnknownError("x")

    monkeypatch.setattr(core.people_queries, "history", refuse)
    dialog = opened(bench, over, eyes)

    assert "Không tìm thấy người" in texts(dialog)


def test_escape_closes_it(bench: Bench, over: QWidget, eyes: Eyes) -> None:
    dialog = opened(bench, over, eyes)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
