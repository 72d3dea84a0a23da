import subprocess
import sys

import pytest

# The base install has neither the windows' libraries nor the server's.
PROGRAM = """
import sys

ABSENT = {"PySide6", "shiboken6", "alembic", "fastapi", "psycopg", "uvicorn"}

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent)
sys.argv = ["agent-app", *sys.argv[1:]]
from agent_app.cli import run
run()
"""


@pytest.mark.parametrize("arguments", [["--help"], ["due", "import", "--help"], ["sync", "--help"]])
def test_the_command_line_runs_where_there_is_no_qt(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "agent-app" in done.stdout


def test_the_absence_that_these_tests_play_is_real() -> None:
    program = PROGRAM.replace("from agent_app.cli import run\nrun()", "import PySide6.QtCore")

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert "No module named 'PySide6" in done.stderr
