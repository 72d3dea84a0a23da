"""The steps of a build in their order; each can run alone, on what the ones before it have left."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from scripts.installer.bare_debian import try_on_bare_debian
from scripts.installer.bill import write_bill
from scripts.installer.build import Build, BuildError, say
from scripts.installer.catalogues import compile_catalogues
from scripts.installer.freeze import freeze
from scripts.installer.manifest import write_manifest
from scripts.installer.sizes import say_sizes
from scripts.installer.tree import check_tree
from scripts.installer.trial import self_check_frozen
from scripts.installer.twice import build_twice
from scripts.installer.version_info import write_version_info

Step = Callable[[Build], None]
ROOT = Path(__file__).resolve().parent.parent.parent


def _packages() -> dict[str, tuple[str, Step]]:
    if sys.platform == "win32":
        from scripts.installer.setups import make_setups  # noqa: PLC0415

        return {"package": ("bộ cài cho Windows: Inno Setup, NSIS; cài, tự kiểm, gỡ", make_setups)}
    from scripts.installer.installation import try_installation  # noqa: PLC0415
    from scripts.installer.packages import make_portable, package  # noqa: PLC0415
    from scripts.installer.setups import try_setup_script  # noqa: PLC0415

    if sys.platform == "darwin":
        return {"package": ("tar", make_portable)}
    return {
        "package": (".deb và tar", package),
        "install": ("cài vào một thư mục gốc trống, tự kiểm bản đã cài, gỡ", try_installation),
        "setup": ("tệp NSIS cho Windows, chỉ thử biên dịch", try_setup_script),
    }


STEPS: dict[str, tuple[str, Step]] = {
    "tree": ("cây mã sạch, phiên bản khớp nhãn", check_tree),
    "catalogues": ("bản dịch", compile_catalogues),
    "version": ("thông tin phiên bản và biểu tượng", write_version_info),
    "freeze": ("đóng băng bằng PyInstaller, kèm giấy phép", freeze),
    "self-check": ("bản đóng băng tự kiểm, không có môi trường Python nào của ta", self_check_frozen),
    "sizes": ("từng phần lớn bao nhiêu", say_sizes),
    **_packages(),
    "bill": ("danh mục thành phần (SBOM)", write_bill),
    "manifest": ("mã băm và danh mục tệp", write_manifest),
}
EXTRA: dict[str, tuple[str, Step]] = {
    "bare-debian": ("cài bằng apt vào một Debian trống, không có Python, tự kiểm, gỡ", try_on_bare_debian),
    "twice": ("dựng lần nữa ở thư mục khác, so từng tệp", build_twice),
}


def main(arguments: list[str]) -> int:
    """Take the steps that are named, else all of them."""
    named = _options(arguments).steps
    every = STEPS | EXTRA
    began, times = monotonic(), dict[str, float]()
    try:
        build = Build.of(ROOT)
        for name in named or STEPS:
            words, step = every[name]
            say(f"== {name}: {words}")
            start = monotonic()
            step(build)
            times[name] = monotonic() - start
    except BuildError as error:
        say(f"KHÔNG ĐẠT: {error}")
        return 1
    say("== mất bao lâu: " + ", ".join(f"{name} {took:.0f} s" for name, took in times.items()))
    say(f"Xong sau {monotonic() - began:.0f} giây. Những gì để trao nằm trong {build.out}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    told = "\n".join(f"  {name:<13}{words}" for name, (words, _step) in (STEPS | EXTRA).items())
    parser = argparse.ArgumentParser(
        "build_installer.py",
        description=f"Dựng bộ cài cho hệ điều hành này. Các bước:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("steps", nargs="*", choices=[[], *STEPS, *EXTRA], metavar="BƯỚC", default=[])
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
