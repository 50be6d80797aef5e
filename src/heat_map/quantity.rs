//! What colours can show of a field.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::analysis::Census;
use crate::colormap::{Colormap, Scale};
use crate::field::{ArrowState, GradientField};

/// The most correct digits that are told apart: an `f64` has no more.
pub const MOST_DIGITS: f64 = 16.0;
/// The smallest angle in degrees that a logarithmic scale tells from 0: about what one rounding of a component turns a
/// gradient by.
pub const LEAST_ANGLE: f64 = 1e-14;

/// What the colours show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// f itself.
    #[default]
    Function,
    /// |g|, the norm of the difference quotients.
    GradientNorm,
    /// The angle of g in degrees, anticlockwise from the x0 axis, from -180 to 180, which are the same; NaN where there
    /// is no arrow.
    Direction,
    /// Correct significant digits of g: -log10 of its relative error, from 0 to 16; NaN where there is no such error.
    Digits,
    /// Degrees between g and the exact gradient, from 0 to 180; NaN where one of them has no direction.
    AngleError,
}

/// A field and, if they are known, its errors: all that colours are taken from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    field: &'a GradientField,
    census: Option<&'a Census>,
}

/// A quantity at every node of a field; what is not stored is computed when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a>(Kind<'a>);

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Stored(&'a [f64]),
    Direction(&'a GradientField),
    /// Of relative errors.
    Digits(&'a [f64]),
}

impl<'a> Source<'a> {
    /// A field with its census. One of another number of nodes is not the field's and counts as none.
    pub fn new(field: &'a GradientField, census: Option<&'a Census>) -> Self {
        let is_its = |census: &&Census| {
            [census.causes.len(), census.relative_error.len(), census.angle_error.len()] == [field.len(); 3]
        };
        Self { field, census: census.filter(is_its) }
    }

    /// The field.
    pub fn field(&self) -> &'a GradientField {
        self.field
    }

    /// Its census, if it is known.
    pub fn census(&self) -> Option<&'a Census> {
        self.census
    }
}

impl<'a> From<&'a GradientField> for Source<'a> {
    fn from(field: &'a GradientField) -> Self {
        Self::new(field, None)
    }
}

impl<'a> From<&'a Arc<GradientField>> for Source<'a> {
    fn from(field: &'a Arc<GradientField>) -> Self {
        Self::new(field, None)
    }
}

impl Quantity {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Function, Self::GradientNorm, Self::Direction, Self::Digits, Self::AngleError];

    /// As it stands above a colour bar.
    pub fn name(self) -> &'static str {
        match self {
            Self::Function => "f",
            Self::GradientNorm => "|g|",
            Self::Direction => "direction",
            Self::Digits => "correct digits",
            Self::AngleError => "angle error (deg)",
        }
    }

    /// Whether it compares with the exact gradient, so that it has no values before the census is there.
    pub fn needs_census(self) -> bool {
        matches!(self, Self::Digits | Self::AngleError)
    }

    /// Whether it is an angle in degrees.
    pub fn is_angle(self) -> bool {
        matches!(self, Self::Direction | Self::AngleError)
    }

    /// Whether its scale can be chosen: an angle that goes round has no logarithm, and digits are one.
    pub fn has_scale(self) -> bool {
        !matches!(self, Self::Direction | Self::Digits)
    }

    /// The scale it has where one is chosen.
    pub fn scale(self, chosen: Scale) -> Scale {
        if self.has_scale() { chosen } else { Scale::Linear }
    }

    /// Whether its colour map can be chosen: a direction needs one whose ends meet, digits one in which more is brighter.
    pub fn has_colormap(self) -> bool {
        !matches!(self, Self::Direction | Self::Digits)
    }

    /// The colour map it has where one is chosen. Digits have one from dark to bright, as in jet the best would be red.
    pub fn colormap(self, chosen: Colormap) -> Colormap {
        match self {
            Self::Direction => Colormap::Direction,
            Self::Digits => Colormap::Viridis,
            Self::Function | Self::GradientNorm | Self::AngleError => chosen,
        }
    }

    /// The values of the first and the last colour, where they do not depend on the field: so that colours mean the same
    /// while h changes.
    pub fn fixed_limits(self, scale: Scale) -> Option<[f64; 2]> {
        match (self, scale) {
            (Self::Function | Self::GradientNorm, _) => None,
            (Self::Direction, _) => Some([-180.0, 180.0]),
            (Self::Digits, _) => Some([0.0, MOST_DIGITS]),
            (Self::AngleError, Scale::Linear) => Some([0.0, 180.0]),
            (Self::AngleError, Scale::Logarithmic) => Some([LEAST_ANGLE, 180.0]),
        }
    }

    /// Its value at every node of a field; `None` where that needs the census and this is not there.
    pub fn values<'a>(self, source: impl Into<Source<'a>>) -> Option<Values<'a>> {
        let Source { field, census } = source.into();
        Some(Values(match self {
            Self::Function => Kind::Stored(&field.f),
            Self::GradientNorm => Kind::Stored(&field.norm),
            Self::Direction => Kind::Direction(field),
            Self::Digits => Kind::Digits(&census?.relative_error),
            Self::AngleError => Kind::Stored(&census?.angle_error),
        }))
    }
}

impl<'a> Values<'a> {
    /// At one node.
    pub fn at(&self, index: usize) -> f64 {
        match self.0 {
            Kind::Stored(values) => values[index],
            Kind::Direction(field) => direction(field, index),
            Kind::Digits(errors) => digits(errors[index]),
        }
    }

    /// At some nodes, borrowed where they are stored.
    pub fn of(&self, nodes: Range<usize>) -> Cow<'a, [f64]> {
        match self.0 {
            Kind::Stored(values) => Cow::Borrowed(&values[nodes]),
            Kind::Direction(field) => nodes.map(|index| direction(field, index)).collect(),
            Kind::Digits(errors) => errors[nodes].iter().map(|&error| digits(error)).collect(),
        }
    }

    /// Whether any is a finite number.
    pub(super) fn any_finite(&self) -> bool {
        match self.0 {
            Kind::Stored(values) => values.iter().any(|value| value.is_finite()),
            Kind::Direction(field) => field.tally.live > 0,
            Kind::Digits(errors) => errors.iter().any(|error| !error.is_nan()),
        }
    }
}

fn direction(field: &GradientField, index: usize) -> f64 {
    match field.state(index) {
        ArrowState::Live => field.g1[index].atan2(field.g0[index]).to_degrees(),
        ArrowState::Zero | ArrowState::NotFinite => f64::NAN,
    }
}

/// Of a relative error, which is not negative or NaN.
fn digits(error: f64) -> f64 {
    // Not -log10, which makes -0 of an error of 1.
    (0.0 - error.log10()).clamp(0.0, MOST_DIGITS)
}
