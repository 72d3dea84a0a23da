"""The style sheet, written from the tokens.

A length in ``sp`` grows with the text, one in ``px`` does not; ``34sp-2px`` leaves room for a thicker border.
"""

import re
from string import Template

from agent_app.ui.theme import CONTROL, CORNER, Tokens

_GROWING = re.compile(r"(?P<value>[\d.]+)(?P<unit>sp|pt)\b(?:-(?P<less>\d+)px)?")

_SHEET = Template("""
* { outline: 0; }
QWidget { color: $ink; font-size: 10.5pt; }
QMainWindow, QDialog, QWidget#page, QWidget#body { background: $surface; }
QToolTip { background: $ink; color: $surface; border: 0; padding: 6px 8px; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 17pt; font-weight: 700; }
QLabel[role="section"] { font-size: 11.5pt; font-weight: 600; }
QLabel[role="name"] { font-size: 11.5pt; font-weight: 600; }
QLabel[role="figure"] { font-size: 19pt; font-weight: 700; }
QLabel[role="soft"], QLabel[tone="soft"] { color: $soft; }
QLabel[role="caption"] { color: $soft; font-size: 9.5pt; font-weight: 600; }
QLabel[role="small"] { color: $soft; font-size: 9.5pt; }
QLabel[tone="good"] { color: $good; font-weight: 600; }
QLabel[tone="soon"] { color: $soon; font-weight: 600; }
QLabel[tone="late"] { color: $late; font-weight: 600; }
QLabel[tone="brand"] { color: $brand; font-weight: 600; }

QFrame#card { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#hairline { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame#upright { background: $line; border: 0; max-width: 1px; min-width: 1px; }
QFrame#notice { border-radius: ${corner}px; border: 1px solid $line; background: $brand_wash; }
QFrame#notice[tone="good"] { background: $good_wash; }
QFrame#notice[tone="soon"] { background: $soon_wash; }
QFrame#notice[tone="late"] { background: $late_wash; }

QPushButton {
    background: $raised; border: 1px solid $line; border-radius: ${corner}px;
    padding: 0 14px; min-height: ${inner}sp; font-weight: 600;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $brand; padding: 0 13px; min-height: ${inner}sp-2px; }
QPushButton:disabled { color: $soft; background: $hover; border-color: $line; }
QPushButton[kind="primary"] { background: $brand; border-color: $brand; color: $on_brand; }
QPushButton[kind="primary"]:hover { background: $brand_strong; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $hover; border-color: $line; color: $soft; }
QPushButton[kind="big"] { min-height: 46sp; font-size: 12.5pt; padding: 0 20px; }
QPushButton[kind="big"], QPushButton[kind="big"]:focus {
    background: $brand; border-color: $brand; color: $on_brand;
}
QPushButton[kind="big"]:hover { background: $brand_strong; }
QPushButton[kind="big"]:focus { border: 2px solid $ink; min-height: 46sp-2px; padding: 0 19px; }
QPushButton[kind="big"]:disabled { background: $hover; border-color: $line; color: $soft; }
QPushButton[kind="tall"] { min-height: 46sp; }
QPushButton[kind="tall"]:focus { min-height: 46sp-2px; }
QPushButton[kind="quiet"] {
    background: transparent; border-color: transparent; color: $brand; padding: 0 8px;
}
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $brand; padding: 0 7px; }
QPushButton[kind="quiet"]:disabled { color: $soft; }
QPushButton[kind="link"] {
    background: transparent; border: 0; border-radius: 4px; color: $brand; padding: 0 2px; min-height: 22sp;
    font-size: 9.5pt;
}
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $brand; padding: 0; min-height: 22sp-4px; }
QPushButton[kind="menu"] { background: transparent; border-color: transparent; padding: 0 24px 0 8px; }
QPushButton[kind="menu"][tone="brand"] { color: $brand; background: $brand_wash; border-color: $brand; }
QPushButton[kind="menu"]:hover { background: $hover; }
QPushButton[kind="menu"]:focus { border: 2px solid $brand; padding: 0 23px 0 7px; }
QPushButton::menu-indicator {
    image: url("$images/down.svg"); width: 16sp; height: 16sp; subcontrol-origin: padding;
    subcontrol-position: right center; right: 6px;
}
QPushButton[kind="choice"] { padding: 0 9px; font-weight: 400; }
QPushButton[kind="choice"]:focus { padding: 0 8px; }
QPushButton[kind="choice"]:checked {
    background: $brand_wash; border: 1px solid $brand; color: $brand; font-weight: 600; padding: 0 9px;
}
QPushButton[kind="choice"]:checked:focus { border: 2px solid $brand; padding: 0 8px; }
QPushButton[kind="choice-big"] { padding: 0 18px; min-height: 44sp; }
QPushButton[kind="choice-big"]:focus { padding: 0 17px; min-height: 44sp-2px; }
QPushButton[kind="choice-big"]:checked {
    background: $brand_wash; border: 2px solid $brand; color: $brand; padding: 0 17px; min-height: 44sp-2px;
}
QPushButton[kind="choice-big"]:checked:focus {
    border: 3px solid $brand; padding: 0 16px; min-height: 44sp-4px;
}

QFrame#navigation { background: $raised; border: 0; border-right: 1px solid $line; }
QPushButton[kind="place"] {
    text-align: left; background: transparent; border: 0; border-radius: ${corner}px;
    padding: 0 12px; min-height: 40sp; font-weight: 400;
}
QPushButton[kind="place"]:hover { background: $hover; }
QPushButton[kind="place"]:focus { border: 2px solid $brand; padding: 0 10px; min-height: 40sp-4px; }
QPushButton[kind="place"]:checked { background: $brand_wash; color: $brand; font-weight: 600; }
QFrame#topbar { background: $raised; border: 0; border-bottom: 1px solid $line; }
QFrame#banner { border: 0; border-bottom: 1px solid $line; background: $brand_wash; }
QFrame#banner[tone="good"] { background: $good_wash; }
QFrame#banner[tone="soon"] { background: $soon_wash; }
QFrame#banner[tone="late"] { background: $late_wash; }
QFrame#status { background: $raised; border: 0; border-top: 1px solid $line; }
QPushButton[kind="status"] {
    background: transparent; border: 0; border-radius: 4px; padding: 0 10px; min-height: 28sp;
    font-size: 9.5pt; font-weight: 400; color: $soft; text-align: left;
}
QPushButton[kind="status"]:hover { background: $hover; color: $ink; }
QPushButton[kind="status"]:focus { border: 2px solid $brand; padding: 0 8px; min-height: 28sp-4px; }
QPushButton[kind="status"][tone="late"] { color: $late; font-weight: 600; }
QPushButton[kind="status"][tone="soon"] { color: $soon; font-weight: 600; }

QLineEdit, QComboBox, QDateEdit, QSpinBox {
    background: $raised; border: 1px solid $line; border-radius: ${corner}px;
    padding: 0 10px; min-height: ${inner}sp; selection-background-color: $brand; selection-color: $on_brand;
}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {
    border: 2px solid $brand; padding: 0 9px; min-height: ${inner}sp-2px;
}
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QSpinBox:disabled {
    background: $hover; color: $soft;
}
QLineEdit#search { background: $surface; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 28sp; subcontrol-position: right center; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$images/down.svg"); width: 16sp; height: 16sp; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; padding: 4px; selection-background-color: $brand_wash;
    selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: 32sp; padding: 0 6px; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator {
    width: 18sp; height: 18sp; border: 1px solid $soft; border-radius: 4px; background: $raised;
}
QCheckBox::indicator:checked { background: $brand; border-color: $brand; image: url("$images/check.svg"); }
QCheckBox::indicator:focus { border: 2px solid $brand; width: 18sp-2px; height: 18sp-2px; }
QCheckBox::indicator:checked:focus { border: 2px solid $ink; }
QCheckBox::indicator:disabled { border-color: $line; background: $hover; }

QAbstractScrollArea#pages { background: $hover; border: 1px solid $line; border-radius: 8px; }
QAbstractScrollArea#pages:focus { border: 1px solid $brand; }

QTableView {
    background: $raised; border: 1px solid $line; border-radius: 8px; gridline-color: transparent;
    selection-background-color: $brand_wash;
}
QTableView:focus { border: 1px solid $brand; }
QTableView::item { padding: 0 9px; border: 0; }
QTableView::item:selected { background: $brand_wash; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected:hover { background: $brand_wash; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section {
    background: $raised; color: $soft; border: 0; border-bottom: 1px solid $line; padding: 0 12px;
    font-size: 9.5pt; font-weight: 600; min-height: 34sp;
}
QHeaderView::section:first { border-top-left-radius: 8px; }
QHeaderView::section:last { border-top-right-radius: 8px; }

QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 8px 24px 8px 12px; border-radius: 4px; }
QMenu::item:selected { background: $brand_wash; color: $ink; }
QFrame#popup { background: $raised; border: 1px solid $soft; border-radius: 8px; }
QFrame#popup QTableView { border: 0; }

QProgressBar { background: $line; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $brand; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 12sp; margin: 2px; }
QScrollBar::handle:vertical { background: $line; border-radius: 4px; min-height: 32sp; }
QScrollBar::handle:vertical:hover { background: $soft; }
QScrollBar:horizontal { background: transparent; height: 12sp; margin: 2px; }
QScrollBar::handle:horizontal { background: $line; border-radius: 4px; min-width: 32sp; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QWidget { background: $raised; alternate-background-color: $hover; }
QCalendarWidget QToolButton { min-height: 28sp; border: 0; padding: 0 8px; }
""")


def write_sheet(tokens: Tokens, images: str, percent: int = 100) -> str:
    """Write the style sheet; ``images`` is the folder of the few pictures that it draws."""
    colours = {name: getattr(tokens, name) for name in tokens.__dataclass_fields__}
    # The border counts outside of min-height.
    sheet = _SHEET.substitute(colours, images=images, corner=CORNER, inner=CONTROL - 2)

    def grown(length: re.Match[str]) -> str:
        value = float(length["value"]) * percent / 100
        return f"{value:g}pt" if length["unit"] == "pt" else f"{round(value) - int(length['less'] or 0)}px"

    return _GROWING.sub(grown, sheet)
