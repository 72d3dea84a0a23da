"""What a household is offered, in memory: whoever is named in ``refused`` cannot pay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.groups import PaidBy
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.local_support import LocalRule
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptLine
from agent_app.services.health_lines import BothForms
from agent_app.services.offers import Offer, OfferWish, PaymentOptions, Refusal
from agent_app.services.payments import PaymentRequest

Quote = Callable[[HouseholdId, Sequence[PaymentRequest], date], tuple[ReceiptLine, ...]]

OPTIONS = PaymentOptions(
    (3, 6, 12),
    (1, 3, 6, 12),
    (2, 3, 4, 5),
    60,
    15,
    Dong(1_500_000),
    Dong(50_600_000),
    Dong(50_000),
    ("CN", "GB", "HS", "SV"),
    frozenset({"CN", "GB"}),
    {"DN": PaidBy.EMPLOYER, "HN": PaidBy.STATE},
)


@dataclass
class FakeOffers:
    """Prices with what a test gives it."""

    quote: Quote
    refused: dict[tuple[PersonId, Scheme], AppError] = field(default_factory=dict)
    forms: BothForms | None = None
    rules: tuple[LocalRule, ...] = ()
    asked: list[OfferWish] = field(default_factory=list)

    def offer(self, wish: OfferWish) -> Offer:
        self.asked.append(wish)
        refusals = tuple(
            Refusal(each, self.refused[each.person_id, each.scheme])
            for each in wish.requests
            if (each.person_id, each.scheme) in self.refused
        )
        payable = tuple(each for each in wish.requests if (each.person_id, each.scheme) not in self.refused)
        lines = self.quote(wish.household_id, payable, wish.on) if payable else ()
        return Offer(payable, lines, refusals, self.forms)

    def options(self, on: date) -> PaymentOptions:
        del on
        return OPTIONS
