from dataclasses import replace
from random import Random

import pytest

from scripts.crash import Harness, Tally
from scripts.crash_lives import Kind
from scripts.power_disk import read_calls
from scripts.power_sight import MUST_BE_SEEN, BlindShimError, sight
from tests.crash.conftest import SEED
from tests.long_run import rounds

_PATIENCE = 5


def ended_again_and_again(ward: Harness, count: int) -> Tally:
    """Run rounds of one kind with dice and a tally of their own; on a busy machine more, until one counts."""
    mine = replace(ward, random=Random(SEED), tally=Tally())  # noqa: S311
    mine.life = mine.begin(Kind.GROWN)
    for done in range(count * _PATIENCE):
        if done >= count and mine.tally.safe:
            break
        mine.round()
    return mine.tally


@pytest.mark.timeout(1800)
def test_whatever_was_called_safe_survives_a_kill_and_nothing_is_half(ward: Harness) -> None:
    tally = ended_again_and_again(replace(ward, shim=None), rounds("homes under SIGKILL", quick=1, full=300))

    assert tally.good, tally


@pytest.mark.timeout(1800)
def test_whatever_was_called_safe_survives_a_power_cut_and_nothing_is_half(ward: Harness) -> None:
    tally = ended_again_and_again(ward, rounds("homes under power cuts", quick=1, full=300))

    assert tally.good, tally


def test_without_syncs_a_power_cut_loses_what_was_called_safe(ward: Harness) -> None:
    tally = ended_again_and_again(replace(ward, sabotage=True), 3)

    assert tally.lost > 0
    assert not tally.good


def test_the_shim_sees_the_writes_and_syncs_of_store_write_ahead_log_and_journal(ward: Harness) -> None:
    ward.seen()
    assert ward.shim is not None
    seen = sight(read_calls(ward.shim.record))

    assert all(seen[each] > 0 for each in MUST_BE_SEEN)


def test_a_shim_that_does_not_see_the_writes_is_told() -> None:
    with pytest.raises(BlindShimError, match=r"store\.db-wal written"):
        sight([])
