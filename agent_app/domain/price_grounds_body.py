"""What a transfer's price rests on beside its lines, as plain maps and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from agent_app.domain.due_list import Scheme
from agent_app.domain.figure_body import figure_body, read_figure
from agent_app.domain.household import PersonId
from agent_app.domain.local_support import LocalBasis, LocalRule, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.plain import (
    Body,
    Plain,
    as_flag,
    as_int,
    as_int_or_none,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
)
from agent_app.domain.receipt import PlaceSource
from agent_app.domain.transfer import PriceGrounds


def price_grounds_body(grounds: PriceGrounds) -> Body:
    """Spread the grounds of a price over a map."""
    ends: list[Plain] = [each.isoformat() if each else None for each in grounds.previous_ends]
    typed: list[Plain] = [
        [scheme.value if scheme else None, _support_body(support)] for scheme, support in grounds.typed
    ]
    return {
        "taken": [_taken_body(each) for each in grounds.taken],
        "previous_ends": ends,
        "typed": typed,
        "rules": [_rule_body(each) for each in grounds.rules],
    }


def read_price_grounds(body: Mapping[str, object]) -> PriceGrounds:
    """Read them back; raise ``KeyError``, ``ValueError`` or ``ArithmeticError`` where they are none."""
    return PriceGrounds(
        tuple(_read_taken(as_map(each)) for each in as_list(body["taken"])),
        tuple(
            None if each is None else date.fromisoformat(as_text(each))
            for each in as_list(body["previous_ends"])
        ),
        tuple(_read_typed(as_list(each)) for each in as_list(body["typed"])),
        tuple(_read_rule(as_map(each)) for each in as_list(body["rules"])),
    )


def _taken_body(taken: TakenPlace) -> Body:
    return {
        "place": taken.place,
        "source": taken.source.value,
        "person_id": taken.person_id.bytes if taken.person_id else None,
    }


def _read_taken(body: Mapping[str, object]) -> TakenPlace:
    who = body["person_id"]
    return TakenPlace(
        as_int(body["place"]),
        PlaceSource(as_text(body["source"])),
        None if who is None else PersonId(as_uuid(who)),
    )


def _support_body(support: LocalSupport) -> Body:
    return {
        "basis": support.basis.value,
        "value": str(support.value),
        "place": support.place,
        "holds_place": support.holds_place,
    }


def _read_typed(parts: list[object]) -> tuple[Scheme | None, LocalSupport]:
    scheme, support = parts
    body = as_map(support)
    named = as_text_or_none(scheme)
    return Scheme(named) if named else None, LocalSupport(
        LocalBasis(as_text(body["basis"])),
        Decimal(as_text(body["value"])),
        as_int_or_none(body["place"]),
        as_flag(body["holds_place"]),
    )


def _rule_body(rule: LocalRule) -> Body:
    return {
        "figure": figure_body(rule.figure),
        "basis": rule.basis.value,
        "scheme": rule.scheme.value,
        "payer": rule.payer,
        "groups": [*sorted(rule.groups)],
        "place": rule.place,
        "age_from": rule.age_from,
        "age_below": rule.age_below,
        "residence": [*sorted(rule.residence)],
        "holds_place": rule.holds_place,
    }


def _read_rule(body: Mapping[str, object]) -> LocalRule:
    return LocalRule(
        read_figure(as_map(body["figure"])),
        LocalBasis(as_text(body["basis"])),
        Scheme(as_text(body["scheme"])),
        as_text(body["payer"]),
        frozenset(as_text(each) for each in as_list(body["groups"])),
        as_int_or_none(body["place"]),
        as_int_or_none(body["age_from"]),
        as_int_or_none(body["age_below"]),
        frozenset(as_text(each) for each in as_list(body["residence"])),
        as_flag(body["holds_place"]),
    )
