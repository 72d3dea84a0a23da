"""The command that serves laptops."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click

from agent_app.domain.calendar import civil_date, shown_date
from provincial_server.cli_values import print_json
from provincial_server.health import days_left
from provincial_server.installation import opened, opened_with_keys
from provincial_server.logs import log_to_stderr
from provincial_server.serving import Place, Tls
from provincial_server.serving_role import RIGHTS, give_rights
from provincial_server.settings import Settings
from provincial_server.workers import Post, Workers, read_token, require_many_writers, serve

_FILE = click.Path(path_type=Path)
_MOST_WORKERS = 64
_DAYS_OF_WARNING = 30


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option("--tls-cert", type=_FILE)
@click.option("--tls-key", type=_FILE)
@click.option(
    "--workers",
    type=click.IntRange(1, _MOST_WORKERS),
    default=1,
    show_default=True,
    help="Số tiến trình cùng phục vụ; nhiều hơn một chỉ với PostgreSQL.",
)
@click.option(
    "--metrics-token-file", type=_FILE, help="Tệp chứa mã để xem /metrics; không có thì chỉ xem từ máy này."
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@click.pass_obj
def serve_command(
    places: _Places,
    *,
    host: str,
    port: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    workers: int,
    metrics_token_file: Path | None,
    as_json: bool,
) -> None:
    """Phục vụ đồng bộ cho máy của nhân viên thu; --port 0 tự chọn cổng trống."""
    settings = places.settings()
    token = None if metrics_token_file is None else read_token(metrics_token_file)
    if workers > 1:
        require_many_writers(settings)
    with opened_with_keys(settings):
        # What is wrong with the database or the keys is told before anything listens.
        tls = Tls.of(tls_cert, tls_key)
        place = Place.open(host, port, tls)
    if tls is not None:
        _warn(tls, datetime.now(UTC))
    log_to_stderr()
    text = json.dumps({"url": place.url}) if as_json else f"Máy chủ sẵn sàng tại {place.url}"
    post = Post(settings, place, token, workers)

    def ready() -> None:
        click.echo(text)

    if workers == 1:
        serve(post, ready)
    else:
        Workers(post).run(ready)


def _warn(tls: Tls, now: datetime) -> None:
    ends = tls.ends()
    left, day = days_left(ends, now), shown_date(civil_date(ends))
    if left >= _DAYS_OF_WARNING:
        return
    what = (
        f"đã hết hạn ngày {day}. Máy nhân viên thu sẽ không kết nối; hãy"
        if left < 0
        else f"còn {left} ngày, hết hạn ngày {day}. Hãy"
    )
    click.echo(f"Chú ý: chứng thư {tls.certificate} {what} thay chứng thư rồi chạy lại máy chủ.", err=True)


@click.command("serving-role")
@click.argument("role")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@click.pass_obj
def serving_role_command(places: _Places, *, role: str, as_json: bool) -> None:
    """Cho một vai trò PostgreSQL đúng các quyền để phục vụ: thêm được, không sửa hay xoá sổ được."""
    with opened(places.settings()) as database:
        give_rights(database, role)
    if as_json:
        print_json({"role": role, "tables": len(RIGHTS)})
        return
    click.echo(f"Vai trò {role} phục vụ được, và không sửa hay xoá được những gì phải giữ mãi.")
