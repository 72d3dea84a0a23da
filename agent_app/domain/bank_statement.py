"""A bank's statement as it was understood: credits that came, and lines that could not be read."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from agent_app.domain.ids import uuid8
from agent_app.domain.money import Dong
from agent_app.domain.plain import Plain, canonical
from agent_app.domain.purpose_code import PurposeCode, codes_in, compacted

CreditId = NewType("CreditId", UUID)

MASKS = "xX*"


class StatementField(StrEnum):
    """What a column of a statement can be about; a trailing underscore marks what is left aside."""

    DATE = "date"
    VALUE_DATE = "value_date"
    CREDIT = "credit"
    DEBIT = "debit"
    AMOUNT = "amount"
    SIGN = "sign"
    TEXT = "text"
    REFERENCE = "reference"
    ACCOUNT = "account"
    SENDER = "sender"
    SENDER_ACCOUNT = "sender_account_"
    BALANCE = "balance_"
    ORDINAL = "ordinal_"
    FEE = "fee_"
    BANK = "bank_"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One credit as a statement tells it; ``row`` as the spreadsheet counts, ``account`` if one is told."""

    row: int
    credited_on: date
    amount: Dong
    text: str
    reference: str = ""
    account: str | None = None
    sender: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RejectedStatementLine:
    """A line that may be a credit and cannot be taken: which field is to blame, and what stands there.

    ``after_today`` tells a day that can be read and has not come.
    """

    row: int
    about: str
    value: str
    sheet: str = ""
    after_today: bool = False


@dataclass(frozen=True, slots=True)
class StatementReading:
    """All that a file said: credits, what could not be read, how many lines took money or were none."""

    lines: tuple[StatementLine, ...]
    rejected: tuple[RejectedStatementLine, ...] = ()
    debits: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class BankCredit:
    """Money that a bank has credited to an account of the office.

    Its id is computed from what the bank says of it, so that a line is the same one in whichever statement
    and on whichever laptop it is read. ``text`` may name people and is emptied with them; the ``codes`` of
    payments that stood in it stay.
    """

    id: CreditId
    account: str
    reference: str
    credited_on: date
    amount: Dong
    text: str
    sender: str
    imported_at: datetime
    codes: tuple[PurposeCode, ...]


def credits_of(lines: Iterable[StatementLine], account: str, at: datetime) -> tuple[BankCredit, ...]:
    """Make credits of a statement's lines; ``account`` is the one of lines that name none.

    A line that repeats one with a reference is that one. Lines without a reference that are alike in all else
    are as many credits as there are lines.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    found: dict[CreditId, BankCredit] = {}
    for line in lines:
        owner = line.account or account
        told = (owner, line.reference, line.credited_on, line.amount, compacted(line.text))
        nth = 0 if line.reference else seen[told]
        seen[told] += 1
        credit_id = credit_identity(*told, nth)
        found.setdefault(
            credit_id,
            BankCredit(
                credit_id,
                owner,
                line.reference,
                line.credited_on,
                line.amount,
                line.text,
                line.sender,
                at,
                codes_in(line.text),
            ),
        )
    return tuple(found.values())


def credit_identity(  # noqa: PLR0913, PLR0917 (these together are what a bank says of a credit)
    account: str, reference: str, credited_on: date, amount: Dong, text: str, nth: int
) -> CreditId:
    """Compute the id of a credit from account, reference, date, amount and text."""
    told: Plain = ["credit/1", account, reference, credited_on.isoformat(), int(amount), text, nth]
    return CreditId(uuid8(hashlib.sha256(canonical(told)).digest()[:16]))


def is_account(told: str, account: str) -> bool:
    """Tell whether a statement's account is this one, also where the bank has put marks for some figures."""
    shown = "".join(sign for sign in told if sign.isalnum() or sign in MASKS)
    if not any(mark in shown for mark in MASKS):
        return shown == account
    return len(shown) == len(account) and all(
        mine == theirs or mine in MASKS for mine, theirs in zip(shown, account, strict=True)
    )
