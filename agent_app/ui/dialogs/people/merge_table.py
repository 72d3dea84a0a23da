"""Two people side by side: what is the same, what is another, and whose word stays."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.people_edit import PERSON_POLICIES, FieldPolicy, row_values
from agent_app.services.people_commands import MergePreview, MergeSide
from agent_app.ui.dialogs.people.merge_presenter import Compared
from agent_app.ui.dialogs.people.words import field_words, value_words
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, Line
from agent_app.ui.parts.buttons import Choice
from agent_app.ui.parts.labels import SignLabel, Text
from agent_app.ui.sign import Sign
from agent_app.ui.sizes import scaled
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_SHARES = (20, 30, 30, 20)
_ROW, _CHOICE_ROW = 32, 44


class MergeTable(Card):
    """One row a field; ``taken`` says of which field whose word stays."""

    taken = Signal(str, bool)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 8, 16, 12), 0)
        self._look = look
        self._shown: tuple[MergePreview, bool] | None = None
        self._holder = QWidget()
        self.content.addWidget(self._holder)
        self.choices: dict[str, tuple[Choice, Choice]] = {}

    def show_compared(self, shown: Compared) -> None:
        """Show both; what was chosen is marked without making the rows anew."""
        key = (shown.preview, shown.uncovered)
        if key != self._shown:
            self._shown = key
            self._rebuild(shown)
        for name, (stays, goes) in self.choices.items():
            stays.setChecked(name not in shown.taking)
            goes.setChecked(name in shown.taking)

    def place_to_begin(self) -> QWidget | None:
        """Return the first choice."""
        return next((stays for stays, _goes in self.choices.values()), None)

    def _rebuild(self, shown: Compared) -> None:
        self.content.removeWidget(self._holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder, self.choices = QWidget(), {}
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for at, share in enumerate(_SHARES):
            grid.setColumnStretch(at, share)
        self._add_heads(grid, shown.preview)
        stays, goes = (row_values(each.person) for each in (shown.preview.stays, shown.preview.goes))
        for name in (each for each in stays if each != "household_id"):
            if stays[name] or goes[name]:
                self._add_field(grid, name, (stays[name], goes[name]), shown)
        self._add_weights(grid, shown.preview)
        self.content.addWidget(self._holder)

    def _add_heads(self, grid: QGridLayout, preview: MergePreview) -> None:
        for at, (head, side) in enumerate(
            ((_("Giữ lại"), preview.stays), (_("Gộp vào"), preview.goes)), start=1
        ):
            grid.addWidget(Text(head, "caption"), 0, at)
            grid.addWidget(Text(side.household.address, "small", wrap=True), 1, at)
        grid.addWidget(Text(_("Mục"), "caption"), 0, 0)
        known = _("Cơ quan BHXH đã biết người giữ lại") if preview.stays.known_to_office else ""
        grid.addWidget(Text(known, "small", wrap=True), 1, 3)
        grid.setRowMinimumHeight(0, scaled(28))

    def _add_field(
        self, grid: QGridLayout, name: str, values: tuple[str | None, str | None], shown: Compared
    ) -> None:
        at = self._next_row(grid)
        texts = [value_words(name, each, uncovered=shown.uncovered) for each in values]
        grid.addWidget(Text(field_words(name), "soft", wrap=True), at, 0)
        differs = None not in values and values[0] != values[1]
        if differs and not shown.apart:
            self._add_choice(grid, at, name, (texts[0], texts[1]), shown.preview)
        else:
            for column, text in enumerate(texts, start=1):
                grid.addWidget(Text(text, "name" if differs else "", wrap=True), at, column)
        grid.addWidget(SignLabel(self._look, _mark(values, shown, name)), at, 3)
        grid.setRowMinimumHeight(at, scaled(_CHOICE_ROW if name in self.choices else _ROW))

    def _add_choice(
        self, grid: QGridLayout, at: int, name: str, texts: tuple[str, str], preview: MergePreview
    ) -> None:
        pair = tuple(Choice(text, (name, side)) for text, side in zip(texts, (False, True), strict=True))
        for column, (button, whose) in enumerate(
            zip(pair, (_("của người giữ lại"), _("của người gộp vào")), strict=True), start=1
        ):
            button.setAccessibleName(f"{field_words(name)}: {texts[column - 1]}, {whose}")
            button.picked.connect(self._on_picked)
            grid.addWidget(button, at, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if PERSON_POLICIES[name] is FieldPolicy.AUTHORITY and preview.stays.known_to_office:
            pair[1].setEnabled(False)
            pair[1].setToolTip(_("Mục này do cơ quan BHXH quyết định"))
        self.choices[name] = (pair[0], pair[1])

    def _add_weights(self, grid: QGridLayout, preview: MergePreview) -> None:
        for name, (stays, goes) in weights(preview).items():
            if stays or goes:
                at = self._next_row(grid)
                grid.addWidget(Text(name, "soft", wrap=True), at, 0)
                grid.addWidget(Text(str(stays)), at, 1)
                grid.addWidget(Text(str(goes)), at, 2)
                grid.addWidget(Text(_("cộng lại {count}").format(count=stays + goes), "soft"), at, 3)
                grid.setRowMinimumHeight(at, scaled(_ROW))

    def _next_row(self, grid: QGridLayout) -> int:
        at = grid.rowCount()
        grid.addWidget(Line(), at, 0, 1, len(_SHARES))
        return at + 1

    def _on_picked(self, value: object) -> None:
        if isinstance(value, tuple):
            self.taken.emit(*value)


def weights(preview: MergePreview) -> Mapping[str, tuple[int, int]]:
    """Name what hangs on each of the two."""

    def of(side: MergeSide) -> tuple[int, ...]:
        weight = side.weight
        return weight.visits, weight.receipts, weight.due_items, weight.statuses, weight.consents

    names = (
        _("Lần đến"),
        _("Khoản đã thu"),
        _("Dòng danh sách"),
        _("Quyết định"),
        _("Lời đồng ý"),
    )
    pairs = zip(of(preview.stays), of(preview.goes), strict=True)
    return dict(zip(names, pairs, strict=True))


def _mark(values: tuple[str | None, str | None], shown: Compared, name: str) -> Sign:
    if name in shown.apart_by:
        return Sign(_("Khác: không gộp"), Tone.LATE, "circle-x")
    if values[0] == values[1]:
        return Sign(_("Giống nhau"), Tone.SOFT, "check")
    if None not in values:
        return Sign(_("Khác") if shown.apart else _("Khác: chọn một"), Tone.SOON, "circle-alert")
    if values[0] is None:
        return Sign(_("Được bổ sung"), Tone.GOOD, "circle-check")
    return Sign(_("Giữ nguyên"), Tone.SOFT, "check")
