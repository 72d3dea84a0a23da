"""The public keys that this home has signed receipts with: a restored home signs with another one."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.storage.models.base import Base


class SigningKeyRow(Base):
    """One Ed25519 public key."""

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("length(key) = 32", name="key"),)

    key: Mapped[bytes] = mapped_column(primary_key=True)
