"""Opening a home, and who may: the password, the recovery code, the PIN."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

import click

from agent_app.cli.answers import show_json
from agent_app.cli.session import Session, pass_session, secret
from agent_app.cli.ways import RECOVERY, RECOVERY_FILE, code

FILE = click.Path(path_type=Path)
PIN_FILE = click.option("--pin-file", type=FILE, help="Tệp chứa mã PIN.")
JSON = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


@click.command()
@click.option("--pin", is_flag=True, help="Mở bằng mã PIN thay cho mật khẩu.")
@PIN_FILE
@RECOVERY
@RECOVERY_FILE
@JSON
@pass_session
def unlock(
    session: Session,
    *,
    pin: bool,
    pin_file: Path | None,
    recovery: bool,
    recovery_file: Path | None,
    as_json: bool,
) -> None:
    """Thử mở sổ và cho biết mở được bằng gì."""
    by_pin, by_recovery = pin or pin_file is not None, recovery or recovery_file is not None
    if by_pin and by_recovery:
        raise click.UsageError("Chỉ chọn một: mã PIN hoặc mã khôi phục.")
    keys = session.keys()
    open_key = (
        partial(keys.by_pin, secret(pin_file, "Mã PIN", "--pin-file"))
        if by_pin
        else _opener(session, recovery_file, recovery=by_recovery)
    )
    began = perf_counter()
    data_key = open_key()
    with_key = perf_counter()
    with session.core_with(data_key) as core:
        opened = perf_counter()
        agent = core.queries.sync_status().agent_code
    ways = keys.ways()
    if as_json:
        show_json(
            {
                "ok": True,
                "by": "pin" if by_pin else _by(recovery=by_recovery),
                "agent_code": agent,
                "pin": ways.pin,
                "recovery": ways.recovery,
                "key_seconds": round(with_key - began, 3),
                "open_seconds": round(opened - with_key, 3),
            }
        )
    else:
        click.echo("Mở được sổ" + (f" của {agent}." if agent else "."))


@click.group()
def password() -> None:
    """Mật khẩu của sổ."""


@password.command()
@RECOVERY
@RECOVERY_FILE
@click.option("--new-password-file", type=FILE, help="Tệp chứa mật khẩu mới.")
@JSON
@pass_session
def change(
    session: Session,
    *,
    recovery: bool,
    recovery_file: Path | None,
    new_password_file: Path | None,
    as_json: bool,
) -> None:
    """Đổi mật khẩu; sổ không bị ghi lại, mã khôi phục vẫn dùng được, mã PIN bị bỏ."""
    by_recovery = recovery or recovery_file is not None
    keys = session.keys()
    data_key = _opener(session, recovery_file, recovery=by_recovery)()
    had_pin = keys.ways().pin
    keys.change_password(data_key, secret(new_password_file, "Mật khẩu mới", "--new-password-file", new=True))
    if as_json:
        show_json({"changed": True, "by": _by(recovery=by_recovery), "pin_removed": had_pin})
    else:
        click.echo("Đã đổi mật khẩu." + (" Mã PIN cũ đã bị bỏ, hãy đặt lại nếu cần." if had_pin else ""))


@click.group()
def recovery() -> None:
    """Mã khôi phục, để mở sổ khi quên mật khẩu."""


@recovery.command("show-once")
@click.option("--renew", is_flag=True, help="Tạo mã mới; mã cũ không dùng được nữa.")
@JSON
@pass_session
def show_once(session: Session, *, renew: bool, as_json: bool) -> None:
    """Tạo mã khôi phục và cho xem một lần duy nhất."""
    keys = session.keys()
    made = keys.new_recovery_code(keys.by_password(session.password()), renew=renew)
    if as_json:
        show_json({"code": made})
    else:
        click.echo(made)
        click.echo("Chép mã này ra giấy, niêm phong, gửi cơ quan BHXH giữ. Máy không cho xem lại.", err=True)


@click.group()
def pin() -> None:
    """Mã PIN, để mở nhanh trên máy này."""


@pin.command("set")
@PIN_FILE
@JSON
@pass_session
def set_pin(session: Session, *, pin_file: Path | None, as_json: bool) -> None:
    """Đặt mã PIN; một nửa khoá nằm trong kho khoá của hệ điều hành."""
    keys = session.keys()
    data_key = keys.by_password(session.password())
    keys.set_pin(data_key, secret(pin_file, "Mã PIN mới", "--pin-file", new=True))
    if as_json:
        show_json({"pin": True})
    else:
        click.echo("Đã đặt mã PIN.")


@pin.command("remove")
@JSON
@pass_session
def remove_pin(session: Session, *, as_json: bool) -> None:
    """Bỏ mã PIN; từ nay chỉ mở bằng mật khẩu. Không cần mật khẩu để bỏ."""
    removed = session.keys().remove_pin()
    if as_json:
        show_json({"pin": False, "removed": removed})
    else:
        click.echo("Đã bỏ mã PIN." if removed else "Sổ này không có mã PIN.")


def _opener(session: Session, recovery_file: Path | None, *, recovery: bool) -> Callable[[], bytes]:
    """Ask for what opens the home; what is returned tries it."""
    keys = session.keys()
    if recovery:
        return partial(keys.by_recovery, code(recovery_file))
    return partial(keys.by_password, session.password())


def _by(*, recovery: bool) -> str:
    return "recovery" if recovery else "password"


COMMANDS = (unlock, password, recovery, pin)
