from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app.ui.fields.date_field import DateField
from agent_app.ui.fields.money_field import MoneyField
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.look import Look
from agent_app.ui.parts.buttons import Choices
from agent_app.ui.parts.labels import Elided
from agent_app.ui.qt_words import QtWords


def test_a_date_is_shown_day_first(qtbot: QtBot) -> None:
    field = DateField(date(2026, 11, 5))
    qtbot.addWidget(field)
    field.put(date(2026, 12, 1))

    assert field.text() == "01/12/2026"
    assert field.value == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("1500000", 1_500_000, "1.500.000"),
        ("1.500.000 đ", 1_500_000, "1.500.000"),
        ("3000000000", 3_000_000_000, "3.000.000.000"),
        ("", None, ""),
    ],
)
def test_money_of_any_size_is_typed_with_or_without_dots(
    qtbot: QtBot, typed: str, value: int | None, shown: str
) -> None:
    field = MoneyField("Số tiền")
    qtbot.addWidget(field)
    field.setText(typed)
    field.editingFinished.emit()

    assert field.value == value
    assert field.text() == shown


def test_money_that_did_not_change_is_not_announced(qtbot: QtBot) -> None:
    field = MoneyField("Số tiền")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.changed):
        field.editingFinished.emit()


def test_a_search_asks_once_when_the_typing_pauses(qtbot: QtBot, look: Look) -> None:
    field = SearchField(look, "Tìm")
    qtbot.addWidget(field)
    asked: list[str] = []
    field.asked.connect(asked.append)
    with qtbot.waitSignal(field.asked):
        QTest.keyClicks(field, "hoa ")

    assert asked == ["hoa"]


def test_enter_asks_at_once(qtbot: QtBot, look: Look) -> None:
    field = SearchField(look, "Tìm")
    qtbot.addWidget(field)
    field.setText("hoa")
    with qtbot.waitSignal(field.asked, timeout=50):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_of_several_choices_one_is_chosen(qtbot: QtBot) -> None:
    choices = Choices({"3 tháng": 3, "6 tháng": 6})
    qtbot.addWidget(choices)
    choices.buttons[1].click()
    choices.buttons[1].click()

    assert choices.value == 6


def test_a_long_text_ends_in_an_ellipsis_and_can_be_read_in_full(qtbot: QtBot) -> None:
    label = Elided("Số 8, Thôn Láng Gòn, xã Tân Minh, tỉnh Lâm Đồng")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()

    assert label.text().endswith("…")
    assert label.toolTip().endswith("Lâm Đồng")


def test_qt_speaks_vietnamese(qapp: QApplication) -> None:
    words = QtWords()
    qapp.installTranslator(words)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Huỷ"
        assert QCoreApplication.translate("QPlatformTheme", "unknown") == "unknown"
    finally:
        qapp.removeTranslator(words)


def test_a_choice_is_as_wide_chosen_as_not_so_that_no_words_are_cut(qtbot: QtBot, look: Look) -> None:
    look.dress(QApplication.instance())  # type: ignore[arg-type]
    choices = Choices({"6 tháng": 6, "12 tháng": 12, "Biên lai": 0})
    qtbot.addWidget(choices)
    sizes = []
    for value in (12, 6, 0, None):
        choices.choose(value)
        with qtbot.waitExposed(choices):
            choices.show()
        sizes.append([button.sizeHint().width() for button in choices.buttons])
        assert [button.width() for button in choices.buttons] == sizes[-1]

    assert len({tuple(each) for each in sizes}) == 1
