"""How a home stands, as JSON."""

from collections.abc import Sequence

from agent_app.cli.answers import Fields
from agent_app.services.standing import Replay, Standing


def standing_answer(standing: Standing, replays: Sequence[Replay]) -> Fields:
    """Show how a home stands, with all that was ever put back from the journal of money."""
    return {
        "read_only": standing.read_only,
        "low_disk": standing.low_disk,
        "clock_behind": standing.clock_behind,
        "frozen_books": list(standing.frozen_books),
        "replays": [
            {
                "at": each.at.isoformat(),
                "receipts": each.receipts,
                "total": each.total,
                "others": each.others,
                "unnumbered": each.unnumbered,
            }
            for each in replays
        ],
    }
