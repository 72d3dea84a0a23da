"""Where somebody is in the window, and how it stands."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from agent_app.ui.places import Place

if TYPE_CHECKING:
    from agent_app.domain.household import HouseholdId


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody was when the window was locked."""

    place: Place
    household_id: "HouseholdId | None"
    geometry: QByteArray
