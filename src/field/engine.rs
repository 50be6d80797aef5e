//! What runs a program over the points of a grid.

/// What runs a program over the points of a grid. All engines give the same bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The fastest for the field on this machine.
    #[default]
    Automatic,
    /// Operation by operation over blocks of a row.
    Interpreter,
    /// Machine code made for the program. The interpreter takes its place on machines without these vectors, for grids of
    /// fewer than 8 columns, for functions of one coordinate alone, and for programs that have more than
    /// `+ - * /`, the square root, the absolute value and a change of sign where both coordinates have come together, or
    /// more values at once than there are registers.
    Generated(Vectors),
}

/// The vectors of generated machine code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vectors {
    /// 4 lanes (x86-64 with AVX2).
    Avx2,
    /// 8 lanes (x86-64 with AVX-512F and DQ).
    Avx512,
}

impl Vectors {
    /// The widest that this machine has, if it has any.
    pub fn widest() -> Option<Self> {
        [Self::Avx512, Self::Avx2].into_iter().find(|vectors| vectors.are_there())
    }

    /// Whether this machine has them.
    #[cfg(target_arch = "x86_64")]
    pub fn are_there(self) -> bool {
        match self {
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            Self::Avx512 => is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq"),
        }
    }

    /// Whether this machine has them: no other than an x86-64 does.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn are_there(self) -> bool {
        false
    }
}
