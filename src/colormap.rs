//! A number to a colour.

/// A colour map: 256 colours from low to high, as published by its authors, or once round for directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Colormap {
    /// Blue, cyan, yellow, red: the article's map. Not perceptually uniform.
    #[default]
    Jet,
    /// Perceptually uniform, from purple to yellow.
    Viridis,
    /// A smoother rainbow.
    Turbo,
    /// Perceptually uniform, from blue over red to yellow.
    Plasma,
    /// Perceptually uniform, from black over red to pale yellow.
    Inferno,
    /// Made to look alike with and without colour-vision deficiency.
    Cividis,
    /// White to black.
    Greys,
    /// Once round the hues, its last colour as near to its first as any two neighbours: for what has no end.
    ///
    /// A tilted circle in `OKLab`, its colours evenly spaced, none lighter or darker than both themes allow. Red is
    /// darker than green, so that opposite colours differ by lightness for whoever cannot tell these two apart.
    Direction,
}

/// How a number becomes a place in the colour map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum Scale {
    /// Equal differences look equal.
    #[default]
    Linear,
    /// Equal ratios look equal.
    Logarithmic,
}

/// Colour map, scale and limits: all that turns a number into a colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColorScale {
    /// The colours.
    pub map: Colormap,
    /// Linear or logarithmic.
    pub scale: Scale,
    /// The value of the first colour.
    pub min: f64,
    /// The value of the last colour.
    pub max: f64,
}

impl Colormap {
    /// Every map from low to high, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Jet, Self::Viridis, Self::Turbo, Self::Plasma, Self::Inferno, Self::Cividis, Self::Greys];

    /// The name, as matplotlib has it where it has the map.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jet => "jet",
            Self::Viridis => "viridis",
            Self::Turbo => "turbo",
            Self::Plasma => "plasma",
            Self::Inferno => "inferno",
            Self::Cividis => "cividis",
            Self::Greys => "Greys",
            Self::Direction => "direction",
        }
    }

    /// Whether its last colour is next to its first.
    pub fn is_cyclic(self) -> bool {
        self == Self::Direction
    }

    /// The colour at `t` in [0, 1]; below is the first, above the last, NaN the first.
    ///
    /// As matplotlib does, [0, 1] is cut into 256 equal parts of one colour each.
    pub fn color(self, t: f64) -> [u8; 3] {
        self.entry(Self::index(t))
    }

    /// The entry of [`Self::color`].
    pub fn index(t: f64) -> u8 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0..=255; NaN becomes 0"
        )]
        let entry = (t * 256.0).clamp(0.0, 255.0) as u8;
        entry
    }

    /// The colour of one of the 256 entries.
    pub fn entry(self, entry: u8) -> [u8; 3] {
        let table = match self {
            Self::Jet => return [&JET_RED[..], &JET_GREEN, &JET_BLUE].map(|points| piecewise(points, entry)),
            Self::Greys => return [piecewise(&GREYS, entry); 3],
            Self::Viridis => &VIRIDIS,
            Self::Turbo => &TURBO,
            Self::Plasma => &PLASMA,
            Self::Inferno => &INFERNO,
            Self::Cividis => &CIVIDIS,
            Self::Direction => &DIRECTION,
        };
        table[usize::from(entry)]
    }
}

/// viridis, plasma and inferno: S. van der Walt, N. Smith, E. Firing, 2015 (CC0).
static VIRIDIS: [[u8; 3]; 256] = table(include_str!("../assets/colormaps/viridis.hex"));
static PLASMA: [[u8; 3]; 256] = table(include_str!("../assets/colormaps/plasma.hex"));
static INFERNO: [[u8; 3]; 256] = table(include_str!("../assets/colormaps/inferno.hex"));
/// turbo: A. Mikhailov, 2019 (Apache-2.0).
static TURBO: [[u8; 3]; 256] = table(include_str!("../assets/colormaps/turbo.hex"));
/// cividis: J. Nunez, C. Anderton, R. Renslow, PLOS ONE 13 (2018).
static CIVIDIS: [[u8; 3]; 256] = table(include_str!("../assets/colormaps/cividis.hex"));
/// Our own; its definition is in `tests/reference/make_direction_map.py`.
static DIRECTION: [[u8; 3]; 256] = table(include_str!("../assets/colormaps/direction.hex"));

