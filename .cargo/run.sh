#!/usr/bin/env bash
# Install what the window needs on a fresh Debian or Ubuntu machine, then build and open it.
# Arguments are gradfield's own: bash .cargo/run.sh 'sin(5*x0) + x1^2'
set -euo pipefail
start=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
# shellcheck source=setup.sh
source .cargo/setup.sh

install_missing "${BUILD_NEEDS[@]}" "${WINDOW_NEEDS[@]}"
install_rust
cargo build --release --locked
# Files named in the arguments are meant from where the user stands.
cd "$start"
exec "${CARGO_TARGET_DIR:-$root/target}/release/gradfield" "$@"
