"""What `check` says of a home that is damaged, and of one that was restored."""

import json
import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.storage.engine import open_ours
from tests.cli.terminal import PASSWORD, Run

PAGE = 4096


def damage(home: Path, *pages: int) -> None:
    with (home / "store.db").open("rb+") as file:
        for page in pages:
            file.seek((page - 1) * PAGE + 100)
            file.write(os.urandom(300))


def asked(home: Path, sql: str) -> list[Sequence[object]]:
    key = unwrap_data_key(Home(home).keys, PASSWORD)
    with closing(open_ours(home / "store.db", key)) as raw:
        return raw.execute(sql).fetchall()


def root_of(home: Path, table: str) -> int:
    roots = {str(name): root for name, root in asked(home, "SELECT name, rootpage FROM sqlite_master")}
    return int(str(roots[table]))


@pytest.mark.parametrize("table", ["person", "oplog", "receipt_book"])
def test_a_damaged_store_is_told_finding_by_finding(run: Run, home: Path, table: str) -> None:
    damage(home, root_of(home, table))

    said = run("check", "--json")

    told = json.loads(said.out)
    assert (said.code, told["ok"]) == (5, False)
    assert "store.page_seal" in {each["code"] for each in told["findings"]}
    assert all(each["text"] for each in told["findings"])
    words = run("check")
    assert (words.code, f"Có {len(told['findings'])} điểm cần xem lại." in words.out) == (5, True)


def test_a_store_that_does_not_open_is_an_answer_too(run: Run, home: Path) -> None:
    damage(home, 1)

    said = run("check", "--json")

    told = json.loads(said.out)
    assert (said.code, told["ok"], told["standing"]) == (5, False, None)
    assert [each["code"] for each in told["findings"]] == ["store.key"]


def test_a_frozen_book_is_said_once_and_is_no_damage(run: Run, home: Path) -> None:
    asked(home, "UPDATE receipt_book SET frozen_at = 1")

    said = run("check")
    told = json.loads(run("check", "--json").out)

    assert said.code == 0
    assert (said.err.count("tạm khoá"), said.out) == (1, "Sổ nguyên vẹn.\n")
    assert (told["ok"], told["findings"], len(told["standing"]["frozen_books"])) == (True, [], 1)


def test_a_support_bundle_tells_of_a_damaged_store_as_much_as_reads(
    run: Run, home: Path, tmp_path: Path
) -> None:
    damage(home, root_of(home, "receipt_book"))

    said = run("support-bundle", "--out", str(tmp_path / "bundle.zip"))

    assert said.code == 0
    assert (tmp_path / "bundle.zip").stat().st_size > 0
