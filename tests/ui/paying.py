"""A payment at the till: who pays for what, and what stands on the page."""

from dataclasses import replace

from PySide6.QtWidgets import QAbstractButton, QWidget

from agent_app.domain.household import HouseholdId
from agent_app.services.lines import HouseholdPage
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.households.wish import first_wish
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes

FIRST, SECOND = HouseholdId(an_id(1)), HouseholdId(an_id(2))


def a_draft(core: FakeCore, of: HouseholdId = FIRST, **changes: object) -> Draft:
    """Say what a household wants to pay."""
    page: HouseholdPage = core.queries.household(of, 2026)
    requests = first_wish(page).requests(page.members)
    made = Draft(page, requests, core.quote(of, requests, TODAY), TODAY)
    return replace(made, **changes)  # type: ignore[arg-type]


def begin(view: CollectView, draft: Draft, eyes: Eyes) -> None:
    """Put a draft on the page."""
    view.presenter.begin(draft)
    eyes.settle()


def press(button: QAbstractButton, eyes: Eyes) -> None:
    """Press a button and wait for what it leads to."""
    button.click()
    eyes.settle()


def seen(widget: QWidget, view: QWidget) -> bool:
    """Tell whether a widget stands on the page."""
    return widget.isVisibleTo(view)
