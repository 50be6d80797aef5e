//! The program says on a lesser machine that it was built for another.

use gradfield::processor::{check, check_needed};

#[test]
fn it_runs_where_it_was_built() {
    assert_eq!(check(), Ok(()));
}

#[test]
fn what_is_missing_is_named() {
    let there = [("fma", true), ("avx2", true), ("avx512f", false)];
    for (needed, missing) in [
        ("", None),
        ("fma", None),
        ("fma avx2", None),
        ("fma avx2 avx512f", Some("avx512f")),
        // What this version does not know it has not found.
        ("avx512f avx2 amx", Some("avx512f, amx")),
    ] {
        let found = check_needed(needed, &there).err().map(|error| error.to_string());
        let message = missing.map(|missing| {
            format!(
                "This gradfield was compiled for a processor with {missing}, which this one has not. Build it on this machine, or \
                 with TARGET_CPU=x86-64 for all."
            )
        });
        assert_eq!(found, message, "{needed}");
    }
}
