from datetime import date
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.figure_body import basis_body, read_basis
from agent_app.domain.household import Subject
from agent_app.domain.money import Dong
from agent_app.domain.operation import from_millis
from agent_app.domain.operation_body import (
    BodyUnreadableError,
    read_receipt,
    read_visit,
    receipt_body,
    visit_body,
)
from agent_app.domain.plain import NotPlainError, Plain, canonical, decode
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.rates import Certainty, Figure
from agent_app.domain.receipt import PaymentMethod, PlaceSource, Receipt, ReceiptLine
from agent_app.domain.visit import Outcome, PersonOutcome, Visit
from tests.builders import (
    TODAY,
    a_health_line,
    a_pension_line,
    a_receipt,
    a_subject,
    a_visit,
    an_outcome,
    rates,
)
from tests.long_run import rounds

words = st.text(max_size=12)
amounts = st.integers(0, 10**12).map(Dong)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
instants = st.integers(0, 4 * 10**12).map(from_millis)
births = days.map(PartialDate.of) | st.integers(1900, 2026).map(PartialDate)
subjects = st.builds(
    Subject, st.uuids(), words, st.none() | words, st.none() | words, st.none() | births, st.none() | words
)
outcomes = st.one_of(
    st.builds(
        PersonOutcome,
        subjects,
        st.sampled_from([each for each in Outcome if each not in {Outcome.PROMISED, Outcome.REFUSED}]),
    ),
    st.builds(PersonOutcome, subjects, st.just(Outcome.PROMISED), st.dates(TODAY, date(2100, 1, 1))),
    st.builds(PersonOutcome, subjects, st.just(Outcome.REFUSED), st.none(), st.text(min_size=1, max_size=12)),
)
visits = st.builds(
    Visit,
    st.uuids(),
    st.uuids(),
    st.dates(date(2000, 1, 1), TODAY),
    instants,
    words,
    st.lists(outcomes, max_size=3).map(tuple),
)
figures = st.builds(
    Figure,
    words,
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    days,
    st.none() | days,
    words,
    st.sampled_from(Certainty),
)


def a_quote(support: Dong, local: Dong, due: Dong, basis: tuple[Figure, ...]) -> Quote:
    return Quote(Dong(support + local + due), support, local, due, basis)


lines = st.builds(
    ReceiptLine,
    subjects,
    st.sampled_from(Scheme),
    st.integers(1, 60),
    st.builds(CoveragePeriod, days, days, st.integers(0, 90)),
    st.builds(a_quote, amounts, amounts, amounts, st.lists(figures, max_size=3).map(tuple)),
    st.none() | st.integers(1, 20),
    st.none() | st.sampled_from(PlaceSource),
    st.none() | amounts,
)
receipts = st.builds(
    Receipt,
    st.uuids(),
    st.uuids(),
    words,
    words,
    st.integers(1, 9_999_999),
    days,
    instants,
    words,
    words,
    st.sampled_from(PaymentMethod),
    st.lists(lines, min_size=1, max_size=3).map(tuple),
    words,
    st.uuids(),
    st.binary(max_size=64),
)
junk = cast(
    "st.SearchStrategy[Plain]",
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.binary(max_size=17) | words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
        max_leaves=4,
    )
    | st.sampled_from(
        ["2026-13-01", "2026-11-21", "1978", "NaN", "1e9", "cash", "paid", "promised", "refused"]
    ),
)

RECEIPT = a_receipt(7, (a_health_line(place=1), a_pension_line(a_subject(2, "Trần Thị Bảy"))))
VISIT = a_visit(
    an_outcome(Outcome.PAID),
    an_outcome(Outcome.PROMISED, a_subject(2), promised_on=date(2026, 12, 1)),
    an_outcome(Outcome.REFUSED, a_subject(3), reason="đã tham gia nơi khác"),
)


FUZZ = settings(
    max_examples=rounds("bodies with junk inside", quick=150, full=20_000),
    suppress_health_check=[HealthCheck.too_slow],
)


def changed(body: Plain, data: st.DataObject) -> Plain:
    """Put junk somewhere into a body, or leave something out."""
    if isinstance(body, dict) and body and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(body)))
        if not data.draw(st.integers(0, 5)):
            return {name: value for name, value in body.items() if name != key}
        return body | {key: changed(body[key], data)}
    if isinstance(body, list) and body and data.draw(st.integers(0, 5)):
        place = data.draw(st.integers(0, len(body) - 1))
        return [*body[:place], changed(body[place], data), *body[place + 1 :]]
    return data.draw(junk)


