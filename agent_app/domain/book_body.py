"""Numbers that get no receipt as plain maps for the log, and back."""

from datetime import date

from agent_app.domain.errors import InputError
from agent_app.domain.number_fate import PASSED_FATES, NumberFate, PassedId, PassedNumbers
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.plain import (
    as_int,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)
from agent_app.domain.receipt_book import NUMBER_DIGITS

_HIGHEST = 10**NUMBER_DIGITS - 1


def passed_body(passed: PassedNumbers) -> bytes:
    """Encode numbers that get no receipt."""
    return canonical(
        {
            "id": passed.id.bytes,
            "symbol": passed.symbol,
            "book": passed.book,
            "first": passed.first,
            "last": passed.last,
            "fate": passed.fate.value,
            "on": passed.on.isoformat(),
            "recorded_at": to_millis(passed.recorded_at),
            "reason": passed.reason,
            "slip": passed.slip,
            "agent_code": passed.agent_code,
            "device_id": passed.device_id.bytes,
        }
    )


def read_passed(kind: str, body: bytes) -> PassedNumbers:
    """Read numbers that get no receipt; raise ``BodyUnreadableError`` where a body of this kind says none."""
    try:
        value = as_map(decode(body))
        passed = PassedNumbers(
            PassedId(as_uuid(value["id"])),
            as_text(value["symbol"]),
            as_text(value["book"]),
            as_int(value["first"]),
            as_int(value["last"]),
            NumberFate(as_text(value["fate"])),
            date.fromisoformat(as_text(value["on"])),
            from_millis(as_int(value["recorded_at"])),
            as_text(value["reason"]),
            as_text_or_none(value["slip"]),
            as_text(value["agent_code"]),
            as_uuid(value["device_id"]),
        )
    except (KeyError, ValueError, OverflowError, InputError) as error:
        raise BodyUnreadableError(kind) from error
    in_order = 0 < passed.first <= passed.last <= _HIGHEST
    if passed.fate not in PASSED_FATES or passed.kind != kind or not in_order:
        raise BodyUnreadableError(kind)
    return passed
