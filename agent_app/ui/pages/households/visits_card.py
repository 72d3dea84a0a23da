"""The last visits to a household, those of one outcome told together."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from PySide6.QtWidgets import QWidget

from agent_app.domain.visit import Outcome
from agent_app.services.lines import VisitLine
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, clear, column, row
from agent_app.ui.parts.labels import SMALL_ICON, Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.wording import Sign, day, last_visit, outcome_words
from agent_app.ui.words import _

_LINES = 6


class VisitsCard(Card):
    """The newest visits first."""

    def __init__(self, look: Look) -> None:
        super().__init__((16, 10, 16, 10))
        self._look = look
        self.content.addWidget(Text(_("Những lần đến trước"), "section"))
        self._list = column(gap=8)
        self.content.addLayout(self._list)
        self.content.addStretch()

    def show_visits(self, visits: tuple[VisitLine, ...]) -> None:
        """Replace them."""
        clear(self._list)
        if not visits:
            words = _("Chưa ghi lần đến nào. Bấm F8 khi anh/chị ở cửa nhà.")
            self._list.addWidget(Text(words, "soft", wrap=True))
        shown = visits[: _as_many_as_fit(visits)]
        for visit in shown:
            self._list.addWidget(self._visit(visit))
        if older := visits[len(shown) :]:
            words = _("Còn {count} lần trước nữa, lần đầu {day}")
            self._list.addWidget(
                Text(words.format(count=len(older), day=day(older[-1].visited_on)), "small", wrap=True)
            )

    def _visit(self, visit: VisitLine) -> QWidget:
        holder = QWidget()
        layout = column(holder, gap=2)
        head = _("{day} · gặp {met}") if visit.met else "{day}"
        layout.addWidget(Text(head.format(day=day(visit.visited_on), met=visit.met), "caption", wrap=True))
        for sign in outcome_signs(visit):
            layout.addWidget(self._told(sign))
        return holder

    def _told(self, sign: Sign) -> QWidget:
        holder, words = QWidget(), Text(sign.text, wrap=True)
        layout = row(holder, gap=6)
        layout.addWidget(Picture(self._look, sign.icon, sign.tone, SMALL_ICON))
        layout.addWidget(words, 1)
        set_tone(words, sign.tone)
        return holder


def outcome_signs(visit: VisitLine) -> Iterator[Sign]:
    """Say each outcome of a visit once, with everybody whom it is about."""
    told: dict[tuple[Sign, str], list[str]] = {}
    for name, outcome, promised_on, reason in visit.outcomes:
        sign = last_visit(outcome, visit.visited_on, promised_on)
        if outcome is not Outcome.PROMISED:
            sign = replace(sign, text=outcome_words(outcome))
        told.setdefault((sign, reason or ""), []).append(name)
    for (sign, reason), names in told.items():
        about = ", ".join(names)
        words = _("{sign}: {names}").format(sign=sign.text, names=about)
        yield Sign(f"{words} ({reason})" if reason else words, sign.tone, sign.icon)


def _as_many_as_fit(visits: tuple[VisitLine, ...]) -> int:
    """Count the newest visits that a few lines hold, one at least."""
    lines = accumulate(1 + len(list(outcome_signs(each))) for each in visits)
    return max(1, sum(each <= _LINES for each in lines))
