//! Functions worth looking at, each with a grid and an h that show why.
//!
//! They are data, `assets/examples.toml`, which is part of the program. So are the facts about each: what a test can hold
//! against the function itself.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::colormap::Scale;
use crate::differentiate::{Method, Precision, Scheme};
use crate::field::{AxisSpec, FieldSeed, GridSpec};

/// The arrows of a thumbnail along its longer side, about: enough to see what an example is about.
const ARROWS_OF_A_THUMBNAIL: usize = 10;

/// A heading and the examples below it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The heading.
    pub name: String,
    /// In the order in which they are offered.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
}

/// A function with a grid, a method and an h that show what it is here for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A short name, unlike all others.
    pub name: String,
    /// The text of f(x0, x1).
    pub expression: String,
    /// The x0 range.
    pub x0: [f64; 2],
    /// The x1 range, where it is not the x0 range.
    pub x1: Option<[f64; 2]>,
    /// The distance of two nodes, in both directions.
    pub step: f64,
    /// The difference step.
    pub h: f64,
    /// The formula; central where none is given.
    #[serde(default)]
    pub scheme: Scheme,
    /// The format of all numbers in it; `f64` where none is given.
    #[serde(default)]
    pub precision: Precision,
    /// Linear or logarithmic colours; linear where none is given.
    #[serde(default)]
    pub color_scale: Scale,
    /// Where optimisers begin, where it matters.
    pub start: Option<[f64; 2]>,
    /// Two sentences in a learner's words: what to see, and what to try.
    pub lesson: String,
    /// What is true of it.
    #[serde(default)]
    pub facts: Facts,
}

/// What is true of an example.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// Its lowest points; empty where it has none, or has infinitely many.
    pub minima: Vec<Minimum>,
    /// How many arrows of its field are exactly zero.
    pub zero: usize,
    /// How many arrows of its field are not finite.
    pub not_finite: usize,
}

/// A lowest point of a function.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// Where.
    pub at: [f64; 2],
    /// The value there.
    pub f: f64,
    /// Whether the coordinates are the `f64` nearest to the true ones, rather than exact.
    #[serde(default)]
    pub rounded: bool,
    /// Whether f has no gradient there.
    #[serde(default)]
    pub kink: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gallery {
    group: Vec<Group>,
}

/// The groups in the order in which they are offered.
///
/// # Panics
/// Never: the data are part of the program, and a test reads them.
pub fn groups() -> &'static [Group] {
    static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
        let gallery: Gallery =
            toml::from_str(include_str!("../assets/examples.toml")).expect("the examples are well-formed");
        gallery.group
    });
    &GROUPS
}

/// The examples of all groups, in the order in which they are offered.
pub fn all() -> impl Iterator<Item = &'static Example> {
    groups().iter().flat_map(|group| &group.examples)
}

impl Example {
    /// Where it is sampled; right ends do not belong to the grid.
    pub fn grid(&self) -> GridSpec {
        let axis = |[min, max]: [f64; 2]| AxisSpec { min, max, step: self.step };
        GridSpec { axes: [axis(self.x0), axis(self.x1.unwrap_or(self.x0))], closed: false }
    }

    /// How its derivatives are approximated: differences are divided by the nominal h.
    pub fn method(&self) -> Method {
        Method { scheme: self.scheme, precision: self.precision, ..Method::default() }
    }

    /// Its field, as one would ask for it.
    pub fn seed(&self) -> FieldSeed {
        FieldSeed {
            expression: self.expression.clone(),
            grid: self.grid(),
            method: self.method(),
            h: self.h,
            ..FieldSeed::default()
        }
    }

    /// Its field at every so manieth node of its grid, the first included, for a thumbnail: some ten along the longer side.
    pub fn thumbnail_seed(&self) -> FieldSeed {
        let mut seed = self.seed();
        let longest = seed.grid.counts().map_or(1, |[columns, rows]| columns.max(rows));
        let every = (longest + ARROWS_OF_A_THUMBNAIL / 2) / ARROWS_OF_A_THUMBNAIL;
        for axis in &mut seed.grid.axes {
            axis.step *= every.max(1) as f64;
        }
        seed
    }
}
