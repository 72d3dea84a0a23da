"""What the ticked members have to pay together: for how long, in which form, and the sum."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.household_quote import PremiumForm
from agent_app.services.health_lines import BothForms
from agent_app.services.offers import PaymentOptions
from agent_app.ui.look import Look
from agent_app.ui.pages.households.month_rows import LabelledRow, MonthsRow, PlanRow
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.pages.households.price import NotPriced, Priced, Pricing, Refused, proposed_form
from agent_app.ui.pages.households.wish import Wish
from agent_app.ui.parts.boxes import Card, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import Notice, Text, set_tone
from agent_app.ui.parts.unfold import Unfold
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_MIXED = "mixed"
_NAMED = 3


class FormsRow(LabelledRow):
    """Both ways of paying for BHYT where the law leaves a choice, each with what it comes to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Cách đóng"))
        self._forms: BothForms | None = None
        self.choices = Choices({})
        self.choices.setAccessibleName(_("Cách đóng BHYT"))
        self.choices.chosen.connect(self._on_chosen)
        self.add(self.choices)
        self.hide()

    def show_forms(self, forms: BothForms | None, wished: PremiumForm | None) -> None:
        """Compare the forms; the cheaper one is proposed."""
        self.setVisible(forms is not None)
        if forms is None:
            return
        if forms != self._forms:
            self._forms = forms
            self.choices.offer(_forms_words(forms))
        self.choices.choose((wished or proposed_form(forms)) or _MIXED)

    def _on_chosen(self, form: object) -> None:
        self.chosen.emit(form if isinstance(form, PremiumForm) else None)


class BlockedStrip(QFrame):
    """Says whose money is not in the sum, and offers to leave them out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        layout = row(self, (12, 8, 12, 8), 10)
        self.words = Text(wrap=True)
        self.untick = Button(_("Bỏ đánh dấu"))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.untick)
        set_tone(self, Tone.SOON)
        self.hide()

    def tell(self, names: Sequence[str], *, others: bool) -> None:
        """Name them, or count those who are too many for a line; nobody hides it."""
        words = (
            _("Chưa tính tiền của {names}. Số tiền ở trên là của phần còn lại.")
            if others
            else _("Chưa thu được tiền của {names}; lý do ở danh sách trên.")
        )
        many = _("{count} người").format(count=len(names))
        self.words.setText(words.format(names=", ".join(names) if len(names) <= _NAMED else many))
        self.setVisible(bool(names))


class QuoteCard(Card):
    """The sum and a button for how it came about, months to choose, forms to compare."""

    months_chosen = Signal(object, int)
    plan_chosen = Signal(int, object)
    income_chosen = Signal(object)
    form_chosen = Signal(object)
    explained = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 10, 16, 10), 8)
        self._offered: PaymentOptions | None = None
        head = row(gap=12)
        self.title, self.total = Text(role="section", wrap=True), Text(role="figure", right=True)
        self.how = Unfold(look, _("Cách tính"))
        self.how.toggled.connect(self.explained)
        head.addWidget(self.title, 1)
        head.addWidget(self.how)
        head.addWidget(self.total)
        self.content.addLayout(head)
        self.health, self.plan, self.forms = MonthsRow(Scheme.HEALTH), PlanRow(), FormsRow()
        self.income = self.plan.income
        self.notice, self.blocked = Notice(look), BlockedStrip()
        for each in (self.notice, self.blocked, self.health, self.forms, self.plan):
            self.content.addWidget(each)
        self.content.addStretch()
        self.health.chosen.connect(self.months_chosen)
        self.plan.chosen.connect(self.plan_chosen)
        self.plan.income_chosen.connect(self.income_chosen)
        self.forms.chosen.connect(self.form_chosen)

    def stops(self) -> Iterator[QWidget]:
        """Name what the keys reach, in reading order."""
        yield self.how
        yield self.blocked.untick
        yield from self.health.choices.buttons
        yield from self.forms.choices.buttons
        yield from self.plan.stops()

    def show_state(self, state: Ready) -> None:
        """Show a wish and what it costs."""
        wish, price = state.wish, state.price
        if state.options is not self._offered:
            self._offered = state.options
            self.health.offer(state.options.health_months)
            self.plan.offer(state.options)
        self.health.show_wish(wish)
        self.plan.show_wish(wish)
        self.title.setText(_title(state))
        match price:
            case Priced():
                self._show_price(state, price)
            case Pricing() if wish.ticked:
                return  # What was shown stays until the new price is there: nothing jumps.
            case NotPriced() | Pricing():
                self._clear("", wish)
            case Refused(text):
                self._clear(text, wish)
            case _:
                assert_never(price)

    def _show_price(self, state: Ready, price: Priced) -> None:
        self.notice.tell("")
        self.forms.show_forms(price.forms, state.wish.form)
        self.total.setText(dong(price.total) if price.lines else "")
        self.how.setVisible(bool(price.lines))
        refused = {each.tick[0] for each in price.refusals}
        names = [each.name for each in state.page.members if each.id in refused]
        self.blocked.tell(names, others=bool(price.lines))

    def _clear(self, trouble: str, wish: Wish) -> None:
        self.notice.tell(trouble)
        self.total.setText("")
        self.how.setVisible(False)
        self.blocked.tell([], others=False)
        if not wish.has(Scheme.HEALTH):
            self.forms.show_forms(None, None)


def _title(state: Ready) -> str:
    """Say whose money the sum is: of those who have a price, as soon as there is one."""
    if not state.wish.ticked:
        return _("Đánh dấu ô bên cạnh người muốn đóng để xem số tiền")
    people = {person_id for person_id, _scheme in state.wish.ticked}
    if isinstance(state.price, Priced):
        people = {line.subject.person_id for line in state.price.lines} or people
    return _("Tiền phải đóng cho {people} người").format(people=len(people))


def _forms_words(forms: BothForms) -> dict[str, object]:
    """Name the forms with what they come to, and a mixture where that costs less than either."""
    words: dict[str, object] = {
        _("Theo nhóm được hỗ trợ · {due}").format(due=dong(forms.group)): PremiumForm.GROUP,
        _("Theo hộ gia đình · {due}").format(due=dong(forms.household)): PremiumForm.HOUSEHOLD,
    }
    if proposed_form(forms) is None:
        words[_("Mỗi người cách rẻ hơn · {due}").format(due=dong(forms.least))] = _MIXED
    return words
