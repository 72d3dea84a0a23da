"""Layouts that give way: nothing is cut off, whatever the width."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_app.ui.look import Look
from agent_app.ui.parts.buttons import Choices
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int = 300) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def choices() -> Choices:
    return Choices({f"Lựa chọn {number}": number for number in range(6)})


@pytest.mark.usefixtures("look")
def test_choices_stand_in_one_row_where_there_is_room(qtbot: QtBot) -> None:
    made = choices()
    shown(qtbot, made, made.sizeHint().width())

    assert len({button.y() for button in made.buttons}) == 1
    assert made.heightForWidth(made.width()) == made.buttons[0].height()


@pytest.mark.parametrize("width", [120, 250, 400])
@pytest.mark.usefixtures("look")
def test_choices_go_on_below_where_there_is_none(qtbot: QtBot, width: int) -> None:
    made = choices()
    shown(qtbot, made, width)

    assert all(made.rect().contains(button.geometry()) for button in made.buttons)
    assert len({button.y() for button in made.buttons}) > 1
    assert not any(
        one.geometry().intersects(other.geometry())
        for one in made.buttons
        for other in made.buttons
        if one is not other
    )


@pytest.mark.usefixtures("look")
def test_sides_stand_one_below_the_other_where_they_have_no_room(qtbot: QtBot) -> None:
    sides = Sides(600)
    left, right = Text("Bên trái"), Text("Bên phải")
    for text in (left, right):
        sides.sides.addWidget(text)
    turns: list[bool] = []
    sides.turned.connect(turns.append)
    shown(qtbot, sides, 700)
    assert left.y() == right.y()
    assert left.x() < right.x()
    sides.resize(500, 300)
    qtbot.waitUntil(lambda: right.y() > left.y())
    assert left.x() == right.x()
    sides.resize(700, 300)
    qtbot.waitUntil(lambda: left.y() == right.y())

    assert turns == [False, True]


def columns() -> list[Column[str]]:
    return [
        Column("Tên", str, bold=True, width=200),
        Column("Ở đâu", str, spare=2),
        Column("Người", str, width=200, spare=1),
        Column("Hạn", str, width=200),
    ]


@pytest.mark.parametrize(("width", "hidden"), [(900, []), (560, [1]), (420, [1, 2]), (240, [1, 2])])
def test_a_table_leaves_out_what_can_be_spared_and_then_scrolls(
    qtbot: QtBot, look: Look, width: int, hidden: list[int]
) -> None:
    table: RowsTable[str] = RowsTable(look, columns(), "Bảng")
    table.show_rows(("một", "hai"))
    shown(qtbot, table, width)
    header = table.horizontalHeader()

    assert [at for at in range(4) if table.isColumnHidden(at)] == hidden
    if width > 240:
        assert header.length() == table.viewport().width()
    else:
        assert header.length() > table.viewport().width()
        assert table.horizontalScrollBar().maximum() > 0
