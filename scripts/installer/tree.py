"""First step: only what is committed is built, and a tag must say the version that is inside."""

from scripts.installer.build import Build, BuildError, git, say


def check_tree(build: Build) -> None:
    """Refuse a tree with changes, a tag of another version, a version that the changes do not name."""
    changed = git(build.root, "status", "--porcelain")
    if changed:
        raise BuildError(f"Còn thay đổi chưa ghi vào git, hãy ghi hoặc cất đi rồi dựng lại:\n{changed}")
    tags = [each for each in git(build.root, "tag", "--points-at", "HEAD").split() if each.startswith("v")]
    if tags and not build.tagged:
        raise BuildError(f"Nhãn {', '.join(tags)} không phải phiên bản {build.version} trong mã.")
    headings = (build.root / "CHANGELOG.md").read_text("utf-8").splitlines()
    if not any(line.startswith(f"## {build.version}") for line in headings):
        raise BuildError(f"CHANGELOG.md chưa có mục «## {build.version}».")
    kind = "bản phát hành" if build.tagged else "bản thử, chưa gắn nhãn"
    say(f"{build.label} ({kind}), commit {build.commit}")
