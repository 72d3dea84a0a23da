"""Values of the office's commands: what is typed, and what is answered as JSON."""

import getpass
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import click

from agent_app.domain.calendar import civil_date
from provincial_server.office_errors import DateFormatError, DeviceFormatError
from provincial_server.officers import Officer

officer_option = click.option("--officer", help="Cán bộ quyết định; mặc định là tên đăng nhập của máy.")


def officer_of(name: str | None, reason: str = "") -> Officer:
    """Say who acts now; without a name whoever is logged in on this machine."""
    return Officer(getpass.getuser() if name is None else name, datetime.now(UTC), reason)


def read_day(text: str | None, now: datetime) -> date:
    """Read a civil date; without one it is today's in Viet Nam."""
    if text is None:
        return civil_date(now)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateFormatError(text) from error


def read_id(text: str) -> UUID:
    """Read the id of a device, a receipt or an operation."""
    try:
        return UUID(text)
    except ValueError as error:
        raise DeviceFormatError(text) from error


def print_json(value: Mapping[str, object]) -> None:
    """Answer a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
