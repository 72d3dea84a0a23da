"""How a home in memory stands: as a test says."""

from dataclasses import replace

from agent_app.services.standing import Standing


class FakeStanding:
    """Stands well until a test changes ``stands``."""

    stands = Standing()

    def standing(self) -> Standing:
        """Tell."""
        return self.stands

    def note_replays(self) -> None:
        """Forget what was put back."""
        self.stands = replace(self.stands, replays=())
