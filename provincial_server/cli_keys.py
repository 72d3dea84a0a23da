"""The commands for the server's own keys: what they are, and how they are changed."""

from typing import Protocol

import click

from agent_app.domain.calendar import civil_date, shown_date
from provincial_server.cli_values import officer_of, print_json
from provincial_server.installation import opened_with_keys
from provincial_server.key_rotation import rotate
from provincial_server.keys import ServerKeys
from provincial_server.settings import Settings

_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
_SHOWN = 16


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.group("keys")
def keys_group() -> None:
    """Khoá ký và khoá niêm phong của máy chủ."""


@keys_group.command("list")
@_as_json
@click.pass_obj
def keys_list_command(places: _Places, *, as_json: bool) -> None:
    """Các khoá công khai của máy chủ, khoá đang dùng trước; khoá riêng không bao giờ được hiện."""
    with opened_with_keys(places.settings()) as installation:
        keys = installation.keys
    if as_json:
        print_json(_listed(keys))
        return
    since = {each.link.key: each for each in keys.rotations}
    for number, key in enumerate(keys.sign_keys):
        made = since.get(key)
        day = "từ khi khởi tạo" if made is None else f"từ {shown_date(civil_date(made.at))}"
        why = "" if made is None else f"  {made.officer}: {made.reason}"
        use = "đang dùng" if number == 0 else "chỉ để kiểm tra chữ ký cũ"
        click.echo(f"{key.hex()[:_SHOWN]}…  {use}  {day}{why}")


@keys_group.command("rotate")
@click.option("--reason", required=True, help="Vì sao; được giữ mãi trong sổ kiểm tra.")
@click.option("--officer", help="Cán bộ quyết định; mặc định là tên đăng nhập của máy.")
@_as_json
@click.pass_obj
def keys_rotate_command(places: _Places, *, reason: str, officer: str | None, as_json: bool) -> None:
    """Thay khoá của máy chủ; những gì khoá cũ đã ký vẫn đúng, máy của nhân viên thu tự nhận khoá mới."""
    settings = places.settings()
    with opened_with_keys(settings) as installation:
        keys = rotate(installation.database, settings.keys_file, officer_of(officer, reason))
    if as_json:
        shown = {"keys_file": str(settings.keys_file), "former_key": keys.chain[-1].former.hex()}
        print_json(_listed(keys) | shown)
        return
    click.echo(
        f"Đã thay khoá; khoá đang dùng là {keys.sign_public.hex()[:_SHOWN]}…. Hãy sao lưu riêng tệp "
        f"{settings.keys_file} ngay: bản sao lưu cũ của tệp này không còn dùng được. Máy chủ đang chạy tự "
        "dùng khoá mới."
    )


def _listed(keys: ServerKeys) -> dict[str, object]:
    since = {each.link.key: each for each in keys.rotations}
    return {
        "sign_key": keys.sign_public.hex(),
        "seal_key": keys.seal_public.hex(),
        "keys": [
            {
                "sign_key": key.hex(),
                "since": since[key].at.isoformat() if key in since else None,
                "officer": since[key].officer if key in since else None,
                "reason": since[key].reason if key in since else None,
            }
            for key in keys.sign_keys
        ],
    }
