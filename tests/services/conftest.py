"""The store that each contract test runs on: once in memory, once encrypted on disk."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.services.bench import Bench, memory_bench, sql_bench

OpenBench = Callable[[Path], AbstractContextManager[Bench]]


@pytest.fixture(params=[memory_bench, sql_bench], ids=["memory", "sql"])
def open_bench(request: pytest.FixtureRequest) -> OpenBench:
    """The maker of stores, for tests that need more than one."""
    maker: OpenBench = request.param
    return maker


@pytest.fixture
def bench(open_bench: OpenBench, tmp_path: Path) -> Iterator[Bench]:
    """An empty store with the use cases on it."""
    with open_bench(tmp_path) as made:
        yield made
