"""What a credit does for an awaited transfer: priced by its day, used in full or in part, receipted."""

from dataclasses import dataclass, replace
from datetime import date

from agent_app.domain.bank_statement import BankCredit
from agent_app.domain.money import Dong
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, FollowedTransfer, paid_on
from agent_app.domain.transfer_body import use_body
from agent_app.services.door import Door, refuse_overlaps
from agent_app.services.payments import LocalTerms, PaymentRequest
from agent_app.services.ports import Clock, Ids, UnitOfWork
from agent_app.services.quotes import Priced, price
from agent_app.services.receipt_maker import ReceiptMaker
from agent_app.services.receipts import business_date, receipt_number
from agent_app.services.transfers import KVER
from agent_app.services.typed_numbers import TypedNumber

_NOTHING = Dong(0)


@dataclass(frozen=True, slots=True)
class Credited:
    """What a credit came to: how much of it counted, and the receipt, where the money is complete.

    ``left`` is what is kept apart of it, as nobody's money yet.
    """

    use: CreditUse
    transfer: AwaitedTransfer
    receipt: Receipt | None = None
    left: Dong = _NOTHING


@dataclass(frozen=True, slots=True)
class Crediting:
    """Lets credits count inside a unit of work that the caller commits."""

    clock: Clock
    ids: Ids
    maker: ReceiptMaker
    rates: RateBook

    def price(self, unit: UnitOfWork, followed: FollowedTransfer, credit: BankCredit) -> Priced:
        """Price a transfer's payments by the day on which the last of its money came, and by its rules."""
        transfer, on = followed.transfer, paid_on(followed.uses, credit)
        grounds = transfer.grounds
        requests = [
            replace(PaymentRequest.again(line), previous_end=end)
            for line, end in zip(transfer.lines, grounds.previous_ends, strict=True)
        ]
        local = LocalTerms(grounds.typed, grounds.rules)
        home = transfer.household_id
        priced = price(unit, home, requests, on, self.rates, grounds.taken, local)
        Door(unit, on, self.rates, dict(transfer.door.answers)).check(priced, requests)
        refuse_overlaps(priced, transfer.door.overlap)
        return priced

    def count_part(
        self, unit: UnitOfWork, followed: FollowedTransfer, credit: BankCredit, used: Dong, reason: str | None
    ) -> Credited:
        """Let money count that does not yet make up the price."""
        use = CreditUse(self.ids.new(), followed.transfer.id, credit, used, self.clock.now(), reason)
        self._log(unit, use)
        return Credited(use, followed.transfer)

    def complete(  # noqa: PLR0913, PLR0917
        self,
        unit: UnitOfWork,
        followed: FollowedTransfer,
        credit: BankCredit,
        used: Dong,
        reason: str | None,
        number: int | None = None,
    ) -> Credited:
        """Let the rest of the money count, and issue the receipt; a printed one waits for its number."""
        priced = self.price(unit, followed, credit)
        now = self.clock.now()
        on = paid_on(followed.uses, credit)
        form = unit.office.settings().on(_issued_on(unit, on, self.clock)).receipt_form
        use = CreditUse(self.ids.new(), followed.transfer.id, credit, used, now, reason, priced.lines, form)
        unit.receipts.hold_places(priced.household.id, on.year, priced.new_places)
        self._log(unit, use)
        if form is ReceiptForm.PREPRINTED and number is None:
            return Credited(use, followed.transfer)
        return Credited(use, followed.transfer, self.receipt(unit, followed.transfer, use, on, number))

    def receipt(
        self, unit: UnitOfWork, transfer: AwaitedTransfer, use: CreditUse, on: date, number: int | None
    ) -> Receipt:
        """Issue the receipt of a transfer that is paid for; ``on`` is the day of its money."""
        form = use.form or ReceiptForm.SELF_PRINTED
        issued_on = _issued_on(unit, on, self.clock)
        typed = None if number is None else TypedNumber(number)
        book, taken = receipt_number(unit, form, issued_on, typed)
        draft = Receipt(
            transfer.id,
            transfer.household_id,
            book.symbol if book else None,
            book.book if book else None,
            taken,
            issued_on,
            self.clock.now(),
            transfer.payer,
            transfer.address,
            PaymentMethod.TRANSFER,
            use.lines,
            transfer.agent_code,
            transfer.device_id,
            form=form,
            replaces=transfer.replaces,
            credit_id=use.credit.id,
            door=transfer.door,
        )
        if book is not None:
            unit.receipts.save_book(book)
        return self.maker.make(unit, draft, {}, on.year)

    def _log(self, unit: UnitOfWork, use: CreditUse) -> None:
        kind = OperationKind.TRANSFER_CREDITED
        entry = Entry(self.ids.new(), kind, KVER, use.recorded_at, use_body(use))
        unit.log.append(entry)
        unit.transfers.add_use(use, entry.op_id)


def _issued_on(unit: UnitOfWork, paid: date, clock: Clock) -> date:
    """Date a receipt by the day of its money, or by the last receipt's where that is later."""
    last = unit.receipts.last_issued_on()
    return business_date(paid if last is None else max(paid, last), clock.now(), last)
