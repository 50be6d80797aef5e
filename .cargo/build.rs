//! Notes the instructions that the C code of CORE-MATH is compiled to, so that the program can say on a machine without them that it
//! was built for another.

use std::env;

#[path = "../src/processor/features.rs"]
mod features;

/// The levels of x86-64 that its psABI defines, by the last of our features that each has.
const LEVELS: [(&str, &str); 3] = [("x86-64-v2", "popcnt"), ("x86-64-v3", "avx2"), ("x86-64-v4", "avx512vl")];

fn main() {
    println!("cargo::rerun-if-env-changed=TARGET_CPU");
    println!("cargo::rerun-if-changed=.cargo/build.rs");
    println!("cargo::rerun-if-changed=src/processor/features.rs");
    println!("cargo::rustc-env=GRADFIELD_NEEDED_FEATURES={}", needed().join(" "));
}

/// What core-math-sys asks the C compiler for: `-march=$TARGET_CPU`, which is native where there is none.
fn needed() -> Vec<&'static str> {
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("x86_64") {
        return vec![];
    }
    let all = features::all();
    match env::var("TARGET_CPU").as_deref() {
        Ok("native") | Err(_) => {
            all.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect()
        }
        Ok(level) => {
            // Of a processor by its name nothing is known here, and nothing is asked.
            let last = LEVELS.iter().find(|(name, _)| *name == level).map(|(_, last)| *last);
            let count = last.and_then(|last| all.iter().position(|(name, _)| *name == last));
            count.map_or(vec![], |count| all[..=count].iter().map(|(name, _)| *name).collect())
        }
    }
}
