"""Addresses as papers write them out."""

import re

from agent_app.domain.names import clean, fold, hamlet_of

_WIDER = re.compile(r"(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp|tinh)\b")
_MERE_NEIGHBOURS = re.compile(r"(to|khu) (?!dan pho\b|pho\b)")


def full_address(address: str, hamlet: str | None) -> str:
    """Write the hamlet into an address that names none: behind the house, before commune and province."""
    if not hamlet or _names(address, hamlet):
        return address
    parts = [part for each in address.split(",") if (part := clean(each))]
    at = next((at for at, part in enumerate(parts) if _WIDER.match(fold(part))), len(parts))
    return ", ".join([*parts[:at], hamlet, *parts[at:]])


def _names(address: str, hamlet: str) -> bool:
    """Tell whether an address holds this hamlet, or another spelling of one; "Tổ 5" alone is none."""
    if re.search(rf"(?<!\w){re.escape(fold(hamlet))}(?!\w)", fold(address)):
        return True
    named = hamlet_of(address)
    return named is not None and not _MERE_NEIGHBOURS.match(fold(named))
