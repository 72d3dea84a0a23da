"""Least rights: a role of PostgreSQL that serves laptops and officers, and can rewrite nothing."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, text

from provincial_server.database import Database
from provincial_server.errors import (
    DatabaseRightsError,
    RoleMissingError,
    RolesUnknownError,
    RoleTooMightyError,
)
from provincial_server.schema import VERSION_TABLE

_ADDED: Final = ()
_STATE: Final = ("UPDATE (state)",)
_CHANGED: Final = ("UPDATE",)
_TAKEN_AWAY: Final = ("UPDATE", "DELETE")

# Every table is named here: whoever adds one decides whether its rows are for ever.
RIGHTS: Final[Mapping[str, tuple[str, ...]]] = {
    "agent": _CHANGED,
    "alias": _CHANGED,
    "awaited_transfer": _STATE,
    "batch_step": _STATE,
    "book": _TAKEN_AWAY,
    "change": _ADDED,
    "confirmation": _ADDED,
    "device_run": _ADDED,
    "credited_transfer": _STATE,
    "device": _CHANGED,
    "e_receipt_number": _ADDED,
    "enrolment": _CHANGED,
    "envelope": _STATE,
    "erasure_request": _ADDED,
    "given_up_transfer": _STATE,
    "household": _TAKEN_AWAY,
    "membership": _CHANGED,
    "number_fate": _STATE,
    "office": _CHANGED,
    "office_document": _ADDED,
    "office_serial": _CHANGED,
    "officer_act": _ADDED,
    "op": ("UPDATE (outcome, reason)",),
    "person": _TAKEN_AWAY,
    "quarantine": _ADDED,
    "receipt": _STATE,
    "receipt_cancellation": _ADDED,
    "receipt_refund": _ADDED,
    "remittance": _STATE,
    "remitted_receipt": _STATE,
    "restoration": _ADDED,
    "scope": _CHANGED,
}


def give_rights(database: Database, role: str) -> None:
    """Give a role what serving needs and nothing else; it must exist, and own nothing here."""
    if database.engine.dialect.name != "postgresql":
        raise RolesUnknownError
    with database.engine.begin() as connection:
        found = connection.execute(text(_ROLE), {"role": role}).one_or_none()
        if found is None:
            raise RoleMissingError(role)
        if not found.ours:
            # PostgreSQL itself would only warn, and give nothing.
            raise DatabaseRightsError
        if found.mighty:
            raise RoleTooMightyError(role)
        grant(connection, role)


def grant(connection: Connection, role: str) -> None:
    """Take all rights in this database's tables from a role, and give it those of serving."""
    quote = connection.dialect.identifier_preparer.quote
    name, schema = quote(role), quote(str(connection.scalar(text("SELECT current_schema()"))))
    connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}"))
    connection.execute(text(f"REVOKE CREATE ON SCHEMA {schema} FROM {name}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {name}"))
    connection.execute(text(f"GRANT SELECT ON {schema}.{quote(VERSION_TABLE)} TO {name}"))
    for table, rights in RIGHTS.items():
        every = ", ".join(("SELECT", "INSERT", *rights))
        connection.execute(text(f"GRANT {every} ON {schema}.{quote(table)} TO {name}"))


def serving_roles(connection: Connection) -> list[str]:
    """Name the roles that have been given these rights; none where the database knows no roles."""
    if connection.dialect.name != "postgresql":
        return []
    return [str(role) for role in connection.scalars(text(_GIVEN))]


_ROLE = """
SELECT rolsuper OR pg_has_role(pg_roles.oid, relowner, 'MEMBER') AS mighty,
    pg_has_role(relowner, 'MEMBER') AS ours
FROM pg_roles, pg_class WHERE rolname = :role AND pg_class.oid = to_regclass('op')
"""
_GIVEN = """
SELECT DISTINCT pg_get_userbyid(given.grantee)
FROM pg_class, aclexplode(relacl) AS given
WHERE pg_class.oid = to_regclass('op') AND given.privilege_type = 'INSERT' AND given.grantee <> relowner
"""