@given(visits)
def test_a_visit_comes_back_from_its_bytes(visit: Visit) -> None:
    body = visit_body(visit)

    assert read_visit(body) == visit
    assert visit_body(read_visit(body)) == body


@given(receipts)
def test_a_receipt_comes_back_from_its_bytes(receipt: Receipt) -> None:
    body = receipt_body(receipt)

    assert read_receipt(body) == receipt
    assert receipt_body(read_receipt(body)) == body


@given(st.lists(figures, max_size=4).map(tuple))
def test_the_figures_behind_a_price_come_back(basis: tuple[Figure, ...]) -> None:
    assert read_basis(basis_body(basis)) == basis


def test_a_basis_keeps_the_digits_of_its_figures() -> None:
    share = rates().at("pension.support_share.khac", TODAY)

    assert str(read_basis(basis_body((share,)))[0].value) == "0.20"


def test_bodies_are_canonical() -> None:
    for body in (receipt_body(RECEIPT), visit_body(VISIT)):
        assert canonical(cast("Plain", decode(body))) == body


def test_a_stated_sum_that_is_not_the_lines_sum_is_refused() -> None:
    value = cast("dict[str, Plain]", decode(receipt_body(RECEIPT)))
    value["total"] = int(RECEIPT.total) + 1

    with pytest.raises(BodyUnreadableError) as caught:
        read_receipt(canonical(value))

    assert caught.value.facts() == {"kind": "receipt.issued"}


@pytest.mark.parametrize(("field", "value"), [("gross", 1), ("support", -1), ("months", 0)])
def test_a_line_whose_money_does_not_add_up_is_refused(field: str, value: int) -> None:
    body = cast("dict[str, Plain]", decode(receipt_body(RECEIPT)))
    cast("list[dict[str, Plain]]", body["lines"])[0][field] = value

    with pytest.raises(BodyUnreadableError):
        read_receipt(canonical(body))


def test_a_figure_without_a_value_is_refused() -> None:
    body = cast("dict[str, Plain]", decode(receipt_body(RECEIPT)))
    line = cast("list[dict[str, Plain]]", body["lines"])[0]
    cast("list[dict[str, Plain]]", line["basis"])[0]["value"] = "NaN"

    with pytest.raises(BodyUnreadableError):
        read_receipt(canonical(body))


def test_a_receipt_without_lines_is_refused() -> None:
    body = cast("dict[str, Plain]", decode(receipt_body(RECEIPT))) | {"lines": [], "total": 0}

    with pytest.raises(BodyUnreadableError):
        read_receipt(canonical(body))


def test_a_visit_that_breaks_a_rule_is_unreadable() -> None:
    value = cast("dict[str, list[dict[str, Plain]]]", decode(visit_body(VISIT)))
    value["outcomes"][1]["promised_on"] = None

    with pytest.raises(BodyUnreadableError) as caught:
        read_visit(canonical(cast("Plain", value)))

    assert caught.value.facts() == {"kind": "visit.recorded"}


@pytest.mark.parametrize("millis", [2**63 - 1, -(2**63), 10**17])
def test_an_instant_beyond_the_calendar_is_refused(millis: int) -> None:
    for body, read in ((receipt_body(RECEIPT), read_receipt), (visit_body(VISIT), read_visit)):
        value = cast("dict[str, Plain]", decode(body))
        value["recorded_at"] = millis
        with pytest.raises(BodyUnreadableError):
            read(canonical(value))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_and_nothing_else(body: bytes) -> None:
    for read in (read_receipt, read_visit):
        with pytest.raises(BodyUnreadableError):
            read(body)
    with pytest.raises((NotPlainError, KeyError)):
        read_basis(b"\xa0" + body)


def test_a_body_cut_off_anywhere_is_refused() -> None:
    for body, read in ((receipt_body(RECEIPT), read_receipt), (visit_body(VISIT), read_visit)):
        for length in range(0, len(body), 7):
            with pytest.raises(BodyUnreadableError):
                read(body[:length])


@FUZZ
@given(st.data())
def test_a_receipt_with_junk_inside_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    body = canonical(changed(cast("Plain", decode(receipt_body(RECEIPT))), data))
    try:
        receipt = read_receipt(body)
    except BodyUnreadableError:
        return

    again = receipt_body(receipt)
    assert receipt_body(read_receipt(again)) == again


@FUZZ
@given(st.data())
def test_a_visit_with_junk_inside_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    body = canonical(changed(cast("Plain", decode(visit_body(VISIT))), data))
    try:
        visit = read_visit(body)
    except BodyUnreadableError:
        return

    again = visit_body(visit)
    assert visit_body(read_visit(again)) == again
