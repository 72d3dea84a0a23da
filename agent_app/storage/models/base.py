"""What all tables share: the naming of constraints and how Python types are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from agent_app.domain.bank_statement import CreditId
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.visit import VisitId


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept as milliseconds since 1970: the precision that the log has."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuse a naive time, which could mean any hour."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return None if value is None else to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give the instant in UTC."""
        del dialect
        return None if value is None else from_millis(value)


class Base(DeclarativeBase):
    """Base of every table row; every constraint has a name, so that a later step can drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        Dong: BigInteger,
        datetime: UtcDateTime,
        UUID: Uuid,
        HouseholdId: Uuid,
        PersonId: Uuid,
        ReceiptId: Uuid,
        CreditId: Uuid,
        VisitId: Uuid,
    }
