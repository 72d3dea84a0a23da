"""What people type about payments: who pays for what, by which plan, with which proof."""

from collections.abc import Sequence
from datetime import date

from agent_app.cli.quote_values import read_local, read_plan
from agent_app.cli.values import (
    SCHEMES,
    ValueUnreadableError,
    read_choice,
    read_count,
    read_date,
    read_id,
    read_whole,
)
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.local_support import LocalRule, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.names import clean
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.receipt import PlaceSource
from agent_app.runtime.rates import load_local_rules
from agent_app.services.door import QUESTIONS
from agent_app.services.payments import LocalTerms, PaymentRequest, ShownDecision
from agent_app.services.typed_numbers import TypedNumber

_PERSON = "--person"
_EXAMPLE = (
    "ID:bhyt:12 | ID:bhyt:12:GB | ID:bhyt:12::2026-12-31 | ID:bhxh:3:1500000 | "
    "ID:bhxh:12:1500000:can-ngheo | ID:bhxh:2y:1500000 | ID:bhxh:missing:24:1500000"
)
_DECISION_EXAMPLE = "123/QĐ-UBND:UBND xã Suối Trúc:2026-01-01:2026-12-31"
_YES_NO = {"yes": True, "no": False}


def read_payment(text: str) -> PaymentRequest:
    """Read ``ID:bhyt:MONTHS[:GROUP[:PREVIOUS_END]]`` or ``ID:bhxh:PLAN[:INCOME[:GROUP[:SUPPORTED]]]``.

    INCOME, GROUP and what stands before something else may stay empty.
    """
    person_id, scheme, *rest = text.split(":")
    if scheme not in SCHEMES or not rest:
        raise ValueUnreadableError(_PERSON, text, _EXAMPLE)
    who = PersonId(read_id(_PERSON, person_id))
    return _health(who, rest, text) if SCHEMES[scheme] is Scheme.HEALTH else _pension(who, rest, text)


def _health(who: PersonId, rest: Sequence[str], text: str) -> PaymentRequest:
    months, group, end = _filled(rest, 3, text)
    if group and not clean(group).isalpha():
        raise ValueUnreadableError(_PERSON, text, _EXAMPLE)
    return PaymentRequest(
        who,
        Scheme.HEALTH,
        read_count(_PERSON, months),
        health_group=clean(group).upper() or None,
        previous_end=read_date(_PERSON, end) if end else None,
    )


def _pension(who: PersonId, rest: Sequence[str], text: str) -> PaymentRequest:
    if rest[0] == "missing" and len(rest) > 1:
        rest = [f"missing:{rest[1]}", *rest[2:]]
    written, income, group, supported = _filled(rest, 4, text)
    plan = read_plan(written)
    return PaymentRequest(
        who,
        Scheme.PENSION,
        plan.months,
        Dong(read_count(_PERSON, income)) if income else None,
        read_choice(_PERSON, group, PensionGroup) if group else None,
        read_whole(_PERSON, supported) if supported else 0,
        plan.kind,
    )


def _filled(parts: Sequence[str], most: int, text: str) -> list[str]:
    if len(parts) > most or not parts[-1]:
        raise ValueUnreadableError(_PERSON, text, _EXAMPLE)
    return [*parts, *[""] * (most - len(parts))]


def read_taken(text: str | None) -> tuple[TakenPlace, ...]:
    """Read places that others of the household paid for elsewhere, as ``1,2``: the household said so."""
    places = (each.strip() for each in text.split(",")) if text else ()
    return tuple(TakenPlace(read_count("--taken", each), PlaceSource.ASKED) for each in places)


def read_decision(text: str | None) -> ShownDecision | None:
    """Read ``NO[:ISSUER[:FROM[:TO]]]``."""
    if text is None:
        return None
    number, *rest = text.split(":")
    if not clean(number) or len(rest) > 3:  # noqa: PLR2004 (issuer and two days)
        raise ValueUnreadableError("--decision", text, _DECISION_EXAMPLE)
    issuer, since, until = [*rest, "", "", ""][:3]
    begun, ended = _day(since), _day(until)
    if begun and ended and ended < begun:
        raise ValueUnreadableError("--decision", text, _DECISION_EXAMPLE)
    return ShownDecision(clean(number), clean(issuer), begun, ended)


def _day(text: str) -> date | None:
    return read_date("--decision", text) if text else None


def read_number(text: str | None, book: str | None) -> TypedNumber | None:
    """Read the number of a printed paper, and its book as ``BOOK`` or ``SYMBOL:BOOK``."""
    if text is None:
        if book is not None:
            raise ValueUnreadableError("--book", book, "--number 0000101 --book 0001")
        return None
    symbol, _, name = (book or "").rpartition(":")
    return TypedNumber(read_count("--number", text.lstrip("0") or "0"), name or None, symbol or None)


def read_answers(texts: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Read what was answered at the door, each as ``QUESTION=no``."""
    known = {each.value for each in QUESTIONS}
    found: dict[str, bool] = {}
    for text in texts:
        question, _, said = text.partition("=")
        if question not in known or said not in _YES_NO:
            raise ValueUnreadableError("--answer", text, " | ".join(f"{each}=no" for each in sorted(known)))
        found[question] = _YES_NO[said]
    return tuple(found.items())


def read_local_terms(texts: Sequence[str]) -> LocalTerms:
    """Read local support: ``[bhyt:|bhxh:]percent:SHARE:BASIS``, ``amount:DONG``, or the name of a rule."""
    typed = list[tuple[Scheme | None, LocalSupport]]()
    rules = list[LocalRule]()
    for text in texts:
        named = [each for each in load_local_rules() if each.figure.name == f"local_support.{text}"]
        if named:
            rules += named
            continue
        scheme, colon, rest = text.partition(":")
        if colon and scheme in SCHEMES:
            typed.append((SCHEMES[scheme], read_local(rest)))
        else:
            typed.append((None, read_local(text)))
    return LocalTerms(tuple(typed), tuple(rules))
