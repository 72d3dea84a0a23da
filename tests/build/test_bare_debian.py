"""What a removal leaves behind is seen, wherever it lies."""

from pathlib import Path

from scripts.installer.bare_debian import left_of


def test_files_and_folders_of_ours_that_stay_are_named(tmp_path: Path) -> None:
    (tmp_path / "usr" / "bin").mkdir(parents=True)
    (tmp_path / "usr" / "bin" / "agent-app").symlink_to("../../opt/di-tung-nha/agent-app")
    (tmp_path / "usr" / "share" / "doc" / "di-tung-nha").mkdir(parents=True)
    brought = [
        *("/.", "/usr", "/usr/bin", "/usr/bin/agent-app", "/usr/bin/agent-app-gui"),
        *("/usr/share", "/usr/share/doc", "/usr/share/doc/di-tung-nha"),
    ]

    assert left_of(tmp_path, brought) == ["/usr/bin/agent-app", "/usr/share/doc/di-tung-nha"]
