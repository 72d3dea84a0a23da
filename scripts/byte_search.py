"""Looks through every byte of a home for the people in it: `scripts/byte-search`.

Without a home of yours, it makes a day's work in a fresh one: the month's list, visits, receipts, papers
printed outside the home, an exchange with the office, a check. Then it looks for every name, citizen id,
BHXH number and phone, in each form in which it might lie on a disk, and proves that it would have found one.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from agent_app.bootstrap import open_home
from agent_app.domain.due_list import AreaRow, DueRow
from agent_app.domain.visit import Outcome
from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter
from agent_app.services.visits import OutcomeRequest, RecordVisit
from scripts.commune import TODAY
from scripts.crash_home import HOME_NAME
from scripts.demo_stage import Stage, stage
from tests.end_to_end.silence import forms, found_in, needles

_SEED = 20261121
_DOORS = 4


def spend_day(ready: Stage) -> None:
    """Do what an agent does from morning to evening, by commands."""
    ready.agent("due", "import", str(ready.due_list))
    lines = json.loads(ready.agent("due", "list", "--json"))
    health = [line for line in lines if line["scheme"] == "BHYT" and line["group"] == "GD"]
    for number, line in enumerate(health[:_DOORS]):
        if number % 3:
            _take_money(ready, line, number)
        else:
            wanted = f"{line['person_id']}:refused:Bận việc nhà {line['name']}"
            ready.agent("visit", "record", "--household", line["household_id"], "--person", wanted)
    ready.agent("person", "search", lines[0]["name"])
    ready.agent("sync")
    ready.agent("check")


def _take_money(ready: Stage, line: Mapping[str, str], number: int) -> None:
    words = ("--person", f"{line['person_id']}:bhyt:12", "--payer", line["name"], "--json")
    receipt = json.loads(ready.agent("receipt", "issue", *words))
    ready.agent("print", "receipt", receipt["id"], "--out", str(ready.folder / f"{number}.pdf"))


@contextmanager
def _still_open(ready: Stage) -> Iterator[None]:
    """Keep the home open behind one more visit, so that the files of a store at work are there, too."""
    core = open_home(Home(ready.home), ready.password())
    try:
        line = core.queries.due_lines(DueFilter(limit=1))[0]
        refused = OutcomeRequest(line.person_id, Outcome.REFUSED, None, line.name)
        core.visits.record(RecordVisit(line.household_id, (refused,), line.name))
        yield
    finally:
        core.close()


def people_of(rows: tuple[AreaRow | DueRow, ...]) -> list[dict[str, object]]:
    """Return what tells of each person."""
    fields = ("name", "insurance_no", "citizen_id", "phone")
    return [{name: getattr(row, name) for name in fields} for row in rows]


def search(home: Path, wanted: Mapping[str, bytes], planted: str) -> bool:
    """Look for them, plant one in each form and look again; say what came out."""
    # The reserve is nothing but chance: looking for ten thousand patterns in it takes minutes.
    files = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("reserve.bin")]
    found = found_in(home, wanted)
    for name, label in found:
        print(f"{name}: {label}", file=sys.stderr)
    seeds, sprouted = forms(planted), 0
    for label, needle in seeds.items():
        bed = home / "planted"
        bed.write_bytes(b"\x00\x01" + needle + b"\x02")
        sprouted += ("planted", label) in found_in(home, {label: needle})
        bed.unlink()
    print(
        f"patterns {len(wanted)}, files {len(files)}, found {len(found)}; "
        f"planted {len(seeds)}, found {sprouted}"
    )
    return not found and bool(files) and sprouted == len(seeds)


def words_in(path: Path) -> dict[str, bytes]:
    """Read words to look for, one on each line."""
    words = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return needles([{"name": word} for word in words])


def main(arguments: list[str] | None = None) -> int:
    """Search a home, by default that of a made-up day; 0 where nobody is found in it."""
    parser = argparse.ArgumentParser(prog="scripts/byte-search", description=__doc__)
    parser.add_argument("--home", type=Path, help="a home that is there already")
    parser.add_argument("--words", type=Path, help="what to look for in it, one on each line")
    parser.add_argument("--seed", type=int, default=_SEED)
    given = parser.parse_args(arguments)
    if (given.home is None) != (given.words is None):
        parser.error("--home and --words go together")
    if given.home is not None:
        wanted = words_in(given.words)
        return 0 if search(given.home, wanted, given.words.read_text("utf-8").split("\n")[0]) else 1
    with tempfile.TemporaryDirectory(prefix="byte-search-") as temporary:
        folder = Path(temporary) / HOME_NAME
        folder.mkdir()
        with stage(folder, given.seed, TODAY) as ready:
            spend_day(ready)
            commune = ready.commune
            wanted = needles(people_of((*commune.people, *commune.due)))
            with _still_open(ready):
                return 0 if search(ready.home, wanted, commune.people[0].name) else 1


if __name__ == "__main__":
    sys.exit(main())
