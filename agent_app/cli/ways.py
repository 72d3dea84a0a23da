"""What opens a home or its backups: the password, or the recovery code that the office keeps."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_app.cli.session import Session, secret
from agent_app.runtime.logs import start_logging

if TYPE_CHECKING:
    from agent_app.recovery import Recovery

RECOVERY = click.option("--recovery", is_flag=True, help="Mở bằng mã khôi phục thay cho mật khẩu.")
RECOVERY_FILE = click.option(
    "--recovery-file", type=click.Path(path_type=Path), help="Tệp chứa mã khôi phục."
)


def code(recovery_file: Path | None) -> str:
    """Read the recovery code from its file, or ask for it."""
    return secret(recovery_file, "Mã khôi phục", "--recovery-file")


def recovery_of(session: Session, recovery_file: Path | None, *, recovery: bool) -> "Recovery":
    """Return what needs no open store, with what was given to open it by."""
    from agent_app.recovery import Recovery  # noqa: PLC0415 (help must not wait)
    from agent_app.runtime.key_file import WrapKind  # noqa: PLC0415

    start_logging(session.home)
    if recovery or recovery_file is not None:
        return Recovery(session.home, code(recovery_file), WrapKind.RECOVERY)
    return Recovery(session.home, session.password())
