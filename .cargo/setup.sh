# Set-up shared by .cargo/run.sh (the window) and tests/run.sh (all tests); to be sourced by bash.
#
# Nothing is installed that is there already. What is missing comes from apt, and Rust from rustup, as Debian's and
# Ubuntu's own packages of it are older than rust-version in Cargo.toml.

# A thing and the package that brings it: command:NAME, library:NAME, python:MODULE or file:PATTERN (or two patterns, either
# will do).
BUILD_NEEDS=(command:cc=build-essential)
# winit and wgpu open these when the window opens, so the linker never asks for them.
WINDOW_NEEDS=(
  library:libX11.so.6=libx11-6 library:libX11-xcb.so.1=libx11-xcb1 library:libXcursor.so.1=libxcursor1
  library:libXi.so.6=libxi6 library:libXrandr.so.2=libxrandr2 library:libxkbcommon.so.0=libxkbcommon0
  library:libxkbcommon-x11.so.0=libxkbcommon-x11-0 library:libwayland-client.so.0=libwayland-client0
  library:libEGL.so.1=libegl1 library:libvulkan.so.1=libvulkan1
  'file:/usr/lib/*/dri/*_dri.so /usr/lib*/dri/*_dri.so=libgl1-mesa-dri'
  'file:/usr/share/vulkan/icd.d/*.json /etc/vulkan/icd.d/*.json=mesa-vulkan-drivers'
)
# A virtual screen, a hand on the mouse, an eye on the screen, Vulkan in software, and what Python makes environments
# with. ImageMagick is known by `import`, as other programs are called `convert` too.
TEST_NEEDS=(
  command:Xvfb=xvfb command:xdotool=xdotool command:import=imagemagick
  'file:/usr/share/vulkan/icd.d/lvp_icd*.json /etc/vulkan/icd.d/lvp_icd*.json=mesa-vulkan-drivers'
  python:ensurepip=python3-venv
)

fail() {
  echo "$*" >&2
  exit 1
}

have() {
  local what=${1#*:}
  case $1 in
    command:*) command -v "$what" >/dev/null ;;
    python:*) python3 -c "import $what" 2>/dev/null ;;
    library:*) [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) == *"$what "* ]] ;;
    file:*) compgen -G "${what% *}" >/dev/null || compgen -G "${what#* }" >/dev/null ;;
  esac
}

# Install the packages of those needs that are not met.
install_missing() {
  local need packages=() sudo=()
  for need in "$@"; do
    have "${need%=*}" || packages+=("${need##*=}")
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail "Missing here, by the names of their Debian packages: ${packages[*]}. Please install them and try again."
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Please install these packages as root and try again: ${packages[*]}."
    sudo=(sudo)
  fi
  echo "Installing ${packages[*]}"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
  for need in "$@"; do
    have "${need%=*}" || fail "${need%=*} is still missing, though the package ${need##*=} was installed."
  done
}

# Whether the first version is at least the second.
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]
}

rust_is_recent() {
  command -v cargo >/dev/null && command -v rustc >/dev/null && at_least "$(rustc --version | cut -d ' ' -f 2)" "$1"
}

# Have a Rust that is recent enough, in ~/.cargo/bin if it is not on the PATH.
install_rust() {
  local minimum
  minimum=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  rust_is_recent "$minimum" && return
  export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
  rust_is_recent "$minimum" && return
  if command -v rustup >/dev/null; then
    echo "$(rustc --version) is older than $minimum; using Rust $minimum beside it"
    rustup toolchain install "$minimum" --profile minimal --component clippy,rustfmt
    export RUSTUP_TOOLCHAIN=$minimum
    return
  fi
  install_missing command:curl=curl file:/etc/ssl/certs/ca-certificates.crt=ca-certificates
  echo "Installing Rust by rustup"
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs |
    RUSTUP_INIT_SKIP_PATH_CHECK=yes sh -s -- -y --profile minimal --component clippy --component rustfmt ||
    fail "Rust $minimum or newer is needed (here: $(rustc --version 2>&1 || true)), and https://sh.rustup.rs cannot be reached."
  rust_is_recent "$minimum" || fail "$(rustc --version) is older than Rust $minimum, which gradfield needs."
}
