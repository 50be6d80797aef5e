#!/usr/bin/env bash
# Install what the tests need on a fresh Debian or Ubuntu machine, then run them all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=../.cargo/setup.sh
source .cargo/setup.sh

failed=()
xvfb=
scratch=$(mktemp -d)

clean_up() {
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT

# One heading, one command, its time. Later steps run after a failure too: one run tells all there is to tell.
step() {
  local name=$1 start=$SECONDS result=ok
  shift
  printf '\n== %s\n' "$name"
  "$@" || { result=FAILED && failed+=("$name"); }
  printf -- '-- %s: %s, %d s\n' "$name" "$result" $((SECONDS - start))
}

no_gui() {
  cargo check --locked --lib --bins --no-default-features &&
    cargo clippy --locked --lib --bins --no-default-features -- -D warnings &&
    says_it_has_no_window
}

# The tests themselves would build the window again without its features: they draw in it.
says_it_has_no_window() {
  local code=0
  cargo run --locked --no-default-features 2>"$scratch/no_gui.log" || code=$?
  [ "$code" -eq 1 ] && grep -q "gradfield field" "$scratch/no_gui.log" ||
    { cat "$scratch/no_gui.log" && return 1; }
}

# Pictures of the window are drawn by lavapipe, whose pixels do not depend on the machine's graphics card.
all_tests() {
  local lavapipe runner=(cargo test --no-fail-fast --lib --bins --tests)
  lavapipe=$(compgen -G '/usr/share/vulkan/icd.d/lvp_icd*.json' || compgen -G '/etc/vulkan/icd.d/lvp_icd*.json')
  # The second name is for Vulkan loaders before 1.3.207.
  export WGPU_BACKEND=vulkan VK_DRIVER_FILES=${lavapipe%%$'\n'*} VK_ICD_FILENAMES=${lavapipe%%$'\n'*}
  if command -v cargo-nextest >/dev/null; then
    runner=(cargo nextest run --no-fail-fast)
  fi
  "${runner[@]}" --locked --features snapshots
}

# A Python with NumPy and matplotlib, which runs the scripts that gradfield writes: the one that is there, or both in an
# environment of their own, or where no index of packages can be reached, Debian's.
python_that_draws() {
  local system=/usr/bin/python3 packages=/usr/lib/python3/dist-packages
  if python3 -c 'import numpy, matplotlib' 2>/dev/null; then
    GRADFIELD_PYTHON=python3
  elif python3 -m venv "$scratch/venv" &&
    "$scratch/venv/bin/python" -m pip install -q --disable-pip-version-check numpy matplotlib; then
    GRADFIELD_PYTHON=$scratch/venv/bin/python
  else
    (install_missing "file:$packages/numpy/__init__.py=python3-numpy" \
      "file:$packages/matplotlib/__init__.py=python3-matplotlib") &&
      "$system" -c 'import numpy, matplotlib' || return 1
    GRADFIELD_PYTHON=$system
  fi
  "$GRADFIELD_PYTHON" -c 'import sys, numpy, matplotlib
print("Python", sys.version.split()[0], "with NumPy", numpy.__version__, "and matplotlib", matplotlib.__version__)'
}

documentation() {
  RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --all-features
}

# Under the dev profile: the benches are compiled and linked against the dependencies that the tests have built.
# Under their own it would be eframe once more, optimised at link time, for timings that nobody takes here.
bench_build() {
  cargo bench --locked --no-run --profile dev --all-features
}

# The window on a screen of its own, used by mouse and keyboard.
desktop_tests() {
  local runtime=$scratch/runtime display=$scratch/display
  mkdir -m 700 "$runtime"
  Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset 3>"$display" 2>"$scratch/xvfb.log" &
  xvfb=$!
  # Xvfb writes the number of the free display it took as soon as it can be used.
  for _ in {1..100}; do
    [ ! -s "$display" ] || break
    sleep 0.1
  done
  [ -s "$display" ] || { cat "$scratch/xvfb.log" && return 1; }
  env -u WAYLAND_DISPLAY DISPLAY=":$(cat "$display")" XDG_RUNTIME_DIR="$runtime" \
    cargo test --locked --features desktop --test desktop
}

install_missing "${BUILD_NEEDS[@]}" "${WINDOW_NEEDS[@]}" "${TEST_NEEDS[@]}"
install_rust
for tool in clippy fmt; do
  cargo "$tool" --version >/dev/null || fail "cargo $tool is missing: rustup component add clippy rustfmt"
done
# A fresh clone compiles nothing twice, so what would speed that up only costs time and disk.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0

# Without one the tests that need it fail, rather than say that they tested nothing.
export GRADFIELD_PYTHON=python3 GRADFIELD_PYTHON_REQUIRED='numpy matplotlib'
step 'NumPy and matplotlib' python_that_draws
step 'Format' cargo fmt --check
step 'Clippy' cargo clippy --locked --all-targets --all-features -- -D warnings
step 'Without the window' no_gui
step 'Tests' all_tests
step 'Documentation tests' cargo test --locked --doc --all-features
step 'Documentation' documentation
step 'Benches compile' bench_build
step 'Desktop' desktop_tests

printf '\n%d s in all\n' "$SECONDS"
[ ${#failed[@]} -eq 0 ] || fail "FAILED:$(printf ' %s.' "${failed[@]}")"
echo 'All tests passed.'
