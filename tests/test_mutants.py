"""Small changes of the contribution rules are noticed; the ones that are not are explained."""

import subprocess
import sys

import pytest

from scripts.mutate import ROOT, Mutant, explained, mutants, report, rule_modules
from tests.long_run import LONG, rounds

EVERY = sum(len(mutants(path)) for path in rule_modules())


@pytest.mark.timeout(3600 if LONG else 120)
def test_changes_of_the_rules_are_noticed() -> None:
    wanted = rounds("mutants of the contribution rules", quick=12, full=EVERY)
    sample = [] if LONG else ["--sample", str(wanted), "--seed", "2026"]

    done = subprocess.run(
        [sys.executable, "-m", "scripts.mutate", *sample],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{wanted} mutants" in done.stdout


def test_every_explanation_is_of_a_change_that_can_be_made() -> None:
    known = {each.shown for path in rule_modules() for each in mutants(path)}

    assert explained() - known == set()


def test_a_survivor_without_an_explanation_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    mutant = Mutant("agent_app.domain.ages", "", 0, "age_on", "a", "b")

    assert report([mutant] * 20, [True] * 19 + [False]) == 1
    assert "SURVIVED  ages.age_on: a → b" in capsys.readouterr().out
    assert report([mutant] * 20, [True] * 20) == 0
