"""The window, the reader and an encrypted store together: a list is looked at, taken in and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.importing import Imported, Previewed, TakenBack, Unread
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.tasks import TaskRunner
from tests.cli.terminal import PASSWORD, make_guesses_cheap
from tests.ui.seeing import Eyes, texts
from tests.workbooks.sheets import CAPTIONS, SAMPLES, list_of, person, write_xlsx


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Core]:
    """An open home with nothing in it."""
    home = Home(tmp_path / "Máy chị Hoa")
    create_home(home, PASSWORD)
    make_guesses_cheap(home.folder)
    core = open_home(home, PASSWORD)
    yield core
    core.close()


@pytest.fixture
def view(real: Core, runner: TaskRunner, look: Look, qtbot: QtBot, eyes: Eyes) -> DueListView:
    """The page on that home."""
    made = DueListView(Bench(real, runner, sentence, look))
    qtbot.addWidget(made)
    made.resize(1158, 680)
    made.presenter.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def kind(view: DueListView) -> type[object]:
    return type(view.importing.state)


def test_a_sample_is_looked_at_taken_in_and_taken_back(real: Core, view: DueListView, eyes: Eyes) -> None:
    view.importing.begin(SAMPLES / "03-tcvn3.xls")
    eyes.settle()
    assert kind(view) is Previewed
    assert real.queries.due_months() == []
    assert view.panel.preview.letters.rows.rowCount() > 0
    eyes.shoot(view, "real-preview")

    view.panel.preview.confirm.click()
    eyes.settle()
    assert kind(view) is Imported
    assert real.queries.due_count(DueFilter()) == 80
    assert view.table.rows.total == 80

    view.panel.result.undo_button.click()
    eyes.settle()
    assert kind(view) is TakenBack
    assert real.queries.due_months() == []


def test_a_list_of_strange_captions_is_taken_in_once_they_are_named(
    real: Core, view: DueListView, eyes: Eyes, tmp_path: Path
) -> None:
    strange = [f"Ô {letter}" for letter in "ABCDEFGH"]
    rows = [strange if row == list(CAPTIONS) else row for row in list_of(person())]
    view.importing.begin(write_xlsx(tmp_path / "la.xlsx", {"T12": rows}))
    eyes.settle()
    assert kind(view) is Unread
    board = view.panel.unread.board
    for caption, field in (("Ô B", "name"), ("Ô C", "insurance_no"), ("Ô G", "to")):
        board.boxes[caption].setCurrentIndex(board.boxes[caption].findData(field))
    view.panel.unread.again.click()
    eyes.settle()
    assert board.boxes["Ô B"].currentData() == "name", (
        "three columns make no list, but they are not forgotten"
    )

    board.boxes["Ô E"].setCurrentIndex(board.boxes["Ô E"].findData("birth"))
    view.panel.unread.again.click()
    eyes.settle()
    assert "danh sách tháng 12/2026 (theo tiêu đề)" in texts(view)
    view.panel.preview.confirm.click()
    eyes.settle()

    (line,) = real.queries.due_lines(DueFilter())
    assert (line.name, line.due_on is not None) == ("Nguyễn Thị Ánh", True)
