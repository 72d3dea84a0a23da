"""Programs that do not know the chain of keys: whether they can still check what this server signs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.sync.wire.messages import Hello
from provincial_server.keys import ServerKeys
from provincial_server.tables import DeviceRow, EnrolmentRow

_CHAINS_FROM = 3


def cannot_prove(session: Session, keys: ServerKeys, device: DeviceRow, hello: Hello) -> bool:
    """Tell whether a laptop would find no proof in any custody signature until its program is renewed.

    It knows the keys of its enrolment file alone, and only the present one signs.
    """
    if hello.schema >= _CHAINS_FROM or not keys.rotations:
        return False
    own = EnrolmentRow.claimed_by == device.sign_key, EnrolmentRow.agent_code == device.agent_code
    named = session.scalars(select(EnrolmentRow.server_key).where(*own)).all()
    return keys.sign_public not in named
