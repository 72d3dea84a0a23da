"""Values of the office's commands: what is typed, and what is answered as JSON."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import click

from agent_app.domain.calendar import civil_date
from provincial_server.office_errors import DateFormatError, DeviceFormatError


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
