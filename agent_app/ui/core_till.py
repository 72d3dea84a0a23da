"""What the windows need of the core to take money: drafts, transfers, and what undoes a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agent_app.domain.cancellation import Cancellation, RefundRequest
    from agent_app.domain.errors import RuleError
    from agent_app.domain.purpose_code import PurposeCode
    from agent_app.domain.receipt import Receipt, ReceiptId
    from agent_app.domain.transfer import AwaitedTransfer, FollowedTransfer
    from agent_app.services.cancelling import CancelReceipt
    from agent_app.services.drafts import Asked, DraftLook
    from agent_app.services.ports import DrawQr, TransferQueries
    from agent_app.services.refunding import RefundReceipt
    from agent_app.services.transfers import AwaitTransfer


class Drafts(Protocol):
    """Looks at receipts before there are any."""

    def look(self, wanted: AwaitTransfer, said: Mapping[Asked, bool] = ...) -> DraftLook:
        """Say what issuing would come to now; nothing is kept."""
        ...

    def paper(self, draft: Receipt) -> bytes:
        """Return what the paper of a draft would look like."""
        ...


class Transfers(Protocol):
    """Keeps what is awaited."""

    def wait(self, wanted: AwaitTransfer) -> AwaitedTransfer:
        """Keep that a transfer is awaited."""
        ...

    def beside(self, transfer: AwaitedTransfer) -> list[PurposeCode]:
        """Return what else is awaited in its household."""
        ...

    def give_up(self, transfer_id: ReceiptId, reason: str) -> FollowedTransfer:
        """Await a transfer no longer."""
        ...


class Cancellations(Protocol):
    """Cancels receipts."""

    def obstacle(self, receipt_id: ReceiptId) -> RuleError | None:
        """Say why a receipt cannot be cancelled."""
        ...

    def cancel(self, command: CancelReceipt) -> Cancellation:
        """Make a receipt void."""
        ...


class Refunds(Protocol):
    """Asks for refunds."""

    def ask(self, command: RefundReceipt) -> RefundRequest:
        """Keep that the office shall pay something back."""
        ...


class TillCore(Protocol):
    """What taking money needs of the core."""

    @property
    def drafts(self) -> Drafts:
        """Receipts before there are any."""
        ...

    @property
    def transfers(self) -> Transfers:
        """Transfers that are awaited."""
        ...

    @property
    def transfer_queries(self) -> TransferQueries:
        """The read side of transfers."""
        ...

    @property
    def cancellations(self) -> Cancellations:
        """Receipts that are made void."""
        ...

    @property
    def refunds(self) -> Refunds:
        """Money that is asked back."""
        ...

    @property
    def qr(self) -> DrawQr:
        """Codes that a phone reads from the screen."""
        ...
