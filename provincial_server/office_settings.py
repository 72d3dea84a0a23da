"""What this office settles for all of its agents."""

from datetime import date
from pathlib import Path

from agent_app.domain.office_setting import (
    Setting,
    SettingKey,
    checked_value,
    read_setting,
    setting_document,
    settings_of,
)
from agent_app.domain.replica import PROVINCE
from agent_app.domain.signed_document import DocumentKind, office_file
from provincial_server.database import Database
from provincial_server.keys import ServerKeys
from provincial_server.office import one_at_a_time
from provincial_server.office_documents import Desk, documents
from provincial_server.office_errors import NothingSettledError
from provincial_server.officers import Officer, OfficerAct
from provincial_server.private_file import prepared
from provincial_server.scope_log import append


def settle(  # noqa: PLR0913, PLR0917
    database: Database, keys: ServerKeys, key: SettingKey, value: str | None, since: date, officer: Officer
) -> Setting:
    """Sign a setting that holds from a civil date on; without a value it takes the earlier ones back."""
    kept = None if value is None else checked_value(key, value)
    with database.write() as session:
        one_at_a_time(session)
        document, change = Desk(session, keys, officer.at).issue(
            PROVINCE,
            lambda new, serial, at: setting_document(Setting(new, serial, at, key.value, kept, since)),
        )
        officer.note(session, OfficerAct.SETTLED, f"{key.value} {document.id}")
        append(session, [change])
    return read_setting(document)


def settled(database: Database, day: date) -> list[tuple[Setting, bool]]:
    """Return all that was ever settled, with what holds on a civil date marked."""
    with database.read() as session:
        found = settings_of(documents(session, DocumentKind.SETTING))
    counting = found.counting(day)
    return [(each, each in counting) for each in found.settings]


def export(database: Database, out: Path) -> int:
    """Write all settings to a signed file for laptops without a network; return how many."""
    with database.read() as session:
        found = documents(session, DocumentKind.SETTING)
    if not found:
        raise NothingSettledError
    with prepared(out, office_file(found)):
        pass
    return len(found)
