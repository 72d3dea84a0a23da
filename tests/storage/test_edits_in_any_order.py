"""Edits, the office's own changes, pulls and answers in any order: in the end both sides say the same."""

import random
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from agent_app.domain.household import Person
from agent_app.domain.operation import OperationState
from agent_app.domain.people_edit import PERSON_POLICIES, FieldEdit, FieldPolicy, row_values, with_values
from agent_app.storage.store import Store
from tests.builders import DEVICE
from tests.long_run import rounds
from tests.ready_home import new_store
from tests.storage.test_edits import ANH, answer, bases, codes, edit, let_in, person, pull
from tests.storage.till import KEY, home_at, opened

FIELDS = ("name", "phone", "relation", "sex")
VALUES = {
    "name": ("Nguyễn Thị Ánh", "Nguyễn Thị Anh", "Nguyễn Ánh Hồng"),
    "phone": ("0911222333", "0944555666", None),
    "relation": ("Chủ hộ", "Vợ", None),
    "sex": ("nam", "nữ", None),
}


@dataclass(slots=True)
class Play:
    """A store, and an office that judges by the policies of fields."""

    store: Store
    chance: random.Random
    theirs: Person = ANH
    ver: int = 1
    waiting: list[tuple[UUID, tuple[FieldEdit, ...]]] = field(default_factory=list)
    said: int = 0

    def edit(self) -> None:
        held = row_values(person(self.store))
        names = self.chance.sample(FIELDS, self.chance.randint(1, 2))
        wanted = {name: self.chance.choice(VALUES[name]) for name in names}
        edits = tuple(
            FieldEdit(each, held[each], wanted[each]) for each in names if wanted[each] != held[each]
        )
        if edits:
            self.said += 1
            self.waiting.append((edit(self.store, *edits, number=self.said), edits))

    def change(self) -> None:
        """Somebody else's edit reaches the office; what a list has said here it cannot empty."""
        name = self.chance.choice(FIELDS)
        value = self.chance.choice([each for each in VALUES[name] if each is not None])
        self.theirs, self.ver = with_values(self.theirs, {name: value}), self.ver + 1

    def pull(self) -> None:
        pull(self.store, self.theirs, ver=self.ver)

    def judge(self) -> None:
        """Answer the oldest edit: apply it, or refuse it, as a human would decide at once."""
        if not self.waiting:
            return
        op_id, edits = self.waiting.pop(0)
        held = row_values(self.theirs)
        contact = {name for name in FIELDS if PERSON_POLICIES[name] is FieldPolicy.CONTACT}
        if all(each.field in contact or held[each.field] in {each.base, each.value} for each in edits):
            values = {each.field: each.value for each in edits}
            self.theirs, self.ver = with_values(self.theirs, values), self.ver + 1
            answer(self.store, op_id, OperationState.ACCEPTED)
        else:
            answer(self.store, op_id, OperationState.REFUSED, "authority")

    def play(self, steps: int) -> None:
        for _ in range(steps):
            self.chance.choice((self.edit, self.change, self.pull, self.judge))()
            assert codes(self.store) == set()
        while self.waiting:
            self.judge()
        self.pull()


def test_in_the_end_the_laptop_says_what_the_office_says(tmp_path: Path) -> None:
    for seed in range(rounds("edits, pulls and answers in any order", quick=3, full=200)):
        home = home_at(tmp_path / str(seed))
        new_store(home, KEY, DEVICE)
        with closing(opened(home)) as store:
            let_in(store)
            game = Play(store, random.Random(seed))  # noqa: S311 (no secret)

            game.play(12)

            shown, told = row_values(person(store)), row_values(game.theirs)
            differing = {name for name in FIELDS if shown[name] != told[name]}
            assert all(told[name] is None for name in differing), f"seed {seed}"
            assert bases(home) == []
            assert codes(store) == set()
