"""Transfers and credits by themselves: identities, states, and bodies that read back as they were."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.bank_statement import StatementLine, credits_of, is_account
from agent_app.domain.due_list import Scheme
from agent_app.domain.local_support import LocalBasis, LocalRule, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.plain import canonical, decode
from agent_app.domain.purpose_code import purpose_code
from agent_app.domain.rates import Certainty, Figure
from agent_app.domain.receipt import DoorAnswers, PlaceSource, ReceiptForm, ReceiptId
from agent_app.domain.transfer import (
    AwaitedTransfer,
    CreditMatter,
    CreditUse,
    CreditUsedError,
    FollowedTransfer,
    GivenUpTransfer,
    PayeeAccount,
    PriceGrounds,
    TransferState,
    first_look,
    left_of,
)
from agent_app.domain.transfer_body import (
    awaited_body,
    given_up_body,
    read_awaited,
    read_given_up,
    read_use,
    use_body,
)
from tests.builders import AGENT, DEVICE, NOW, TODAY, a_health_line, a_household, a_person, an_id

ACCOUNT = "0011001932418"


RULE = LocalRule(
    Figure("local_support.xa", Decimal("0.2"), date(2026, 1, 1), None, "NQ 1", Certainty.PRACTICE),
    LocalBasis.ADDITIONAL,
    Scheme.HEALTH,
    "commune",
    frozenset({"GD"}),
    1,
    60,
    80,
    frozenset({"22999"}),
    holds_place=False,
)
GROUNDS = PriceGrounds(
    (TakenPlace(2, PlaceSource.ASKED, a_person(2).id), TakenPlace(3, PlaceSource.SYNCED)),
    (date(2026, 11, 30), None),
    (
        (Scheme.HEALTH, LocalSupport(LocalBasis.TOTAL, Decimal("0.5"))),
        (None, LocalSupport(LocalBasis.AMOUNT, Decimal(66_000), 1, holds_place=False)),
    ),
    (RULE,),
)


def a_transfer(number: int = 1) -> AwaitedTransfer:
    transfer_id = ReceiptId(an_id(0x8000 + number))
    return AwaitedTransfer(
        transfer_id,
        a_household().id,
        purpose_code(transfer_id),
        PayeeAccount("970415", ACCOUNT, "BHXH CO SO"),
        TODAY,
        NOW,
        "Nguyễn Thị Ánh",
        a_household().address,
        (a_health_line(),),
        AGENT,
        DEVICE,
        GROUNDS,
        ReceiptId(an_id(5)),
        DoorAnswers((2,), (("other_card", False),), "thẻ cũ đã trả"),
    )


def a_use(transfer: AwaitedTransfer, used: int = 1_366_200, *, completes: bool = True) -> CreditUse:
    (credit,) = credits_of(
        [StatementLine(7, TODAY, Dong(1_366_200), f"ck {transfer.code}", "FT1")], ACCOUNT, NOW
    )
    return CreditUse(
        an_id(0x8100),
        transfer.id,
        credit,
        Dong(used),
        NOW,
        "hộ báo",
        transfer.lines if completes else (),
        ReceiptForm.SELF_PRINTED if completes else None,
    )


GIVEN_UP = GivenUpTransfer(a_transfer().id, TODAY, NOW, "nhầm")


def test_what_is_logged_reads_back_as_it_was() -> None:
    transfer = a_transfer()

    assert read_awaited(awaited_body(transfer)) == transfer
    for use in (a_use(transfer), a_use(transfer, 5, completes=False)):
        assert read_use(use_body(use)) == use
    assert read_given_up(given_up_body(GIVEN_UP)) == GIVEN_UP


def changed(body: bytes, **values: object) -> bytes:
    value = decode(body)
    assert isinstance(value, dict)
    return canonical(value | values)


@pytest.mark.parametrize(
    "values",
    [{"total": 1}, {"code": "mã"}, {"lines": []}, {"bank_bin": "1"}, {"id": b"1"}, {"grounds": 1}],
)
def test_a_transfer_that_does_not_hold_together_is_refused(values: dict[str, object]) -> None:
    body = changed(awaited_body(a_transfer()), **values)

    with pytest.raises(BodyUnreadableError):
        read_awaited(body)


@pytest.mark.parametrize(
    "values", [{"used": 0}, {"used": 1_366_201}, {"form": None}, {"lines": []}, {"credit": 5}]
)
def test_a_use_that_does_not_hold_together_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(BodyUnreadableError):
        read_use(changed(use_body(a_use(a_transfer())), **values))


@pytest.mark.parametrize("reader", [read_awaited, read_use, read_given_up])
@pytest.mark.parametrize("body", [b"", b"\x01", canonical({}), canonical([])])
def test_other_bytes_are_no_transfer(reader: object, body: bytes) -> None:
    with pytest.raises(BodyUnreadableError):
        reader(body)  # type: ignore[operator]


def test_a_given_up_body_without_a_day_is_refused() -> None:
    with pytest.raises(BodyUnreadableError):
        read_given_up(changed(given_up_body(GIVEN_UP), given_up_on="hôm qua"))


def test_the_states_of_money() -> None:
    transfer = a_transfer()
    part, whole = a_use(transfer, 5, completes=False), a_use(transfer)

    assert FollowedTransfer(transfer).state is TransferState.AWAITED
    assert FollowedTransfer(transfer, (part,)).state is TransferState.PARTIAL
    assert FollowedTransfer(transfer, (whole,)).state is TransferState.CREDITED
    assert FollowedTransfer(transfer, (whole,), receipted=True).state is TransferState.RECEIPTED
    assert FollowedTransfer(transfer, (part,), GIVEN_UP).state is TransferState.GIVEN_UP


def test_nothing_is_left_of_a_used_credit() -> None:
    credit = a_use(a_transfer()).credit

    assert left_of(credit, Dong(1)) == 1_366_199
    with pytest.raises(CreditUsedError):
        left_of(credit, credit.amount)


def test_a_first_look_names_the_first_thing_in_the_way() -> None:
    transfer = a_transfer()
    credit = a_use(transfer).credit
    followed = FollowedTransfer(transfer)

    assert first_look(credit, credit.amount, [followed]) is followed
    assert first_look(credit, Dong(5), [followed]) is CreditMatter.REST
    assert first_look(credit, credit.amount, []) is CreditMatter.UNKNOWN_CODE
    paid = FollowedTransfer(transfer, (a_use(transfer),))
    assert first_look(credit, credit.amount, [paid]) is CreditMatter.ALREADY_PAID


LINES = st.builds(
    StatementLine,
    row=st.integers(1, 99),
    credited_on=st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    amount=st.integers(1, 3).map(Dong),
    text=st.sampled_from(["a b", "A-B", "c"]),
    reference=st.sampled_from(["", "FT1", "FT2"]),
)


@given(st.lists(LINES, max_size=8))
def test_a_statement_gives_the_same_credits_whenever_it_is_read(lines: list[StatementLine]) -> None:
    first = credits_of(lines, ACCOUNT, NOW)

    assert [each.id for each in credits_of(lines, ACCOUNT, NOW)] == [each.id for each in first]
    assert len({each.id for each in first}) == len(first)
    nameless = [each for each in lines if not each.reference]
    assert sum(not each.reference for each in first) == len(nameless)


def test_an_id_of_a_credit_is_a_uuid_of_the_eighth_kind() -> None:
    credit = a_use(a_transfer()).credit

    assert (credit.id.version, UUID(str(credit.id))) == (8, credit.id)


def test_case_marks_and_spaces_of_a_text_make_no_other_credit() -> None:
    line = StatementLine(1, TODAY, Dong(5), "Nộp tiền  BHYT", "FT1")
    same = replace(line, text="NOP TIEN BHYT", row=9)

    assert credits_of([line], ACCOUNT, NOW)[0].id == credits_of([same], ACCOUNT, NOW)[0].id


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        (ACCOUNT, True),
        ("0011 0019 32418", True),
        ("0011xxxxx2418", True),
        ("0011*****2418", True),
        ("0011xxxxx2419", False),
        ("0011xxxx2418", False),
        ("0011001932419", False),
        ("", False),
    ],
)
def test_a_masked_account_fits_where_its_figures_do(told: str, fits: bool) -> None:  # noqa: FBT001
    assert is_account(told, ACCOUNT) is fits
