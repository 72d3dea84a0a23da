"""Who is the head of a household."""

import pytest

from agent_app.domain.household import is_head


@pytest.mark.parametrize(
    ("relation", "head"),
    [
        ("Chủ hộ", True),
        ("CHỦ HỘ", True),
        ("chu ho ", True),
        ("Vợ chủ hộ", False),
        ("Con", False),
        ("", False),
        (None, False),
    ],
)
def test_a_head_is_known_however_the_relation_is_spelt(relation: str | None, head: bool) -> None:  # noqa: FBT001
    assert is_head(relation) is head
