"""What the household's page needs of the core, beside what every page does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from agent_app.services.offers import Offer, OfferWish, PaymentOptions


class Offers(Protocol):
    """Prices what a household wishes for, payment by payment."""

    def offer(self, wish: OfferWish) -> Offer:
        """Say who pays what, and who cannot."""
        ...

    def options(self, on: date) -> PaymentOptions:
        """Return what there is to choose on a civil day."""
        ...


class DoorCore(Protocol):
    """The use cases of the household's page."""

    @property
    def offers(self) -> Offers:
        """What a household is offered."""
        ...
