//! Whether this machine has the instructions that the program was compiled to.
//!
//! Our own code runs on every processor of its architecture and takes more where there is more. CORE-MATH is C, and its crate compiles
//! it for the machine that builds, unless `TARGET_CPU` names another: on a lesser one it would die without a word.

mod features;

use std::fmt;

/// The instructions that the elementary functions were compiled to, with spaces between; the build script notes them.
const NEEDED: &str = env!("GRADFIELD_NEEDED_FEATURES");

/// This machine lacks instructions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LacksFeatures(Vec<String>);

impl fmt::Display for LacksFeatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "This gradfield was compiled for a processor with {}, which this one has not. Build it on this machine, or with \
             TARGET_CPU=x86-64 for all.",
            self.0.join(", ")
        )
    }
}

impl std::error::Error for LacksFeatures {}

/// Whether the program can run here.
pub fn check() -> Result<(), LacksFeatures> {
    check_needed(NEEDED, &features::all())
}

/// Whether all of some instructions, with spaces between, are there.
pub fn check_needed(needed: &str, there: &[(&str, bool)]) -> Result<(), LacksFeatures> {
    let is_there = |name: &&str| there.contains(&(*name, true));
    let missing: Vec<_> =
        needed.split_whitespace().filter(|name| !is_there(name)).map(str::to_owned).collect();
    if missing.is_empty() { Ok(()) } else { Err(LacksFeatures(missing)) }
}
