"""The command that enters an agent's laptop and writes the file for it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import click

from agent_app.domain.phone import Phone
from provincial_server.books import parse_book
from provincial_server.cli_values import officer_of, officer_option
from provincial_server.enrolment import VALID, EnrolAgent, enrol
from provincial_server.installation import opened_with_keys
from provincial_server.settings import Settings

_FILE = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
_NO_OFFICE_NAME = (
    "Chưa có tên cơ quan BHXH nên biên lai của máy này in ra sẽ trống chỗ «Đơn vị»: hãy ghi tệp khác với "
    "--office-name và dải số khác trước khi giao."
)


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.command("enrol")
@click.option("--agent-code", required=True, help="Mã nhân viên thu.")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--area", "areas", required=True, multiple=True, help="Địa bàn; có thể lặp lại.")
@click.option("--book", "books", required=True, multiple=True, help="KÝ_HIỆU:QUYỂN:TỪ_SỐ:ĐẾN_SỐ.")
@click.option("--url", help="Địa chỉ máy chủ cho máy này.")
@click.option("--office-name", help="Tên cơ quan BHXH trên giấy tờ.")
@click.option("--organisation", help="Tên tổ chức dịch vụ thu.")
@click.option("--budget-code", help="Mã quan hệ ngân sách.")
@click.option("--card-no", help="Số thẻ nhân viên thu.")
@click.option("--phone", help="Số điện thoại nhân viên thu, in trên thông báo đến hạn.")
@click.option(
    "--valid-days",
    type=click.IntRange(1, 365),
    default=VALID.days,
    show_default=True,
    help="Mã trong tệp dùng được bao nhiêu ngày.",
)
@click.option("--out", type=_FILE, required=True, help="Tệp kết nạp cần ghi.")
@officer_option
@_as_json
@click.pass_obj
def agent_enrol_command(
    places: _Places,
    *,
    agent_code: str,
    name: str,
    areas: tuple[str, ...],
    books: tuple[str, ...],
    url: str | None,
    office_name: str | None,
    organisation: str | None,
    budget_code: str | None,
    card_no: str | None,
    phone: str | None,
    valid_days: int,
    out: Path,
    officer: str | None,
    as_json: bool,
) -> None:
    """Kết nạp một máy cho nhân viên thu: mã dùng một lần, địa bàn và quyển biên lai."""
    command = EnrolAgent(
        agent_code=agent_code,
        name=name,
        areas=areas,
        books=tuple(parse_book(book) for book in books),
        url=url,
        office_name=office_name,
        organisation=organisation,
        budget_code=budget_code,
        card_no=card_no,
        phone=Phone.parse(phone) if phone else None,
        valid=timedelta(days=valid_days),
    )
    with opened_with_keys(places.settings()) as installation:
        made = enrol(installation.database, installation.keys, command, out, officer_of(officer))
    if not made.office.office_name:
        click.echo(_NO_OFFICE_NAME, err=True)
    if as_json:
        click.echo(
            json.dumps(
                {"agent_code": made.agent_code, "areas": list(made.areas), "out": str(out)},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    click.echo(
        f"Đã ghi {out} cho {made.agent_code}; mã trong tệp dùng một lần, có hạn {valid_days} ngày. "
        "Hãy giao tệp tận tay."
    )