/// 256 colours from their hexadecimal digits; anything else ends the compilation.
const fn table(text: &str) -> [[u8; 3]; 256] {
    let text = text.as_bytes();
    let mut colors = [[0; 3]; 256];
    let (mut i, mut digits) = (0, 0);
    while i < text.len() {
        if let Some(digit) = (text[i] as char).to_digit(16) {
            let channel = &mut colors[digits / 6][digits / 2 % 3];
            #[expect(clippy::cast_possible_truncation, reason = "a hexadecimal digit is below 16")]
            let digit = digit as u8;
            *channel = *channel << 4 | digit;
            digits += 1;
        }
        i += 1;
    }
    assert!(digits == 256 * 6, "a colour map has 256 colours of six digits");
    colors
}

/// A place in [0, 1] and the channel's brightness there, from 0 to 1.
type Point = (f64, f64);

// matplotlib's jet.
const JET_RED: [Point; 5] = [(0.0, 0.0), (0.35, 0.0), (0.66, 1.0), (0.89, 1.0), (1.0, 0.5)];
const JET_GREEN: [Point; 6] = [(0.0, 0.0), (0.125, 0.0), (0.375, 1.0), (0.64, 1.0), (0.91, 0.0), (1.0, 0.0)];
const JET_BLUE: [Point; 5] = [(0.0, 0.5), (0.11, 1.0), (0.34, 1.0), (0.65, 0.0), (1.0, 0.0)];

/// `ColorBrewer`'s Greys, C. Brewer and M. Harrower (Apache-2.0).
const GREYS: [Point; 9] = [
    (0.0, 1.0),
    (0.125, 240.0 / 255.0),
    (0.25, 217.0 / 255.0),
    (0.375, 189.0 / 255.0),
    (0.5, 150.0 / 255.0),
    (0.625, 115.0 / 255.0),
    (0.75, 82.0 / 255.0),
    (0.875, 37.0 / 255.0),
    (1.0, 0.0),
];

/// A channel of an entry on the line between points with ascending places.
///
/// Scaled, interpolated and rounded half up in matplotlib's order: entry 32 of jet's green is half a level.
fn piecewise(points: &[Point], entry: u8) -> u8 {
    let place = 255.0 * (f64::from(entry) * (1.0 / 255.0));
    let value = points.windows(2).find(|pair| place <= pair[1].0 * 255.0).map_or(
        points[points.len() - 1].1,
        |pair| {
            let [(left, low), (right, high)] = [pair[0], pair[1]];
            (place - left * 255.0) / (right * 255.0 - left * 255.0) * (high - low) + low
        },
    );
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0..=255 by construction")]
    let channel = (value * 255.0 + 0.5) as u8;
    channel
}

impl ColorScale {
    /// Where a value lies between the limits: 0 at `min`, 1 at `max`, not clamped; 0.5 where the limits coincide.
    /// NaN for NaN and, on a logarithmic scale, below 0.
    #[expect(clippy::float_cmp, reason = "limits that coincide were made so")]
    pub fn position(&self, value: f64) -> f64 {
        let Self { scale, min, max, .. } = *self;
        if min == max && !value.is_nan() {
            return 0.5;
        }
        match scale {
            // Halved, as the distance of the limits may overflow.
            Scale::Linear if (max - min).is_infinite() => (value / 2.0 - min / 2.0) / (max / 2.0 - min / 2.0),
            Scale::Linear => (value - min) / (max - min),
            Scale::Logarithmic => (value.ln() - min.ln()) / (max.ln() - min.ln()),
        }
    }

    /// The colour of a value.
    pub fn color(&self, value: f64) -> [u8; 3] {
        self.map.color(self.position(value))
    }
}
