"""What is known of a wish's price: nothing, that it is being asked for, lines and refusals, or a trouble."""

from collections.abc import Iterable
from dataclasses import dataclass

from agent_app.domain.due_list import Scheme
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.support_decision import DecisionEndedError, DecisionMissingError
from agent_app.runtime.door_messages import door_sentence
from agent_app.services.door import PupilError
from agent_app.services.health_lines import BothForms
from agent_app.services.offers import Offer, OfferWish, PaymentOptions, Refusal
from agent_app.services.payments import PaymentRequest
from agent_app.services.ports import Report
from agent_app.ui.core import Core
from agent_app.ui.pages.households.cover_words import PUPILS
from agent_app.ui.pages.households.wish import Tick


@dataclass(frozen=True, slots=True)
class NotPriced:
    """Nobody is ticked."""


@dataclass(frozen=True, slots=True)
class Pricing:
    """The price is being asked for."""


@dataclass(frozen=True, slots=True)
class RefusedPayment:
    """One payment that a rule refuses, with the sentence that says why and what can be done.

    ``in_group``: it is refused in the form of a group that may pay in household form instead.
    """

    tick: Tick
    text: str
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class RefusedTogether:
    """Payments for one scheme that one rule refuses with the same sentence, in the order of the rows."""

    ticks: tuple[Tick, ...]
    text: str
    in_group: bool


@dataclass(frozen=True, slots=True)
class Priced:
    """What is to be paid by those who can pay, and who cannot."""

    lines: tuple[ReceiptLine, ...]
    requests: tuple[PaymentRequest, ...] = ()
    refusals: tuple[RefusedPayment, ...] = ()
    forms: BothForms | None = None

    @property
    def total(self) -> Dong:
        """The sum of the lines."""
        return Dong(sum(line.quote.due for line in self.lines))

    def line_of(self, tick: Tick) -> ReceiptLine | None:
        """Find the line of one payment."""
        return next((each for each in self.lines if (each.subject.person_id, each.scheme) == tick), None)

    def refusal_of(self, tick: Tick) -> RefusedPayment | None:
        """Find why one payment is refused."""
        return next((each for each in self.refusals if each.tick == tick), None)

    def refused_together(self, ticks: Iterable[Tick]) -> tuple[RefusedTogether, ...]:
        """Gather those of some payments that are refused for the same reason, in their order."""
        gathered: dict[tuple[Scheme, str, bool], tuple[Tick, ...]] = {}
        for tick in ticks:
            if (why := self.refusal_of(tick)) is not None:
                reason = (tick[1], why.text, why.in_group)
                gathered[reason] = (*gathered.get(reason, ()), tick)
        return tuple(
            RefusedTogether(ticks, text, in_group) for (_scheme, text, in_group), ticks in gathered.items()
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """The wish as a whole has no price, and no single payment is to blame."""

    text: str


Price = NotPriced | Pricing | Priced | Refused


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for, and its price."""

    asked: OfferWish
    price: Priced


def price_wish(core: Core, asked: OfferWish, options: PaymentOptions, _report: Report) -> Answer:
    """Ask what the wished payments cost."""
    return Answer(asked, priced(core.offers.offer(asked), options))


def priced(offer: Offer, options: PaymentOptions) -> Priced:
    """Word an offer."""
    refusals = tuple(_refused(each, options) for each in offer.refusals)
    return Priced(offer.lines, offer.requests, refusals, offer.forms)


def proposed_form(forms: BothForms) -> PremiumForm | None:
    """Name the form that everybody is proposed; ``None`` where some fare better in one, some in the other."""
    if forms.least == forms.group:
        return PremiumForm.GROUP
    return PremiumForm.HOUSEHOLD if forms.least == forms.household else None


def _refused(refusal: Refusal, options: PaymentOptions) -> RefusedPayment:
    request, error = refusal.request, refusal.error
    in_group = False
    if request.scheme is Scheme.HEALTH and isinstance(error, DecisionMissingError | DecisionEndedError):
        in_group = error.group in options.choosing
        # Nobody shows a decision for a pupil: schools take the money of theirs.
        error = PupilError() if error.group in PUPILS else error
    return RefusedPayment((request.person_id, request.scheme), door_sentence(error), in_group)
