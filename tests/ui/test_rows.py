from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from agent_app.domain.money import Dong
from agent_app.ui.look import Look
from agent_app.ui.rows import Column, RowsModel
from agent_app.ui.theme import LIGHT, Tone
from agent_app.ui.wording import dong

Role = Qt.ItemDataRole


@dataclass(frozen=True)
class Fruit:
    name: str
    price: Dong


def name(fruit: Fruit) -> str:
    return fruit.name


def price(fruit: Fruit) -> str:
    return dong(fruit.price)


def tone(_fruit: Fruit) -> Tone:
    return Tone.LATE


def icon(_fruit: Fruit) -> str:
    return "clock"


MANGO, PAPAYA = Fruit("Xoài", Dong(35_000)), Fruit("Đu đủ", Dong(3_000_000_000))


def fruits(look: Look) -> RowsModel[Fruit]:
    return RowsModel([Column("Quả", name, bold=True), Column("Giá", price, tone, icon, right=True)], look)


def test_the_model_keeps_the_rules_of_qt(look: Look, qtmodeltester: ModelTester) -> None:
    model = fruits(look)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show([MANGO, PAPAYA])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show([])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_a_row_is_shown_in_words_with_tone_and_icon(look: Look) -> None:
    model = fruits(look)
    model.show([MANGO, PAPAYA])
    cell = model.index(1, 1)

    assert model.data(cell) == "3.000.000.000 đ"
    assert model.data(cell, Role.ForegroundRole).name() == LIGHT.late.lower()  # type: ignore[attr-defined]
    assert not model.data(cell, Role.DecorationRole).isNull()  # type: ignore[attr-defined]
    assert (
        model.data(cell, Role.TextAlignmentRole)
        == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    )
    assert model.data(cell, Role.EditRole) is None
    assert model.data(QModelIndex()) is None


def test_only_columns_have_headings(look: Look) -> None:
    model = fruits(look)

    assert model.headerData(1, Qt.Orientation.Horizontal) == "Giá"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
