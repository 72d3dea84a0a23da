"""Transfers and their credits that come back from the journal, or from the log of a damaged store."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId, Subject
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import ReceiptId, ReceiptLine
from agent_app.domain.transfer import AwaitedTransfer, CreditUse
from agent_app.domain.transfer_body import read_awaited, read_given_up, read_use
from agent_app.services.ports import Ids
from agent_app.storage.models import (
    AwaitedTransferRow,
    CreditUseRow,
    ErasureRow,
    ReceiptRow,
    TransferGivenUpRow,
    TransferLineRow,
)
from agent_app.storage.repositories.erasures import has_name
from agent_app.storage.repositories.payment_days import credited_on
from agent_app.storage.repositories.returned_money import ReturnedMoney
from agent_app.storage.repositories.transfer_rows import AWAITED, CREDITED
from agent_app.storage.repositories.transfers import (
    insert_given_up,
    insert_lines,
    insert_transfer,
    insert_use,
    keep_credits,
)


class ReturnedTransfers:
    """Lets the tables say again what operations about transfers say; what they say already stays."""

    def __init__(self, session: Session, ids: Ids) -> None:
        self._session = session
        self._people = ReturnedMoney(session, ids)

    def awaited(self, operation: Operation) -> None:
        """Keep an awaited transfer, with the household and the people that it names."""
        transfer = read_awaited(operation.body)
        subjects = [line.subject for line in transfer.lines]
        row = self._session.get(AwaitedTransferRow, transfer.id)
        if row is None:
            home = self._people.household(transfer.household_id, transfer.address, subjects)
        else:
            home = row.household_id
        who = self._who(transfer.lines, home)
        told = self._without_erased(transfer, home, who)
        if row is None:
            insert_transfer(self._session, told, operation.op_id, home)
        self._complete(transfer.id, AWAITED, told.lines, who)

    def credited(self, operation: Operation) -> None:
        """Keep what of a credit counted, with the credit; nothing without the transfer that it is for."""
        use = read_use(operation.body)
        row = self._session.get(AwaitedTransferRow, use.transfer_id)
        if row is None:
            return
        who = self._who(use.lines, row.household_id)
        told = self._without_erased_in(use, who)
        keep_credits(self._session, [told.credit])
        if self._session.get(CreditUseRow, use.id) is None:
            insert_use(self._session, told, operation.op_id)
        self._complete(use.transfer_id, CREDITED, told.lines, who)
        if not self._is_void(use.transfer_id):
            day = credited_on(self._session, use.transfer_id) or use.credit.credited_on
            self._people.hold_places(use.lines, day.year, row.household_id, who)

    def given_up(self, operation: Operation) -> None:
        """Keep that a transfer is no longer awaited."""
        given_up = read_given_up(operation.body)
        known = self._session.get(TransferGivenUpRow, given_up.transfer_id)
        if known is None and self._session.get(AwaitedTransferRow, given_up.transfer_id) is not None:
            insert_given_up(self._session, given_up, operation.op_id)

    def _is_void(self, transfer_id: ReceiptId) -> bool:
        receipt = self._session.get(ReceiptRow, transfer_id)
        return receipt is not None and receipt.cancelled_on is not None

    def _complete(
        self,
        transfer_id: ReceiptId,
        stage: str,
        lines: Sequence[ReceiptLine],
        who: dict[PersonId, PersonId],
    ) -> None:
        """Keep the lines of a stage again where some of them are lost."""
        mine = (TransferLineRow.transfer_id == transfer_id, TransferLineRow.stage == stage)
        kept = self._session.scalar(select(func.count()).select_from(TransferLineRow).where(*mine))
        if lines and kept != len(lines):
            self._session.execute(delete(TransferLineRow).where(*mine))
            insert_lines(self._session, transfer_id, stage, lines, who)

    def _who(self, lines: Sequence[ReceiptLine], home: HouseholdId) -> dict[PersonId, PersonId]:
        return {line.subject.person_id: self._people.person(line.subject, home) for line in lines}

    def _without_erased(
        self, transfer: AwaitedTransfer, home: HouseholdId, who: dict[PersonId, PersonId]
    ) -> AwaitedTransfer:
        erased = self._erased(who)
        payer = transfer.payer
        for line in transfer.lines:
            gone = erased.get(who[line.subject.person_id])
            if gone is not None and has_name(payer, line.subject.name):
                payer = gone.pseudonym
        alone = any(each.alone and each.household_id == home for each in erased.values())
        return replace(
            transfer,
            lines=_pseudonymous(transfer.lines, erased, who),
            payer=payer,
            address="" if alone else transfer.address,
        )

    def _without_erased_in(self, use: CreditUse, who: dict[PersonId, PersonId]) -> CreditUse:
        """Let the tables name nobody who was erased; a bank's words are gone with anybody of the transfer."""
        mine = select(TransferLineRow.person_id).where(TransferLineRow.transfer_id == use.transfer_id)
        everybody = dict.fromkeys(self._session.scalars(mine))
        if not self._erased({each: each for each in everybody}):
            return use
        credit = replace(use.credit, text="", sender="")
        return replace(use, credit=credit, lines=_pseudonymous(use.lines, self._erased(who), who))

    def _erased(self, who: dict[PersonId, PersonId]) -> dict[PersonId, ErasureRow]:
        found = self._session.scalars(select(ErasureRow).where(ErasureRow.person_id.in_(who.values())))
        return {each.person_id: each for each in found}


def _pseudonymous(
    lines: Sequence[ReceiptLine], erased: dict[PersonId, ErasureRow], who: dict[PersonId, PersonId]
) -> tuple[ReceiptLine, ...]:
    return tuple(
        replace(line, subject=Subject(line.subject.person_id, gone.pseudonym))
        if (gone := erased.get(who[line.subject.person_id])) is not None
        else line
        for line in lines
    )
