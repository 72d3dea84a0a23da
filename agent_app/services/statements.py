"""Bank statements against awaited transfers: what fits exactly is receipted, all else waits for a human."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from agent_app.domain.bank_statement import (
    BankCredit,
    CreditId,
    RejectedStatementLine,
    StatementField,
    StatementLine,
    credits_of,
    is_account,
)
from agent_app.domain.calendar import civil_date, shown_date
from agent_app.domain.errors import AppError, InputError, RuleError
from agent_app.domain.money import Dong, grouped
from agent_app.domain.names import clean
from agent_app.domain.office_setting import OfficeAccount
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.domain.transfer import (
    CreditMatter,
    FollowedTransfer,
    TransferOverpaidError,
    TransferState,
    first_look,
    left_of,
    paid_on,
)
from agent_app.services.crediting import Credited, Crediting
from agent_app.services.ports import OpenUnit, UnitOfWork
from agent_app.services.ports.transfers import CreditLeft, StatementSource
from agent_app.services.transfer_failures import (
    AccountUnsaidError,
    NoAccountError,
    ReasonMissingError,
    StatementAccountError,
    TransferNotCreditedError,
)
from agent_app.services.transfers import choose_account, commit
from agent_app.services.work import Report


@dataclass(frozen=True, slots=True)
class OpenCredit:
    """A credit, or what is left of one, without a receipt; ``error`` where a rule refuses one."""

    credit: BankCredit
    left: Dong
    matter: CreditMatter
    transfer: FollowedTransfer | None = None
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class StatementImport:
    """What an import came to; what ``matched`` is receipted, or waits for the number of a printed paper."""

    lines: int
    fresh: int
    debits: int
    rejected: tuple[RejectedStatementLine, ...]
    matched: tuple[Credited, ...]
    unmatched: tuple[OpenCredit, ...]
    skipped: int = 0

    @property
    def known(self) -> int:
        """How many of the lines were there before."""
        return self.lines - self.fresh


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What is open both ways."""

    credits: tuple[OpenCredit, ...]
    transfers: tuple[FollowedTransfer, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A look at one credit: the transfer that it pays for exactly, or what is in the way."""

    followed: FollowedTransfer | None = None
    matter: CreditMatter | None = None
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class StatementService:
    """Takes statements in and matches credits with transfers."""

    open_unit: OpenUnit
    source: StatementSource
    crediting: Crediting

    def take_in(self, path: Path, report: Report, account: str | None = None) -> StatementImport:
        """Keep a statement's credits, each once, and receipt those that fit a transfer exactly.

        ``account`` says whose statement it is where it says so itself only in part, or not at all. Raises an
        ``InputError`` or a ``RuleError`` where nothing of the file can be used; then nothing is kept.
        """
        reading = self.source.read(path, report)
        now = self.crediting.clock.now()
        lines, rejected = _not_after(civil_date(now), reading.lines)
        with self.open_unit() as unit:
            accounts = _accounts(unit, [civil_date(now), *(each.credited_on for each in lines)])
            owned = _owned(lines, accounts, account)
            found = credits_of(owned, "", now)
            fresh = unit.transfers.keep_credits(found)
            unit.commit()
        matched, unmatched = self._match_all(report)
        refused = (*reading.rejected, *rejected)
        return StatementImport(
            len(found), len(fresh), reading.debits, refused, matched, unmatched, reading.skipped
        )

    def unmatched(self) -> Unmatched:
        """Return credits without a transfer, with what is in the way, and transfers without a receipt."""
        with self.open_unit() as unit:
            opened = tuple(self._open(unit, each) for each in unit.transfers.credits_left())
            return Unmatched(opened, tuple(unit.transfers.unreceipted()))

    def match(
        self, credit_id: CreditId, transfer_id: ReceiptId, reason: str | None, number: int | None = None
    ) -> Credited:
        """Let a credit count for a transfer because a human says so.

        Less than the price of the credit's day counts as a part; more leaves a rest that is to be returned.
        """
        words = clean(reason or "") or None
        with self.open_unit() as unit:
            found = unit.transfers.credit(credit_id)
            left = left_of(found.credit, Dong(found.credit.amount - found.left))
            followed = unit.transfers.get(transfer_id)
            followed.require_open()
            if words is None and not self._is_plain(unit, found, transfer_id):
                raise ReasonMissingError
            due = Dong(
                sum(line.quote.due for line in self.crediting.price(unit, followed, found.credit).lines)
            )
            missing = Dong(due - followed.credited)
            if missing <= 0:
                raise TransferOverpaidError(followed.transfer.code, grouped(due))
            if left < missing:
                done = self.crediting.count_part(unit, followed, found.credit, left, words)
            else:
                done = self.crediting.complete(unit, followed, found.credit, missing, words, number)
            commit(unit, followed.transfer.code)
        return replace(done, left=Dong(left - done.use.used))

    def _is_plain(self, unit: UnitOfWork, found: CreditLeft, transfer_id: ReceiptId) -> bool:
        """Tell whether a credit names this transfer itself and pays for it, in full or in part."""
        look = self._look(unit, found)
        named = unit.transfers.with_codes(found.credit.codes)
        own = [each.transfer.id for each in named] == [transfer_id]
        return own and (look.followed is not None or look.matter is CreditMatter.PARTIAL)

    def write_number(self, transfer_id: ReceiptId, number: int) -> Receipt:
        """Issue the printed receipt of a transfer whose money is there, under the number on its paper."""
        with self.open_unit() as unit:
            followed = unit.transfers.get(transfer_id)
            use = followed.completion
            if followed.state is not TransferState.CREDITED or use is None:
                followed.require_open()
                missing = Dong(followed.transfer.amount - followed.credited)
                raise TransferNotCreditedError(followed.transfer.code, grouped(missing))
            on = paid_on(followed.uses, use.credit)
            receipt = self.crediting.receipt(unit, followed.transfer, use, on, number)
            commit(unit, followed.transfer.code)
        return receipt

    def _match_all(self, report: Report) -> tuple[tuple[Credited, ...], tuple[OpenCredit, ...]]:
        """Receipt, one at a time, what fits; what cannot be receipted now leaves the others as they are."""
        with self.open_unit() as unit:
            waiting = unit.transfers.credits_left()
        matched: list[Credited] = []
        refused: dict[CreditId, AppError] = {}
        for done, each in enumerate(waiting):
            report(done, len(waiting))
            if not each.credit.codes:
                continue
            try:
                credited = self._match_exactly(each.credit.id)
            except (RuleError, InputError) as error:
                refused[each.credit.id] = error
                continue
            if credited is not None:
                matched.append(credited)
        with self.open_unit() as unit:
            opened = [self._open(unit, each) for each in unit.transfers.credits_left()]
        return tuple(matched), tuple(_with_error(each, refused.get(each.credit.id)) for each in opened)

    def _match_exactly(self, credit_id: CreditId) -> Credited | None:
        with self.open_unit() as unit:
            found = unit.transfers.credit(credit_id)
            followed = self._look(unit, found).followed
            if followed is None:
                return None
            done = self.crediting.complete(unit, followed, found.credit, found.left, None)
            commit(unit, followed.transfer.code)
        return done

    def _open(self, unit: UnitOfWork, found: CreditLeft) -> OpenCredit:
        look = self._look(unit, found)
        named = unit.transfers.with_codes(found.credit.codes) if found.credit.codes else []
        matter = look.matter or CreditMatter.READY
        return OpenCredit(found.credit, found.left, matter, named[0] if len(named) == 1 else None, look.error)

    def _look(self, unit: UnitOfWork, found: CreditLeft) -> _Found:
        """Find the transfer that a credit pays for exactly at the price of its own day."""
        credit = found.credit
        named = unit.transfers.with_codes(credit.codes) if credit.codes else []
        followed = first_look(credit, found.left, named)
        if isinstance(followed, CreditMatter):
            return _Found(matter=followed)
        if unit.transfers.paid_since(followed.transfer):
            return _Found(matter=CreditMatter.PAID_OTHERWISE)
        try:
            priced = self.crediting.price(unit, followed, credit)
        except (RuleError, InputError) as error:
            return _Found(matter=CreditMatter.REFUSED, error=error)
        if sum(line.quote.due for line in priced.lines) != followed.transfer.amount:
            return _Found(matter=CreditMatter.PRICE_CHANGED)
        return _Found(followed)


def _with_error(opened: OpenCredit, error: AppError | None) -> OpenCredit:
    return opened if error is None else replace(opened, matter=CreditMatter.REFUSED, error=error)


def _not_after(
    today: date, lines: Iterable[StatementLine]
) -> tuple[list[StatementLine], list[RejectedStatementLine]]:
    """Set lines aside whose day has not come: such a day was misread, or misprinted."""
    taken: list[StatementLine] = []
    rejected: list[RejectedStatementLine] = []
    for line in lines:
        if line.credited_on > today:
            shown = shown_date(line.credited_on)
            about = StatementField.DATE.value
            rejected.append(RejectedStatementLine(line.row, about, shown, line.sheet, after_today=True))
        else:
            taken.append(line)
    return taken, rejected


def _accounts(unit: UnitOfWork, days: Iterable[date]) -> list[OfficeAccount]:
    """Return the accounts that the office has named for any of these days."""
    settings = unit.office.settings()
    return list(dict.fromkeys(each for day in sorted(set(days)) for each in settings.on(day).accounts))


def _owned(
    lines: Sequence[StatementLine], accounts: Sequence[OfficeAccount], wanted: str | None
) -> list[StatementLine]:
    """Give each line the office's account that it is of; refuse a statement of somebody else's."""
    if not accounts:
        raise NoAccountError
    mine = accounts if wanted is None else [choose_account(accounts, wanted)]
    known = ", ".join(each.account for each in accounts)
    found = []
    for line in lines:
        fitting = [each for each in mine if line.account is None or is_account(line.account, each.account)]
        if not fitting:
            raise StatementAccountError(line.account or "", known)
        if len(fitting) > 1:
            raise AccountUnsaidError(known)
        found.append(replace(line, account=fitting[0].account))
    return found
