"""The last visits to a household."""

from PySide6.QtWidgets import QWidget

from agent_app.services.lines import VisitLine
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, clear, column
from agent_app.ui.parts.labels import SignLabel, Text
from agent_app.ui.wording import Sign, day, last_visit
from agent_app.ui.words import _

_MOST = 4


class VisitsCard(Card):
    """The newest visits first."""

    def __init__(self, look: Look) -> None:
        super().__init__((16, 12, 16, 12))
        self._look = look
        self.content.addWidget(Text(_("Những lần đến trước"), "section"))
        self._list = column(gap=10)
        self.content.addLayout(self._list)
        self.content.addStretch()

    def show_visits(self, visits: tuple[VisitLine, ...]) -> None:
        """Replace them."""
        clear(self._list)
        if not visits:
            words = _("Chưa ghi lần đến nào. Bấm F8 khi anh/chị ở cửa nhà.")
            self._list.addWidget(Text(words, "soft", wrap=True))
        for visit in visits[:_MOST]:
            self._list.addWidget(self._visit(visit))

    def _visit(self, visit: VisitLine) -> QWidget:
        holder = QWidget()
        layout = column(holder, gap=2)
        head = _("{day} · gặp {met}") if visit.met else "{day}"
        layout.addWidget(Text(head.format(day=day(visit.visited_on), met=visit.met), "caption"))
        for name, outcome, promised_on, reason in visit.outcomes:
            sign = last_visit(outcome, visit.visited_on, promised_on)
            words = " · ".join(part for part in (name, sign.text, reason or "") if part)
            layout.addWidget(SignLabel(self._look, Sign(words, sign.tone, sign.icon)))
        return holder
