"""A package installs, lets its program check itself, and goes without a trace."""

import os
import tarfile
from pathlib import Path

import pytest

from scripts.installer.build import Build, BuildError, run
from scripts.installer.elf import needs_of
from scripts.installer.installation import try_debian, try_installation
from scripts.installer.packages import (
    control,
    debian_path,
    make_debian,
    make_portable,
    package,
    portable_path,
    refuse_large,
)
from scripts.installer.trial import try_out
from tests.build.conftest import VERSION, write_program


def test_what_is_given_away_installs_checks_itself_and_goes(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    package(build)

    try_installation(build)

    said = capsys.readouterr().out
    assert said.count("Tự kiểm đạt") == 2
    assert "không còn gì sót lại" in said


def test_the_same_program_gives_the_same_bytes_whenever_and_by_whom_it_is_packed(build: Build) -> None:
    package(build)
    first = debian_path(build).read_bytes(), portable_path(build).read_bytes()
    for path in build.program.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)
    (build.program / "_internal" / "tệp.txt").chmod(0o600)

    package(build)

    assert (debian_path(build).read_bytes(), portable_path(build).read_bytes()) == first


def test_the_package_has_programs_menu_icon_and_licences_and_belongs_to_root(build: Build) -> None:
    make_debian(build)

    listing = run(["dpkg-deb", "--contents", debian_path(build)]).splitlines()
    places = {line.split()[5].removeprefix(".") for line in listing}
    assert {line.split()[1] for line in listing} == {"root/root"}
    assert {
        "/opt/di-tung-nha/agent-app-gui",
        "/usr/bin/agent-app",
        "/usr/bin/agent-app-gui",
        "/usr/share/applications/di-tung-nha.desktop",
        "/usr/share/icons/hicolor/256x256/apps/di-tung-nha.png",
        "/usr/share/doc/di-tung-nha/copyright",
    } <= places


def test_the_package_depends_on_what_its_programs_need(build: Build) -> None:
    (build.program / "true").write_bytes(Path("/bin/true").read_bytes())

    depends = needs_of(build.program).depends

    assert depends.startswith("libc6 (>= 2.")
    assert f"Depends: {depends}, fontconfig-config, libx11-data, xkb-data\n" in control(build, depends, 2049)
    assert "Installed-Size: 3\n" in control(build, depends, 2049)


def test_the_tar_belongs_to_nobody_and_has_one_folder(build: Build) -> None:
    make_portable(build)

    with tarfile.open(portable_path(build)) as archive:
        entries = archive.getmembers()
    assert {each.name.partition("/")[0] for each in entries} == {f"di-tung-nha-{build.label}"}
    assert {(each.uid, each.uname, each.mtime) for each in entries} == {(0, "", build.epoch)}


def test_a_program_that_writes_into_its_own_folder_is_refused(build: Build, tmp_path: Path) -> None:
    write_program(build.program, 'echo Tự kiểm đạt; touch "$(dirname "$0")/cache"')
    make_debian(build)

    with pytest.raises(BuildError, match="opt/di-tung-nha/cache"):
        try_debian(build, tmp_path / "root")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'bước 2: KHÔNG ĐẠT'; exit 5", "mã 5"),
        ("true", "không nói"),
        ("echo 'cảnh báo' >&2", "cảnh báo"),
        ('echo Tự kiểm đạt; touch "$HOME/.config-left"', "config-left"),
        ('echo Tự kiểm đạt; touch "$TMPDIR/left"', "tmp/left"),
        (
            'test -z "$VIRTUAL_ENV$PYTHONPATH" && test "$PATH" = /usr/bin:/bin && exit 3',
            "mã 3",
        ),
    ],
    ids=[
        "fails",
        "says nothing",
        "complains",
        "leaves settings",
        "leaves temporary files",
        "has nothing of ours on its path",
    ],
)
def test_a_trial_ends_the_build_where_the_program(script: str, reason: str, tmp_path: Path) -> None:
    write_program(tmp_path, script)

    with pytest.raises(BuildError, match=reason):
        try_out(tmp_path, VERSION)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="agent-app"):
        try_out(tmp_path, VERSION)


def test_a_program_of_another_version_is_refused(tmp_path: Path) -> None:
    write_program(tmp_path)

    with pytest.raises(BuildError, match=VERSION):
        try_out(tmp_path, "9.9.9")


def test_what_has_grown_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 1001)

    with pytest.raises(BuildError, match="large"):
        refuse_large(tmp_path / "large", 1000)
