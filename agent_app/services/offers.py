"""What a household is offered at the door: who pays what, who cannot and why, and what there is to choose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError, InputError, RuleError
from agent_app.domain.groups import PaidBy, may_choose_form
from agent_app.domain.household import HouseholdId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.local_support import LocalRule
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import income_bounds
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.support_decision import DecisionEndedError, DecisionMissingError
from agent_app.services.door import Door, UnansweredQuestionsError, refuse_overlaps
from agent_app.services.health_lines import BothForms
from agent_app.services.payments import NO_LOCAL, LocalTerms, PaymentRequest
from agent_app.services.ports import OpenUnit, UnitOfWork
from agent_app.services.quotes import Priced, Pricing, refuse_idle_rules

# Who takes the money asks the household of a listed cover; here it only matters that nothing is paid twice.
_ASKED_LATER = "?"


@dataclass(frozen=True, slots=True)
class OfferWish:
    """What members of a household want to pay on a civil day; ``taken`` and ``local`` as for a receipt."""

    household_id: HouseholdId
    requests: tuple[PaymentRequest, ...]
    on: date
    taken: tuple[TakenPlace, ...] = ()
    local: LocalTerms = NO_LOCAL


@dataclass(frozen=True, slots=True)
class Refusal:
    """One payment that cannot be taken as it is wished for; the others can."""

    request: PaymentRequest
    error: AppError

    @property
    def unproven(self) -> bool:
        """Whether only a decision is missing."""
        return isinstance(self.error, DecisionMissingError | DecisionEndedError)


@dataclass(frozen=True, slots=True)
class Offer:
    """The payments that can be taken, each with its line, and those that cannot.

    ``forms`` compares the two ways of paying for BHYT, where the law leaves one of the payers the choice;
    whoever has only not proven the group yet is counted, too.
    """

    requests: tuple[PaymentRequest, ...] = ()
    lines: tuple[ReceiptLine, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    forms: BothForms | None = None


@dataclass(frozen=True, slots=True)
class PaymentOptions:
    """What the law and the office leave to choose on a civil day.

    ``years_ahead`` are whole years of BHXH, ``missing_most`` is the longest missing time in months,
    ``pension_age`` the least age in years; incomes are monthly ones, in đồng. ``groups`` are the object codes
    of BHYT that pay with support, ``choosing`` those of them that may pay in household form instead,
    ``paid_by`` says who pays for the others.
    """

    health_months: tuple[int, ...]
    pension_months: tuple[int, ...]
    years_ahead: tuple[int, ...]
    missing_most: int
    pension_age: int
    income_least: Dong
    income_most: Dong
    income_step: Dong
    groups: tuple[str, ...] = ()
    choosing: frozenset[str] = frozenset()
    paid_by: Mapping[str, PaidBy] = field(default_factory=dict)
    rules: tuple[LocalRule, ...] = ()

    @property
    def months(self) -> dict[Scheme, tuple[int, ...]]:
        """The months that each scheme is paid for."""
        return {Scheme.HEALTH: self.health_months, Scheme.PENSION: self.pension_months}


@dataclass(frozen=True, slots=True)
class OfferService:
    """Prices what a household wishes for, payment by payment; nothing is kept."""

    open_unit: OpenUnit
    rates: RateBook
    rules: tuple[LocalRule, ...] = ()

    def offer(self, wish: OfferWish) -> Offer:
        """Say who pays what; one who cannot pay keeps nobody else from paying."""
        with self.open_unit() as unit:
            return _Offering(unit, wish, self.rates).offer()

    def options(self, on: date) -> PaymentOptions:
        """Return what there is to choose on a civil day."""
        with self.open_unit() as unit:
            odd_months = unit.office.settings().on(on).cover_rules.odd_months
        least, most = income_bounds(on, self.rates)
        health = self._numbers("health.months.", on)
        groups = self._endings("health.support_share.", on)
        return PaymentOptions(
            tuple(range(1, health[-1] + 1)) if odd_months else health,
            self._numbers("pension.months.", on),
            self._numbers("pension.years_ahead.", on),
            int(self.rates.at("pension.missing_months_most", on).value),
            int(self.rates.at("pension.age_least", on).value),
            least,
            most,
            Dong(int(self.rates.at("pension.income_step", on).value)),
            groups,
            frozenset(each for each in groups if may_choose_form(each, on, self.rates)),
            {
                group: payer
                for payer in PaidBy
                for group in self._endings(f"health.paid_by_{payer.value}.", on)
            },
            tuple(each for each in self.rules if _holds(each, on)),
        )

    def _numbers(self, prefix: str, on: date) -> tuple[int, ...]:
        return tuple(sorted(int(each.value) for each in self.rates.beginning(prefix, on)))

    def _endings(self, prefix: str, on: date) -> tuple[str, ...]:
        return tuple(each.name.removeprefix(prefix) for each in self.rates.beginning(prefix, on))


@dataclass(frozen=True, slots=True)
class _Offering:
    """One wish, held against the rules in one unit of work."""

    unit: UnitOfWork
    wish: OfferWish
    rates: RateBook

    def offer(self) -> Offer:
        """Price all together; where that is refused, find out who stands in the way."""
        payable, refusals = self._sorted(self.wish.requests)
        lines = self._price(payable).lines if payable else ()
        if not refusals:
            refuse_idle_rules(lines, self.wish.local, self.wish.on)
        return Offer(payable, lines, refusals, self._forms(refusals))

    def _forms(self, refusals: Sequence[Refusal]) -> BothForms | None:
        """Compare the forms for all who could pay in one of them, proven or not."""
        others = {id(each.request) for each in refusals if not each.unproven}
        compared = [each for each in self.wish.requests if id(each) not in others]
        return self._pricing.forms(self.wish.household_id, compared) if compared else None

    @property
    def _pricing(self) -> Pricing:
        wish = self.wish
        return Pricing(self.unit, wish.on, self.rates, wish.taken, wish.local)

    def _price(self, requests: Sequence[PaymentRequest]) -> Priced:
        return self._pricing.price(self.wish.household_id, requests)

    def _sorted(
        self, requests: tuple[PaymentRequest, ...]
    ) -> tuple[tuple[PaymentRequest, ...], tuple[Refusal, ...]]:
        """Part those who can pay from those who cannot; with fewer who pay, others may have to show more."""
        refusals: tuple[Refusal, ...] = ()
        while requests and (found := self._refusals(requests)):
            refused = {id(each.request) for each in found}
            requests = tuple(each for each in requests if id(each) not in refused)
            refusals += found
        return requests, refusals

    def _refusals(self, requests: Sequence[PaymentRequest]) -> tuple[Refusal, ...]:
        try:
            priced = self._price(requests)
        except (RuleError, InputError):
            return tuple(self._refused(requests))
        return tuple(self._refused_at_door(priced, requests))

    def _refused(self, requests: Sequence[PaymentRequest]) -> Iterable[Refusal]:
        """Ask each payment alone: what it is refused for then is its own."""
        for request in requests:
            try:
                alone = self._price([request])
            except (RuleError, InputError) as error:
                yield self._whatever_is_shown(request) or Refusal(request, error)
            else:
                yield from self._refused_at_door(alone, [request])

    def _whatever_is_shown(self, request: PaymentRequest) -> Refusal | None:
        """Find why no money may be taken even in the form that asks for no decision, if that one is open."""
        try:
            alone = self._price([replace(request, form=PremiumForm.HOUSEHOLD)])
        except (RuleError, InputError):
            return None
        return next(self._refused_at_door(alone, [request]), None)

    def _refused_at_door(self, priced: Priced, requests: Sequence[PaymentRequest]) -> Iterator[Refusal]:
        """Find those from whom no money may be taken, whatever they answer."""
        door = Door(self.unit, self.wish.on, self.rates, {})
        for request, alone in zip(requests, priced.one_by_one(), strict=True):
            try:
                refuse_overlaps(alone, _ASKED_LATER)
                door.check(alone, [request])
            except UnansweredQuestionsError:
                continue
            except RuleError as error:
                yield Refusal(request, error)


def _holds(rule: LocalRule, on: date) -> bool:
    figure = rule.figure
    return figure.since <= on and (figure.until is None or on <= figure.until)
