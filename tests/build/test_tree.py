"""Only what is committed is built, under the name that it has."""

from pathlib import Path

import pytest

from scripts.installer.build import Build, BuildError
from scripts.installer.tree import check_tree
from tests.build.conftest import VERSION, git


def test_a_clean_tree_without_a_tag_is_a_trial_named_after_its_commit(tree: Path) -> None:
    build = Build.of(tree)

    check_tree(build)

    assert build.label == f"{VERSION}~{build.commit[:9]}"


def test_the_tag_of_the_version_makes_a_release(tree: Path) -> None:
    git(tree, "tag", f"v{VERSION}")

    check_tree(Build.of(tree))

    assert Build.of(tree).label == VERSION


def test_a_tag_of_another_version_is_refused(tree: Path) -> None:
    git(tree, "tag", "v9.9.9")

    with pytest.raises(BuildError, match=r"v9\.9\.9"):
        check_tree(Build.of(tree))


def test_a_change_that_is_not_committed_is_refused(tree: Path) -> None:
    (tree / "new.py").touch()

    with pytest.raises(BuildError, match=r"new\.py"):
        check_tree(Build.of(tree))


def test_a_step_alone_on_a_changed_tree_says_so_in_every_name(tree: Path) -> None:
    git(tree, "tag", f"v{VERSION}")
    (tree / "new.py").touch()

    build = Build.of(tree)

    assert build.label == f"{VERSION}~{build.commit[:9]}+changed"


def test_a_version_without_its_changes_is_refused(tree: Path) -> None:
    (tree / "CHANGELOG.md").write_text("# Thay đổi\n", "utf-8")
    git(tree, "commit", "--quiet", "-a", "-m", "Forget")

    with pytest.raises(BuildError, match="CHANGELOG"):
        check_tree(Build.of(tree))
