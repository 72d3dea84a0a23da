"""An empty database becomes a store."""

from uuid import UUID

from agent_app.domain.operation import GENESIS
from agent_app.storage.engine import RawConnection
from agent_app.storage.migrate import build

_FIRST_EPOCH = 1


def make_tables(raw: RawConnection, device_id: UUID) -> None:
    """Make the schema and the one row of the device, which has told nobody anything yet."""
    build(raw)
    raw.execute(
        "INSERT INTO device (id, device_id, epoch, claimed, turn_token, acked_epoch, acked_dseq, acked_hash) "
        "VALUES (1, ?, ?, 0, x'', ?, 0, ?)",
        (device_id.hex, _FIRST_EPOCH, _FIRST_EPOCH, GENESIS),
    )
