"""Fields for what holds for a household's whole payment: places that are taken, and local support."""

import re
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.local_support import LocalBasis, LocalRule, LocalSupport
from agent_app.domain.money import grouped
from agent_app.services.payments import LocalTerms
from agent_app.ui.fields.value_box import ValueBox
from agent_app.ui.pages.households.payment_fields import form_of
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Text
from agent_app.ui.sizes import fix_width
from agent_app.ui.words import _

_PLACES = 5
_HUNDRED = 100
_PREFIX = "local_support."
_NUMBER = re.compile(r"-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?")


class LocalField(QWidget):
    """What somebody adds to a scheme, typed: a share or đồng a month."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        layout = row(self)
        name = _("Địa phương hỗ trợ {scheme}").format(scheme=scheme.value)
        self.basis = ValueBox(name, bases(scheme))
        self.value, self.unit = QLineEdit(), Text(role="soft")
        self.value.setAccessibleName(_("Mức hỗ trợ {scheme}").format(scheme=scheme.value))
        fix_width(self.value, 110)
        self.basis.currentIndexChanged.connect(self._on_basis)
        for each in (self.basis, self.value, self.unit):
            layout.addWidget(each)
        layout.addStretch()
        self._on_basis()

    @property
    def support(self) -> LocalSupport | None:
        """What is added; nothing where nothing or nonsense was typed."""
        basis, number = self.basis.value, typed_number(self.value.text())
        if basis is None or number is None or number <= 0:
            return None
        if basis is LocalBasis.AMOUNT:
            return LocalSupport(basis, number) if number == number.to_integral_value() else None
        return LocalSupport(basis, number / _HUNDRED) if number <= _HUNDRED else None

    @property
    def trouble(self) -> str:
        """What is wrong with what was typed."""
        if self.basis.value is None or self.support is not None:
            return ""
        if self.basis.value is LocalBasis.AMOUNT:
            return _("Anh/chị ghi số đồng địa phương hỗ trợ mỗi tháng.")
        return _("Anh/chị ghi mức địa phương hỗ trợ, lớn hơn 0 và không quá 100 %.")

    def put(self, support: LocalSupport | None) -> None:
        """Show what is added."""
        self.basis.choose(support.basis if support else None)
        if support is not None:
            amount = support.basis is LocalBasis.AMOUNT
            number = support.value if amount else support.value * _HUNDRED
            text = grouped(int(number)) if amount else f"{number.normalize():f}".replace(".", ",")
            self.value.setText(text)

    def _on_basis(self, _at: int = 0) -> None:
        basis = self.basis.value
        self.value.setVisible(basis is not None)
        self.unit.setVisible(basis is not None)
        self.unit.setText(_("đ mỗi tháng") if basis is LocalBasis.AMOUNT else "%")


class HouseholdFields(QWidget):
    """What holds for all of them."""

    def __init__(self, ready: Ready) -> None:
        super().__init__()
        self._ready = ready
        form, wish = form_of(self), ready.wish
        most = max(_PLACES, *wish.taken, 0)
        self.places = [QCheckBox(_("thứ {place}").format(place=each)) for each in range(1, most + 1)]
        self.locals = {scheme: LocalField(scheme) for scheme in Scheme if wish.has(scheme)}
        self.rules = [(QCheckBox(rule_name(each)), each) for each in ready.options.rules]
        if wish.has(Scheme.HEALTH):
            form.addRow(_("Thứ tự người khác đã đóng nơi khác"), self._flowing(self.places))
        typed = dict(wish.local.typed)
        for scheme, field in self.locals.items():
            form.addRow(_("Địa phương hỗ trợ {scheme}").format(scheme=scheme.value), field)
            field.put(typed.get(scheme))
        if self.rules:
            form.addRow(_("Quy định đang có"), self._flowing([box for box, _rule in self.rules]))
        for place, box in enumerate(self.places, 1):
            box.setChecked(place in wish.taken)
            box.setAccessibleName(_("Thứ tự {place} đã có người đóng ở nơi khác").format(place=place))
        for box, rule in self.rules:
            box.setChecked(rule in wish.local.rules)

    @property
    def taken(self) -> frozenset[int]:
        """The places that others have."""
        return frozenset(place for place, box in enumerate(self.places, 1) if box.isChecked())

    @property
    def local(self) -> LocalTerms:
        """What the place or a donor adds; what was said of a scheme that nobody pays for now is kept."""
        others = tuple(each for each in self._ready.wish.local.typed if each[0] not in self.locals)
        said = ((scheme, field.support) for scheme, field in self.locals.items())
        typed = tuple((scheme, support) for scheme, support in said if support is not None)
        return LocalTerms((*others, *typed), tuple(rule for box, rule in self.rules if box.isChecked()))

    @property
    def trouble(self) -> str:
        """What is wrong with what was typed."""
        return next((field.trouble for field in self.locals.values() if field.trouble), "")

    @staticmethod
    def _flowing(boxes: list[QCheckBox]) -> QWidget:
        holder = QWidget()
        layout = Flow(holder, 12)
        for each in boxes:
            layout.addWidget(each)
        return holder


def bases(scheme: Scheme) -> dict[str, LocalBasis | None]:
    """Name the ways in which a place may help with a scheme."""
    words: dict[str, LocalBasis | None] = {
        _("Không"): None,
        _("Được hỗ trợ tổng cộng"): LocalBasis.TOTAL,
        _("Hỗ trợ thêm"): LocalBasis.ADDITIONAL,
        _("Thêm một số tiền"): LocalBasis.AMOUNT,
    }
    if scheme is Scheme.PENSION:
        words[_("Thêm theo chuẩn nghèo")] = LocalBasis.OF_MINIMUM
    return words


def typed_number(text: str) -> Decimal | None:
    """Read a number as people type it: 12,5 or 66.000; a point before anything but thousands is refused."""
    bare = text.strip().removesuffix("%").replace(" ", "")
    if _NUMBER.fullmatch(bare) is None:
        return None
    return Decimal(bare.replace(".", "").replace(",", "."))


def rule_name(rule: LocalRule) -> str:
    """Name a local rule by its payer and its document."""
    name, document = rule.figure.name.removeprefix(_PREFIX), rule.figure.document
    return _("{payer}: {name} ({document})").format(payer=rule.payer, name=name, document=document)
