//! Instructions beyond those that every x86-64 processor has, as far as compiled arithmetic uses them. The build script has this
//! file as well.

macro_rules! whether_each_is_there {
    ($($name:tt)*) => { [$(($name, is_x86_feature_detected!($name))),*] };
}

/// Each with whether this machine has it, in the order in which processors got them.
#[cfg(target_arch = "x86_64")]
pub(crate) fn all() -> Vec<(&'static str, bool)> {
    whether_each_is_there!(
        "sse3" "ssse3" "sse4.1" "sse4.2" "popcnt" "avx" "f16c" "fma" "bmi1" "bmi2" "lzcnt" "movbe" "avx2" "avx512f" "avx512cd"
        "avx512bw" "avx512dq" "avx512vl"
    )
    .to_vec()
}

#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn all() -> Vec<(&'static str, bool)> {
    vec![]
}
