"""The words for the names of the dated tables."""

import pytest

from agent_app.runtime.figure_names import FIGURE_NAMES, figure_name
from agent_app.runtime.rates import load_tables


def test_every_figure_of_the_tables_has_words() -> None:
    tables = load_tables()
    names = {each.name for each in (*tables.figures, *tables.announced)}

    assert [name for name in names if figure_name(name) == name] == []


def test_no_two_families_share_their_words() -> None:
    assert len(set(FIGURE_NAMES.values())) == len(FIGURE_NAMES)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("base_salary", "lương cơ sở"),
        ("health.support_share.can-ngheo", "tỷ lệ hỗ trợ BHYT (can-ngheo)"),
        ("local_support.vinh-phuc.hssv", "hỗ trợ của địa phương (vinh-phuc.hssv)"),
        ("unheard.of", "unheard.of"),
    ],
)
def test_what_follows_the_family_is_kept(name: str, words: str) -> None:
    assert figure_name(name) == words
