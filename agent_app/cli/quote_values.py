"""What people type after ``quote``: members, plans, local rules, rates."""

import re
from decimal import Decimal
from pathlib import Path

from agent_app.cli.values import ValueUnreadableError, read_count, read_optional_date, read_whole
from agent_app.domain.household_quote import Member
from agent_app.domain.local_support import LocalBasis, LocalSupport
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.rates import RateBook
from agent_app.runtime.rates import RateFileError, load_rates

_LOCAL = "--local"
_LOCAL_EXAMPLE = "percent:50:total | percent:20:additional | percent:10:of-minimum | amount:66000"
_MEMBER_EXAMPLE = "GD:12 | GB:6:2026-12-31 | GD:6:2026-07-14:1"
_PLAN_EXAMPLE = "1 | 3 | 6 | 12 | 2y | 3y | 4y | 5y | missing:24"
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_YEARS = re.compile(r"([0-9]{1,3})y", re.ASCII)
# A monthly yield of a tenth is a percentage that was typed as it is spoken.
_TOO_HIGH = Decimal("0.1")
_WHOLE = Decimal(100)


def read_local(text: str) -> LocalSupport:
    """Read ``percent:SHARE:BASIS`` or ``amount:DONG``; shares are percentages, đồng count by the month."""
    match text.split(":"):
        case ["amount", amount]:
            return LocalSupport(LocalBasis.AMOUNT, Decimal(read_whole(_LOCAL, amount)))
        case ["percent", share, word] if word in _SHARE_BASES and _DECIMAL.fullmatch(share):
            if Decimal(share) <= _WHOLE:
                return LocalSupport(LocalBasis(word), Decimal(share) / _WHOLE)
    raise ValueUnreadableError(_LOCAL, text, _LOCAL_EXAMPLE)


_SHARE_BASES = {LocalBasis.TOTAL.value, LocalBasis.ADDITIONAL.value, LocalBasis.OF_MINIMUM.value}


def read_member(text: str) -> Member:
    """Read ``GROUP:MONTHS[:PREVIOUS_END[:PLACE]]``; PREVIOUS_END may stay empty."""
    group, *rest = text.split(":")
    if not group or not 1 <= len(rest) <= 3:  # noqa: PLR2004
        raise ValueUnreadableError("--member", text, _MEMBER_EXAMPLE)
    months, previous_end, place = [*rest, "", ""][:3]
    return Member(
        group,
        read_count("--member", months),
        read_optional_date("--member", previous_end or None),
        read_count("--member", place) if place else None,
    )


def read_places(name: str, text: str | None) -> frozenset[int]:
    """Read places of a household's order as ``1,2``."""
    return frozenset(read_count(name, each.strip()) for each in text.split(",")) if text else frozenset()


def read_plan(text: str) -> PaymentPlan:
    """Read ``12`` months, ``3y`` ahead or ``missing:24`` months."""
    if years := _YEARS.fullmatch(text):
        return PaymentPlan.ahead(read_count("--plan", years[1]))
    kind, colon, months = text.rpartition(":")
    if not (months.isascii() and months.isdigit() and (kind == "missing" if colon else True)):
        raise ValueUnreadableError("--plan", text, _PLAN_EXAMPLE)
    count = read_count("--plan", months)
    return PaymentPlan.missing(count) if colon else PaymentPlan.periodic(count)


def read_rate(text: str | None) -> Decimal | None:
    """Read a monthly yield as a fraction, ``0.0031``."""
    if text is None:
        return None
    if not _DECIMAL.fullmatch(text) or Decimal(text) >= _TOO_HIGH:
        raise ValueUnreadableError("--rate", text, "0.0031")
    return Decimal(text)


def read_rates(corrections: Path | None) -> RateBook:
    """Return the figures that ship, with those of an office's file in their place."""
    try:
        return load_rates(corrections=corrections)
    except RateFileError as error:
        if corrections is None:
            raise
        raise ValueUnreadableError("--rates", corrections.name, "agent-app rates check TỆP") from error
