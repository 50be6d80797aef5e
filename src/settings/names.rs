//! The words for what a setting can be: the same in files and on the command line.

use super::{Anchor, CurvesOf, Direction, LabTab, Length, Quantity};
use crate::analysis::LevelSpacing;
use crate::colormap::{Colormap, Scale};
use crate::differentiate::{Divisor, Precision, Scheme};

/// One of a few, each with a word for it.
pub trait Named: Copy + PartialEq + 'static {
    /// All that can be chosen.
    const CHOICES: &'static [Self];

    /// The word for it.
    fn word(self) -> &'static str;

    /// What a word stands for, in capitals or not.
    fn from_word(word: &str) -> Option<Self> {
        Self::CHOICES.iter().copied().find(|choice| choice.word().eq_ignore_ascii_case(word))
    }
}

/// [`Named`] for those that have names of their own.
macro_rules! named_already {
    ($($kind:ty),*) => {$(
        impl Named for $kind {
            const CHOICES: &'static [Self] = &<$kind>::ALL;

            fn word(self) -> &'static str {
                self.name()
            }
        }
    )*};
}

/// [`Named`] for those that have none.
macro_rules! named {
    ($($kind:ident { $($choice:ident = $word:literal),* $(,)? })*) => {$(
        impl Named for $kind {
            const CHOICES: &'static [Self] = &[$(Self::$choice),*];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$choice => $word,)*
                }
            }
        }
    )*};
}

named_already!(Scheme, Precision, Colormap, LevelSpacing);

named! {
    Divisor { Nominal = "nominal", Taken = "taken" }
    Direction { Descent = "descent", Ascent = "ascent" }
    Length { Equal = "equal", Magnitude = "magnitude" }
    Anchor { Tail = "tail", Middle = "middle", Tip = "tip" }
    Scale { Linear = "linear", Logarithmic = "logarithmic" }
    Quantity {
        Function = "function",
        GradientNorm = "norm",
        Direction = "direction",
        Digits = "digits",
        AngleError = "angle-error",
    }
    CurvesOf { Probe = "probe", Field = "field" }
    LabTab {
        Curves = "curves",
        Autopsy = "autopsy",
        Check = "check",
        Taylor = "taylor",
        Descent = "descent",
        Surface = "surface",
    }
}
