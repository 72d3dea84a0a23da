"""What holds of credits whatever happens: the power goes, amounts are drawn at random."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_app.domain.operation import OperationKind
from agent_app.domain.transfer import (
    CreditUsedError,
    TransferOverpaidError,
    TransferSettledError,
    TransferState,
)
from agent_app.services.ports import no_report
from tests.fakes import CrashError, Fuse, fused
from tests.services.bench import memory_bench
from tests.services.teller import PAY_SECOND, STATEMENT, Teller, a_line

WHOLE = (
    OperationKind.TRANSFER_AWAITED,
    OperationKind.TRANSFER_CREDITED,
    OperationKind.VISIT_RECORDED,
    OperationKind.RECEIPT_ISSUED,
)


def test_wherever_the_power_goes_money_is_receipted_whole_or_not_at_all() -> None:
    calls, finished = 0, False
    while not finished:
        calls += 1
        with memory_bench(Path()) as bench:
            teller = Teller(bench)
            teller.open_day()
            transfer = teller.wait()
            teller.put(a_line(transfer.code))
            fuse = Fuse(calls)
            broken = replace(teller.statements, open_unit=fused(bench.open_unit, fuse))
            try:
                broken.take_in(STATEMENT, no_report)
                finished = True
            except CrashError:
                state = teller.get(transfer.id).state
                kinds = [each.kind for each in bench.operations()]
                assert kinds in ([OperationKind.TRANSFER_AWAITED], [*WHOLE])
                assert (state is TransferState.RECEIPTED) == (len(kinds) > 1)
                teller.take_in()
            assert teller.get(transfer.id).state is TransferState.RECEIPTED
            assert [each.kind for each in bench.operations()] == [*WHOLE]
    assert calls > 20


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 2_000_000), min_size=1, max_size=6), st.data())
def test_never_does_more_count_than_came_nor_for_a_receipt_than_it_says(
    amounts: list[int], data: st.DataObject
) -> None:
    with memory_bench(Path()) as bench:
        teller = Teller(bench)
        teller.open_day()
        waiting = [teller.wait(), teller.wait(PAY_SECOND)]
        teller.take_in(
            *(
                a_line(
                    data.draw(st.sampled_from([waiting[0].code, waiting[1].code, "x"])),
                    amount,
                    reference=f"F{n}",
                )
                for n, amount in enumerate(amounts)
            )
        )
        for opened in teller.statements.unmatched().credits:
            transfer = data.draw(st.sampled_from(waiting))
            try:
                teller.statements.match(opened.credit.id, transfer.id, "thử")
            except (TransferSettledError, TransferOverpaidError, CreditUsedError):
                continue
        with bench.open_unit() as unit:
            left = sum(each.left for each in unit.transfers.credits_left())
            followed = [unit.transfers.get(each.id) for each in waiting]
        assert sum(each.credited for each in followed) + left == sum(amounts)
        for each in followed:
            assert each.receipted == (each.completion is not None)
            if each.completion is not None:
                assert each.credited == sum(line.quote.due for line in each.completion.lines)
