"""Two processes issue receipts from one book at the same time."""

from pathlib import Path

import pytest

from scripts.two_tills import run
from tests.long_run import rounds


@pytest.mark.timeout(1800)
def test_two_processes_give_every_number_of_a_book_once(tmp_path: Path) -> None:
    result = run(tmp_path, rounds("receipts of each of two processes", quick=40, full=500))

    assert result.good, result
