"""What a receipt costs: one commit and one push to the disk, beside those of the database itself."""

from pathlib import Path

from agent_app.domain.due_list import Scheme
from agent_app.runtime.paths import Home
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from benchmarks.watched import watched
from tests.builders import a_household, a_person
from tests.services.bench import sql_bench

ISSUE = IssueReceipt(
    (PaymentRequest(a_person().id, Scheme.HEALTH, 12), PaymentRequest(a_person(2).id, Scheme.HEALTH, 12)),
    "Nguyễn Thị Ánh",
)


def test_a_receipt_is_one_commit_and_one_push_of_the_journal(tmp_path: Path) -> None:
    with watched() as seen, sql_bench(tmp_path) as bench:
        bench.enrol()
        bench.settle_in(a_person(1), a_person(2))
        for _ in range(3):
            seen.forget()
            bench.receipts.issue(ISSUE)

            assert seen.commits == 1
            assert seen.synced == [Home(tmp_path / "home").journal.stat().st_ino]


def test_the_count_sees_a_commit_that_is_one_too_many(tmp_path: Path) -> None:
    with watched() as seen, sql_bench(tmp_path) as bench:
        bench.enrol()
        bench.settle_in(a_person(1), a_person(2))
        seen.forget()

        bench.receipts.issue(ISSUE)
        bench.settle_in(a_person(3), households=(a_household(2),))

        assert seen.commits == 2
