"""The monthly lists, between rows and domain."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from agent_app.domain.due_list import DueListReading, DueRow, Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.plain import canonical
from agent_app.services.ports import DueItem, Listed, Report, no_report
from agent_app.storage.models import DueItemRow, DueListRow
from agent_app.storage.repositories.households import present_person
from agent_app.storage.repositories.tombstones import bring_back_listed

_BATCH = 2_000


def _item_values(list_id: UUID, item: DueItem) -> dict[str, object]:
    own: dict[str, object] = {"id": item.id, "due_list_id": list_id}
    return own | {"person_id": item.person_id, "household_id": item.household_id} | _row_values(item.row)


def _row_values(row: DueRow) -> dict[str, object]:
    return {
        "sheet_row": row.row,
        "name": row.name,
        "insurance_no": row.insurance_no,
        "citizen_id": row.citizen_id,
        "birth": row.birth.iso if row.birth else None,
        "sex": row.sex.value if row.sex else None,
        "address": row.address,
        "phone": row.phone,
        "scheme": row.scheme.value,
        "group_code": row.group,
        "covered_from": row.covered_from.iso if row.covered_from else None,
        "covered_to": row.covered_to.iso if row.covered_to else None,
        "due_on": row.covered_to.last_day if row.covered_to else None,
        "months": row.months,
        "amount": row.amount,
        "household_no": row.household_no,
        "facility": row.facility,
        "agent_code": row.agent_code,
        "original": canonical(dict(row.original.items())),
        "sheet": row.sheet or None,
    }


class SqlDueLists:
    """Fulfils ``ports.DueLists``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def listed(self, person_id: PersonId, scheme: Scheme) -> Listed | None:
        query = (
            select(DueItemRow.group_code, DueItemRow.months, DueItemRow.amount)
            .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
            .where(
                DueItemRow.person_id == present_person(self._session, person_id),
                DueItemRow.scheme == scheme.value,
                DueListRow.shown,
            )
            .order_by(DueListRow.month.desc(), DueItemRow.sheet_row)
        )
        row = self._session.execute(query.limit(1)).first()
        return Listed(row.group_code, row.months, row.amount) if row else None

    def replace(
        self,
        list_id: UUID,
        reading: DueListReading,
        items: Sequence[DueItem],
        imported_at: datetime,
        report: Report = no_report,
    ) -> None:
        hide = (
            update(DueListRow).where(DueListRow.month == reading.month, DueListRow.shown).values(shown=False)
        )
        connection = self._session.connection()
        connection.execute(hide)
        connection.execute(
            insert(DueListRow).values(
                id=list_id,
                month=reading.month,
                file_hash=reading.file_hash,
                imported_at=imported_at,
                shown=True,
            )
        )
        for at in range(0, len(items), _BATCH):
            report(at, len(items))
            rows = [_item_values(list_id, each) for each in items[at : at + _BATCH]]
            connection.execute(insert(DueItemRow), rows)
            bring_back_listed(self._session, list_id)

    def current(self, file_hash: bytes, month: str) -> UUID | None:
        query = select(DueListRow.id).where(
            DueListRow.month == month, DueListRow.file_hash == file_hash, DueListRow.shown
        )
        return self._session.scalar(query)
