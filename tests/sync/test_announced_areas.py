"""An area that the server announces, and sends whole with the next answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent_app.sync.exchange import Exchange, Round
from agent_app.sync.wire.messages import Section, Segment
from tests.builders import a_book, a_household, a_person, an_enrolment
from tests.services.bench import Bench, memory_bench, sql_bench
from tests.sync.fake_server import AREA, FakeServer


@pytest.fixture(params=[memory_bench, sql_bench], ids=["memory", "disk"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with request.param(tmp_path) as made:
        yield made


def announced(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Take the rows out of the segments, as a server does that has no room left."""
    return tuple(
        replace(each, rows=(), to=each.after, sum=each.base_sum, more=True)
        if isinstance(each, Segment)
        else each
        for each in sections
    )


def once(bench: Bench, server: FakeServer) -> Round:
    return Exchange(bench.open_unit, bench.signer, bench.clock, "test").once(server)


@pytest.mark.parametrize("renewed", [False, True])
def test_an_announced_area_comes_whole_with_the_next_round(bench: Bench, *, renewed: bool) -> None:
    server = FakeServer()
    bench.enrol(a_book(1, 50), an_enrolment(server_sign_keys=(server.public_key,)))
    server.publish(a_household(), a_person())
    if renewed:
        once(bench, server)
        server.renew()
    server.change_answer = announced

    waiting = once(bench, server)
    server.change_answer = lambda sections: sections
    whole = once(bench, server)

    assert (waiting.received, waiting.more) == (0, True)
    assert (whole.received, whole.more) == (2, False)
    with bench.open_unit() as unit:
        assert unit.replica.cursors() == [server.scopes[AREA].cursor(AREA)]
    assert bench.queries.counts().people == 1
