"""A week over a bad line, and what its proof must notice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from agent_app.domain.money import Dong
from scripts.evening_walk import Plan
from scripts.week_hand import Hands, hands
from scripts.week_line import Fault
from scripts.week_play import Asked, Week, staged
from scripts.week_proof import ViolatedError, prove
from scripts.week_reading import Counter, Laptop, OfficeBooks
from scripts.week_replica import Replica
from tests.long_run import LONG, rounds
from tests.postgres import fresh_database

DAYS = rounds("days of agents on a bad line", quick=2, full=7)
KILLS = rounds("server and laptops killed at any moment", quick=10, full=100)
DEVICES = 5 if LONG else 2
PLAN = Plan(payments=5 if LONG else 4, matched=1, partial=1, unknown=0, cancelled=1, spoiled=1)
NAMES = ["own check", "L1", "I1", "I2", "outcomes", "acknowledged", "I3", "I4", "I6", "I7", "I8", "I9", "I10"]


@dataclass(frozen=True, slots=True)
class Books:
    """What everybody has at the end of a week; a proof of it is made again and again."""

    laptops: tuple[Laptop, ...]
    replicas: tuple[Replica, ...]
    office: OfficeBooks
    acknowledged: dict[str, int]

    def prove(self) -> Sequence[str]:
        """Prove all invariants; return their names."""
        return [name for name, _ in prove(self.laptops, self.replicas, self.office, self.acknowledged).held]


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    """Processes that have loaded both programs."""
    with hands(tmp_path_factory.mktemp("hands") / "said") as ready:
        yield ready


@contextmanager
def played(folder: Path, url: str, asked: Asked, workers: Hands) -> Iterator[Week]:
    """Play a week, whatever it comes to."""
    with staged(folder, url, asked, workers) as week:
        week.play(lambda _words: None)
        yield week


def a_changed_body(books: Books) -> Books:
    first, *others = books.office.received
    spoiled = replace(first, operation=replace(first.operation, body=b"\x00"))
    return replace(books, office=replace(books.office, received=(spoiled, *others)))


def a_lost_operation(books: Books) -> Books:
    return replace(books, office=replace(books.office, received=books.office.received[:-1]))


def an_operation_twice(books: Books) -> Books:
    received = books.office.received
    return replace(books, office=replace(books.office, received=(*received, received[-1])))


def another_outcome(books: Books) -> Books:
    first, *others = books.laptops
    told = dict(first.outcomes)
    told[first.operations[-1].op_id] = ("refused", "nobody knows")
    return replace(books, laptops=(replace(first, outcomes=told), *others))


def a_receipt_booked_twice(books: Books) -> Books:
    booked = books.office.booked
    return replace(books, office=replace(books.office, booked=(*booked, booked[0])))


def a_forgotten_receipt(books: Books) -> Books:
    return replace(books, acknowledged=books.acknowledged | {"0" * 32: 1})


def more_money(books: Books) -> Books:
    money = replace(books.office.money, accepted=Dong(books.office.money.accepted + 1))
    return replace(books, office=replace(books.office, money=money))


def another_version_on_a_laptop(books: Books) -> Books:
    first, *others = books.replicas
    key, row = next(iter(first["rows"].items()))
    rows = first["rows"] | {key: {**row, "ver": row["ver"] + 1}}
    return replace(books, replicas=({**first, "rows": rows}, *others))


def another_name_on_a_laptop(books: Books) -> Books:
    first, *others = books.replicas
    key, row = next((key, row) for key, row in first["rows"].items() if key.startswith("person"))
    rows = first["rows"] | {key: {**row, "fields": {**row["fields"], "name": "Ai Đó"}}}
    return replace(books, replicas=({**first, "rows": rows}, *others))


def a_foreign_area(books: Books) -> Books:
    return replace(
        books, office=replace(books.office, members=dict.fromkeys(books.office.members, frozenset()))
    )


def a_gap_in_a_log(books: Books) -> Books:
    scope, changes = next(
        (scope, each) for scope, each in books.office.changes.items() if "area" not in scope
    )
    # The counter still tells of the entry that is gone.
    gone = {**books.office.changes, scope: changes[:-1]}
    return replace(books, office=replace(books.office, changes=gone))


def another_sum(books: Books) -> Books:
    scope, counter = next((s, each) for s, each in books.office.scopes.items() if each.seq)
    wrong = Counter(counter.gen, counter.seq, counter.sum ^ 1, counter.floor)
    return replace(books, office=replace(books.office, scopes={**books.office.scopes, scope: wrong}))


def a_number_twice(books: Books) -> Books:
    one, other = [each for each in books.office.booked if each.state == "accepted" and each.number][:2]
    booked = tuple(
        replace(each, number=one.number) if each is other else each for each in books.office.booked
    )
    return replace(books, office=replace(books.office, booked=booked))


def a_broken_chain(books: Books) -> Books:
    first, *others = books.laptops
    head, second, *rest = first.operations
    cut = (head, replace(second, prev_hash=bytes(32)), *rest)
    return replace(books, laptops=(replace(first, operations=cut), *others))


def a_cursor_ahead(books: Books) -> Books:
    first, *others = books.replicas
    scope, (gen, seq, total) = next(iter(first["cursors"].items()))
    return replace(
        books, replicas=({**first, "cursors": {**first["cursors"], scope: (gen, seq, total ^ 1)}}, *others)
    )


def something_waits(books: Books) -> Books:
    return replace(books, laptops=tuple(replace(each, waiting=1) for each in books.laptops))


HARMS: Mapping[Callable[[Books], Books], str] = {
    something_waits: "L1",
    a_lost_operation: "I1",
    an_operation_twice: "I1",
    a_changed_body: "I2",
    another_outcome: "outcomes",
    a_receipt_booked_twice: "outcomes",
    a_forgotten_receipt: "acknowledged",
    more_money: "I3",
    another_name_on_a_laptop: "I4",
    a_foreign_area: "I6",
    another_sum: "I7",
    a_gap_in_a_log: "I7",
    a_number_twice: "I8",
    a_broken_chain: "I9",
    another_version_on_a_laptop: "I10",
    a_cursor_ahead: "I10",
}


def violated_by(harm: Callable[[Books], Books], books: Books) -> str:
    """Do some harm, and return the invariant that the proof names."""
    with pytest.raises(ViolatedError) as violated:
        harm(books).prove()
    return violated.value.invariant


@pytest.mark.timeout(1800)
def test_after_a_week_on_a_bad_line_money_is_the_same_everywhere_or_the_proof_names_what_is_violated(
    tmp_path: Path, workers: Hands
) -> None:
    asked = Asked(DEVICES, DAYS, 3, PLAN)
    with played(tmp_path, f"sqlite:///{tmp_path / 'office.db'}", asked, workers) as week:
        assert len(week.faults()) > len(Fault) // 3, "the line was not bad enough to prove anything"
        books = Books(*week.read())

    assert books.prove() == NAMES
    assert sum(len(each.receipts) for each in books.laptops) >= DEVICES * DAYS * 2
    assert {harm: violated_by(harm, books) for harm in HARMS} == HARMS


@pytest.mark.timeout(1800)
def test_server_and_laptops_killed_at_any_moment_lose_and_double_nothing(
    tmp_path: Path, postgres_url: str, workers: Hands
) -> None:
    with fresh_database(postgres_url) as make:
        asked = Asked(DEVICES if LONG else 1, 0, 5, PLAN, kills=KILLS)
        with played(tmp_path, make(), asked, workers) as week:
            proof = week.prove()
            assert [name for name, _ in proof.held] == NAMES
            assert week.office.restarts > 0
