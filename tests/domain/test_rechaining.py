"""Lost operations get their own places back where they can, and fresh ones where they cannot."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.operation import Entry, Operation, Position, link
from agent_app.domain.rechaining import rechain
from tests.builders import DEVICE, GENESIS_POSITION, NOW, an_id

MONEY, OTHER = "receipt.issued", "visit.recorded"


def a_log(kinds: list[bool], start: Position = GENESIS_POSITION) -> list[Operation]:
    """Chain operations; a true kind is money."""
    log, position = list[Operation](), start
    for number, money in enumerate(kinds, start.dseq + 1):
        entry = Entry(an_id(number), MONEY if money else OTHER, 1, NOW, b"%d" % number)
        log.append(link(DEVICE, position, entry))
        position = log[-1].position
    return log


def head_of(log: list[Operation]) -> Position:
    """Where a log stands."""
    return log[-1].position if log else GENESIS_POSITION


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.data())
def test_money_comes_back_whole_in_a_chain_that_verifies(kinds: list[bool], data: st.DataObject) -> None:
    log = a_log(kinds)
    cut = data.draw(st.integers(0, len(log)))
    head, lost = head_of(log[:cut]), [each for each in log[cut:] if each.kind == MONEY]

    rechained = rechain(DEVICE, head, lost, 2)

    assert [Entry.of(each) for each in rechained.operations] == [Entry.of(each) for each in lost]
    position = head
    for each in rechained.operations:
        assert each.epoch >= position.epoch
        assert each == link(DEVICE, replace(position, epoch=each.epoch), Entry.of(each))
        position = each.position


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.data())
def test_each_keeps_its_place_up_to_the_first_hole_and_none_behind_it(
    kinds: list[bool], data: st.DataObject
) -> None:
    log = a_log(kinds)
    cut = data.draw(st.integers(0, len(log)))
    lost = [each for each in log[cut:] if each.kind == MONEY]
    unbroken = next((at for at, money in enumerate(kinds[cut:]) if not money), len(lost))

    rechained = rechain(DEVICE, head_of(log[:cut]), lost, 2)

    assert list(rechained.operations[:unbroken]) == lost[:unbroken]
    assert {each.epoch for each in rechained.operations[unbroken:]} <= {2}
    last = max((at for at, money in enumerate(kinds) if money), default=-1)
    assert rechained.others == sum(not money for money in kinds[cut : last + 1])


def test_a_log_that_went_another_way_gets_the_lost_behind_it() -> None:
    lost = a_log([True, False, True])[1:]
    other = a_log([True])
    other.append(link(DEVICE, head_of(other), Entry(an_id(77), OTHER, 1, NOW, b"other")))
    other.append(link(DEVICE, head_of(other), Entry(an_id(78), OTHER, 1, NOW, b"other")))

    rechained = rechain(DEVICE, head_of(other), [lost[1]], 2)

    assert [(each.epoch, each.dseq) for each in rechained.operations] == [(2, 4)]
    assert rechained.others == 0


def test_what_was_chained_in_a_later_epoch_keeps_that_place_too() -> None:
    log = a_log([True])
    later = rechain(DEVICE, head_of(log), a_log([True, False, True])[2:], 2).operations

    assert rechain(DEVICE, head_of(log), later, 3).operations == later


def test_nothing_lost_is_nothing_done() -> None:
    assert rechain(DEVICE, GENESIS_POSITION, [], 2).operations == ()
