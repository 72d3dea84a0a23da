"""Asking the office to pay back what was handed over already: computed where the rules tell the amount."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, TypeVar

from agent_app.domain.cancellation import AlreadyCancelledError, RefundId, RefundRequest
from agent_app.domain.cancellation_body import REFUND_KVER, refund_body
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong, grouped, to_dong
from agent_app.domain.names import clean
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.pension_plan import DISCOUNT, PaymentPlan, PlanKind
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptLine
from agent_app.domain.refunds import (
    HealthRefundCause,
    NothingToRefundError,
    PaidCover,
    PaidPlan,
    PensionRefundCause,
    health_refund,
    months_left,
    pension_refund,
)
from agent_app.services.failures import NotEnrolledError
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork
from agent_app.services.receipts import business_date


@dataclass(eq=False)
class RefundEarlyError(RuleError):
    """The money is still in hand: the receipt is cancelled instead."""

    code: ClassVar[str] = "receipt.refund_early"
    receipt_id: str


@dataclass(eq=False)
class RefundTwiceError(RuleError):
    """This payment is asked back already."""

    code: ClassVar[str] = "receipt.refund_twice"
    receipt_id: str


@dataclass(eq=False)
class RefundLineError(InputError):
    """Nobody on the receipt, or several payments, fit what was named."""

    code: ClassVar[str] = "receipt.refund_line"
    receipt_id: str


@dataclass(eq=False)
class RefundCauseError(InputError):
    """The scheme does not know this cause."""

    code: ClassVar[str] = "receipt.refund_cause"
    cause: str
    known: str


@dataclass(eq=False)
class RefundAmountError(RuleError):
    """The amount follows from no rule, or is more than was paid."""

    code: ClassVar[str] = "receipt.refund_amount"
    most: str


@dataclass(frozen=True, slots=True)
class RefundReceipt:
    """Ask a part of a receipt's money back.

    ``person_id`` and ``scheme`` name the payment where the receipt has several. ``changed_on`` is the civil
    date of what brought it about, by default today. ``due_then`` is what the same months cost the person
    after a change to a higher support. A typed ``amount`` stands where no rule tells one.
    """

    receipt_id: ReceiptId
    cause: str
    changed_on: date | None = None
    person_id: PersonId | None = None
    scheme: Scheme | None = None
    due_then: Dong | None = None
    amount: Dong | None = None
    reason: str = ""


_Cause = TypeVar("_Cause", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RefundService:
    """Asks for refunds."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids

    def ask(self, command: RefundReceipt) -> RefundRequest:
        """Keep and log that the office shall pay back a payment that was handed over."""
        with self.open_unit() as unit:
            if unit.device.identity().enrolment is None:
                raise NotEnrolledError
            receipt = unit.receipts.get(command.receipt_id)
            number, line = _line(receipt, command)
            _refuse(unit, receipt.id, number)
            recorded_at = self.clock.now()
            today = business_date(None, recorded_at, unit.receipts.last_issued_on())
            told = replace(command, changed_on=command.changed_on or today)
            amount, computed = _amount(told, line)
            made = RefundRequest(
                RefundId(self.ids.new()),
                receipt.id,
                number,
                command.cause,
                told.changed_on or today,
                today,
                recorded_at,
                amount,
                computed,
                clean(command.reason),
            )
            kind = OperationKind.REFUND_REQUESTED
            entry = Entry(self.ids.new(), kind, REFUND_KVER, recorded_at, refund_body(made))
            unit.log.append(entry)
            unit.receipts.ask_refund(made, entry.op_id)
            unit.commit()
        return made


def _refuse(unit: UnitOfWork, receipt_id: ReceiptId, number: int) -> None:
    undone = unit.receipts.undone(receipt_id)
    if undone.cancelled_on is not None:
        raise AlreadyCancelledError(str(receipt_id), undone.cancelled_on)
    if number in undone.refunded:
        raise RefundTwiceError(str(receipt_id))
    if not (unit.evening.is_remitted(receipt_id) or unit.evening.is_filed(receipt_id)):
        raise RefundEarlyError(str(receipt_id))


def _line(receipt: Receipt, command: RefundReceipt) -> tuple[int, ReceiptLine]:
    fitting = [
        (number, line)
        for number, line in enumerate(receipt.lines)
        if command.person_id in {None, line.subject.person_id} and command.scheme in {None, line.scheme}
    ]
    if len(fitting) != 1:
        raise RefundLineError(str(receipt.id))
    return fitting[0]


def _amount(command: RefundReceipt, line: ReceiptLine) -> tuple[Dong, bool]:
    """Return what comes back, and whether a rule has told it; a typed amount stands for the office's own."""
    told = _by_rule(command, line)
    if command.amount is None:
        if told is None:
            raise RefundAmountError(grouped(line.quote.due))
        if told <= 0:
            raise NothingToRefundError
        return told, True
    if not 0 < command.amount <= line.quote.due:
        raise RefundAmountError(grouped(line.quote.due))
    return command.amount, command.amount == told


def _by_rule(command: RefundReceipt, line: ReceiptLine) -> Dong | None:
    on = command.changed_on or line.period.start
    if line.scheme is Scheme.HEALTH:
        cause = _cause(command.cause, HealthRefundCause)
        if cause is HealthRefundCause.HIGHER_SUPPORT and command.due_then is None:
            return None
        paid = PaidCover(line.quote.due, line.period, line.months)
        return health_refund(cause, paid, on, command.due_then)
    pension = _cause(command.cause, PensionRefundCause)
    plan = _paid_plan(line)
    return pension_refund(pension, plan, months_left(line.period, line.months, on)).amount


def _cause(text: str, causes: type[_Cause]) -> _Cause:
    try:
        return causes(text)
    except ValueError as error:
        raise RefundCauseError(text, ", ".join(causes)) from error


def _paid_plan(line: ReceiptLine) -> PaidPlan:
    """Read the terms of a plan off the figures and the arithmetic that its receipt has kept."""
    plan = PaymentPlan(line.plan, line.months)
    if line.plan is not PlanKind.AHEAD:
        return PaidPlan(plan, line.quote.due, Dong(0), Dong(0), 0)
    figures = {each.name: each.value for each in line.quote.basis}
    rate, share = figures["pension.rate"], _figure(figures, "pension.support_share.")
    supported = next(
        (dict(each.facts).get("months") for each in line.quote.steps if each.code == "pension.support"), 0
    )
    return PaidPlan(
        plan,
        line.quote.due,
        to_dong((line.income or 0) * rate),
        to_dong(figures["poverty_line.rural"] * rate * share),
        supported if isinstance(supported, int) else 0,
        figures[DISCOUNT],
    )


def _figure(figures: dict[str, Decimal], beginning: str) -> Decimal:
    found: Sequence[Decimal] = [value for name, value in figures.items() if name.startswith(beginning)]
    return found[0] if found else Decimal(0)
