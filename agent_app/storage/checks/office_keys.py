"""Keys of the office against the signatures that made them trusted."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.runtime.office_signature import signed_with
from agent_app.services.ports import Finding
from agent_app.storage.models import OfficeKeyRow
from agent_app.storage.repositories.device import key_link


def office_keys(session: Session) -> Iterator[Finding]:
    """See that every key was announced by the one before it; whoever forged one is trusted in nothing."""
    for row in session.scalars(select(OfficeKeyRow).order_by(OfficeKeyRow.learned_at)):
        link = key_link(row)
        if not signed_with(link.former, link.signature, link.payload()):
            yield Finding("office.key_altered", row.key.hex()[:16])
