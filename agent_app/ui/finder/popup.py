"""What the search has found, below its field; the field keeps the keys."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from agent_app.ui.finder.presenter import Found, Hit, Kind
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.sizes import scaled
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import day, dong, receipt_state, short_address
from agent_app.ui.words import _

_WIDTH = 720
_MOST = 16
_BELOW = 4
# The column that only receipts have.
_MARKS = 2


class HitsTable(RowsTable[Hit]):
    """The rows; a hairline stands where another kind begins."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _columns(), _("Kết quả tìm"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().hide()
        self.clicked.connect(self._on_clicked)

    def begins_group(self, at: int) -> bool:
        return self.rows.rows[at].kind is not self.rows.rows[at - 1].kind

    def header_height(self) -> int:
        return 0

    def show_rows(self, rows: tuple[Hit, ...]) -> None:
        super().show_rows(rows)
        self._share_width()

    def needs(self, column: int) -> bool:
        return column != _MARKS or any(hit.receipt is not None for hit in self.rows.rows)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.rows[index.row()])


class Popup(QFrame):
    """Lies over the page, as wide as its rows need; it is closed by whoever opened it."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("popup")
        self.setAccessibleName(_("Kết quả tìm"))
        layout = column(self, (4, 4, 4, 8), 4)
        self.table, self.words = HitsTable(look), Text(role="soft", wrap=True)
        self.words.setContentsMargins(12, 12, 12, 8)
        self.keys = Text(_("↑ ↓ chọn   ·   Enter mở   ·   Esc đóng"), "small")
        self.keys.setContentsMargins(12, 0, 12, 0)
        for part in (self.words, self.table, self.keys):
            layout.addWidget(part)
        self.table.opened.connect(self.chosen)
        self.hide()

    @property
    def current(self) -> Hit | None:
        """The row that Enter would open."""
        return self.table.current() if self.isVisible() else None

    def show_state(self, state: object, below: QWidget) -> None:
        """Show what was found below a field, or why there is nothing."""
        hits = state.hits if isinstance(state, Found) else ()
        self.table.show_rows(hits)
        if hits:
            self.table.selectRow(0)
        self.table.setVisible(bool(hits))
        self.keys.setVisible(bool(hits))
        # Who is not here may be added: the row for it stands below the words that say so.
        self.words.setVisible(not any(hit.kind is not Kind.NOBODY for hit in hits))
        nothing = _("Không tìm thấy người, hộ hay biên lai nào. Anh/chị thử ít chữ hơn.")
        self.words.setText(state.text if isinstance(state, Failed) else nothing)
        self._place(below)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Choose another row."""
        count = self.table.rows.rowCount()
        if count:
            self.table.selectRow((self.table.currentIndex().row() + by) % count)

    def _place(self, below: QWidget) -> None:
        window = self._over
        corner = below.mapTo(window, below.rect().bottomLeft())
        width = min(max(below.width(), scaled(_WIDTH)), window.width() - corner.x() - 16)
        self.setFixedWidth(width)
        most = (window.height() - corner.y() - scaled(48)) // scaled(40) - 1
        self.table.fit_rows(max(1, min(_MOST, most)))
        self.move(corner.x(), corner.y() + _BELOW)
        self.adjustSize()


def _columns() -> list[Column[Hit]]:
    return [
        Column("", _title, _ink, _icon, bold=True, width=240),
        Column("", _detail, _soft),
        Column("", _mark, _mark_tone, _mark_icon, width=130, spare=1),
    ]


def _title(hit: Hit) -> str:
    if hit.kind is Kind.NOBODY:
        return _("Thêm người này vào sổ…")
    if hit.kind is Kind.EVERYBODY:
        return _("Xem cả {total} người khớp").format(total=hit.total)
    if hit.receipt is not None:
        number = hit.receipt.number or _("điện tử")
        return _("Biên lai {number}").format(number=number)
    if hit.person is None:
        return ""
    return _("Hộ {name}").format(name=hit.person.name) if hit.kind is Kind.HOUSEHOLD else hit.person.name


def _detail(hit: Hit) -> str:
    if hit.receipt is not None:
        return " · ".join((hit.receipt.payer, day(hit.receipt.issued_on)))
    if hit.person is None:
        return ""
    born = _("sinh {birth}").format(birth=hit.person.birth.shown) if hit.person.birth else ""
    number = _("mã hộ {number}").format(number=hit.person.household_no) if hit.person.household_no else ""
    first = number if hit.kind is Kind.HOUSEHOLD else born
    address = short_address(hit.person.address)
    parts = (address, first) if hit.kind is Kind.HOUSEHOLD else (first, address)
    return " · ".join(part for part in parts if part)


def _mark(hit: Hit) -> str:
    if hit.receipt is None:
        return ""
    return _("Đã huỷ") if hit.receipt.cancelled else dong(hit.receipt.total)


def _mark_tone(hit: Hit) -> Tone:
    if hit.receipt is None:
        return Tone.SOFT
    return Tone.LATE if hit.receipt.cancelled else receipt_state(hit.receipt.state).tone


def _mark_icon(hit: Hit) -> str | None:
    if hit.receipt is None:
        return None
    return "circle-x" if hit.receipt.cancelled else receipt_state(hit.receipt.state).icon


def _icon(hit: Hit) -> str:
    return {
        Kind.PERSON: "user",
        Kind.HOUSEHOLD: "house",
        Kind.RECEIPT: "receipt-text",
        Kind.EVERYBODY: "users",
        Kind.NOBODY: "id-card",
    }[hit.kind]


def _ink(_hit: Hit) -> Tone:
    return Tone.INK


def _soft(_hit: Hit) -> Tone:
    return Tone.SOFT
