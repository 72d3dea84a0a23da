# Makes everything that the repository's commands need. Sourced by scripts/test, scripts/demo and others from
# the repository's root; needs bash, a Python from 3.11 on and, on Debian, root or sudo for what apt-get installs.
# shellcheck shell=bash

UV_SERIES="0.13" # the same as required-version of [tool.uv] in pyproject.toml

# The Debian packages, all of them, in this one place.
PACKAGES_VENV="python3-venv"
PACKAGES_QT="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
PACKAGES_DISPLAY="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1"
PACKAGES_COMPILER="gcc libc6-dev"
PACKAGES_PAPERS="poppler-utils"
# makensis compiles the installer for Windows, and 7z lists what is in it.
PACKAGES_SETUP="nsis p7zip-full"
PACKAGES_INSTALLER="binutils libusb-1.0-0 $PACKAGES_DISPLAY $PACKAGES_SETUP"
PACKAGES_TEST="postgresql xvfb xdotool $PACKAGES_DISPLAY $PACKAGES_COMPILER $PACKAGES_SETUP"

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

usable_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Prints the path of the first Python that is new enough; $PYTHON may name one.
find_python() {
    local name
    for name in "${PYTHON:-}" python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if [ -n "$name" ] && usable_python "$name"; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    stop "Cần Python 3.11 trở lên mà không tìm thấy. Trên Debian 12: apt-get install python3"
}

# Prints the package with a Python's library where the Python is Debian's own: a frozen program needs it.
shared_python() {
    case $("$1" -c 'import sys; print(sys.base_prefix)') in
        /usr) "$1" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])' ;;
    esac
}

# Prints those of the given packages that are not installed; names of later releases may end in t64.
missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$name" "${name}t64" 2>/dev/null | grep -qx installed ||
            printf '%s ' "$name"
    done
}

install_packages() {
    local missing as_root=()
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        [ "$(uname -s)" = Linux ] && say "Máy này không phải Debian. Nếu Qt hay PostgreSQL báo thiếu, hãy cài các" \
            "gói tương đương với: $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            stop "Thiếu các gói: ${missing}- hãy chạy lại bằng quyền root, hoặc nhờ quản trị máy cài các gói này."
        as_root=(sudo)
    fi
    say "Đang cài các gói Debian: $missing"
    # The words of the list are package names; apt-get gets each as its own argument.
    # shellcheck disable=SC2086
    "${as_root[@]}" apt-get update -q >&2 &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >&2 ||
        stop "Không cài được các gói: $missing- hãy kiểm tra mạng rồi chạy lại."
}

# Sets UV to a uv of our series: one that is there already, else our own in .venv-uv, from PyPI.
find_uv() {
    local python=$1 own=.venv-uv/bin/uv name
    for name in "$(command -v uv 2>/dev/null)" "$own"; do
        case $("${name:-false}" --version 2>/dev/null) in
            "uv $UV_SERIES."*)
                UV=$name
                return
                ;;
        esac
    done
    say "Đang lấy uv $UV_SERIES vào .venv-uv"
    "$python" -m venv --clear .venv-uv >&2 && .venv-uv/bin/pip install -q "uv==$UV_SERIES.*" >&2 ||
        stop "Không lấy được uv từ PyPI. Hãy kiểm tra mạng rồi chạy lại."
    UV=$own
}

# prepare_environment test|demo|papers|crash|week|installer: afterwards .venv has what that command needs; for
# the installer build/environment, which has nothing else.
prepare_environment() {
    local python environment=.venv packages="$PACKAGES_QT" sync=(--locked --quiet)
    python=$(find_python) || exit 1
    [ "$1" = crash ] && packages="$PACKAGES_COMPILER"
    [ "$1" = papers ] && packages="$PACKAGES_PAPERS"
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || packages="$PACKAGES_VENV $packages"
    if [ "$1" = installer ]; then
        environment=build/environment
        packages="$packages $PACKAGES_INSTALLER $(shared_python "$python")"
        sync+=(--no-install-project --no-default-groups --group installer --extra desktop --extra roll)
    elif [ "$1" = test ]; then
        packages="$packages $PACKAGES_TEST"
        sync+=(--all-extras)
    else
        sync+=(--all-extras)
        # Leave what tests have installed where it is.
        sync+=(--inexact --no-default-groups)
        [ "$1" = week ] && packages="$packages postgresql"
        [ "$1" = demo ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && packages="$packages $PACKAGES_DISPLAY"
    fi
    # shellcheck disable=SC2086
    install_packages $packages
    # Debian's python3 may have come without venv; now it has it.
    find_uv "$python"
    # uv never brings a Python of its own: the machine's is the one that we test with.
    export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT="$PWD/$environment"
    unset VIRTUAL_ENV CONDA_PREFIX
    usable_python "$environment/bin/python" || "$UV" venv --quiet --clear --python "$python" "$environment" ||
        stop "Không tạo được $environment bằng $python."
    # With its own Python named, uv keeps the environment instead of making another.
    "$UV" sync --python "$environment/bin/python" "${sync[@]}" ||
        stop "Không cài được các thư viện Python. Hãy kiểm tra mạng rồi chạy lại."
}
