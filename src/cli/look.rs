//! Options for how a field looks and what else is drawn, onto the settings that the window has.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use clap::Args;

use super::Failure;
use super::options::named;
use super::sweep::parse_point;
use crate::analysis::descent::{Optimizer, UpdateRule};
use crate::analysis::{LevelSpacing, MOST_ACROSS, MOST_LEVELS};
use crate::colormap::{Colormap, Scale};
use crate::heat_map::Quantity;
use crate::number_text::parse_number;
use crate::settings::{Anchor, DescentSettings, Direction, Length, Settings};

/// How a field looks.
#[derive(Args)]
#[command(next_help_heading = "Look options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct LookOptions {
    /// Which way the arrows point: along -g, where f falls, or along g
    #[arg(long, value_name = "WAY", default_value = "descent", value_parser = named::<Named<Direction>>(DIRECTIONS.map(|(name, _)| name)))]
    direction: Named<Direction>,

    /// What the length of an arrow says: nothing, or |g|
    #[arg(long, value_name = "WHAT", default_value = "equal", value_parser = named::<Named<Length>>(LENGTHS.map(|(name, _)| name)))]
    length: Named<Length>,

    /// Which part of an arrow lies on its grid point
    #[arg(long, value_name = "PART", default_value = "tail", value_parser = named::<Named<Anchor>>(ANCHORS.map(|(name, _)| name)))]
    anchor: Named<Anchor>,

    /// Lengthen or shorten all arrows by a factor
    #[arg(long, value_name = "FACTOR", default_value = "1", allow_hyphen_values = true, value_parser = parse_number)]
    arrow_scale: f64,

    /// Draw every arrow, also where they are closer than 10 points
    #[arg(long)]
    all_arrows: bool,

    /// The colours of the arrows
    #[arg(long, value_name = "NAME", default_value = Colormap::Jet.name(), value_parser = named::<Named<Colormap>>(Colormap::ALL.map(Colormap::name)))]
    colormap: Named<Colormap>,

    /// What the colours of the arrows mean
    #[arg(long, value_name = "QUANTITY", default_value = "norm", value_parser = named::<Named<Quantity>>(ARROW_QUANTITIES))]
    color_by: Named<Quantity>,

    /// Colours of arrows and heat map go by the logarithm
    #[arg(long)]
    log_colors: bool,

    /// Draw a heat map behind the arrows
    #[arg(long, value_name = "QUANTITY", value_parser = named::<Named<Quantity>>(QUANTITIES.map(|(name, _)| name)))]
    heat_map: Option<Named<Quantity>>,

    /// The colours of the heat map
    #[arg(long, value_name = "NAME", default_value = Colormap::Viridis.name(), requires = "heat_map", value_parser = named::<Named<Colormap>>(Colormap::ALL.map(Colormap::name)))]
    heat_map_colormap: Named<Colormap>,

    /// How much the heat map hides of what lies behind it, from 0 to 1
    #[arg(long, value_name = "OPACITY", default_value = "1", requires = "heat_map", allow_hyphen_values = true, value_parser = parse_number)]
    heat_map_opacity: f64,

    /// Draw contour lines of f, about so many levels
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "12")]
    contours: Option<usize>,

    /// How the levels of contour lines follow one another
    #[arg(long, value_name = "SPACING", default_value = "linear", requires = "contours", value_parser = named::<Named<LevelSpacing>>(SPACINGS.map(|(name, _)| name)))]
    contour_levels: Named<LevelSpacing>,

    /// Draw streamlines, so many side by side
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "24")]
    streamlines: Option<usize>,

    /// Mark minima, maxima and saddles
    #[arg(long)]
    critical_points: bool,

    /// Draw the exact gradient's arrows behind the others
    #[arg(long)]
    ghosts: bool,

    /// Mark only missing arrows, and not those that are wrong, by cause
    #[arg(long)]
    no_marks: bool,

    /// Draw the way of an optimiser, and of its twin on the exact gradient; several, with commas between
    #[arg(long, value_name = "OPTIMIZER", value_delimiter = ',', value_parser = named::<UpdateRule>(UpdateRule::ALL.map(UpdateRule::name)))]
    descend: Vec<UpdateRule>,

    /// Where the ways begin [default: up on the left]
    #[arg(long, value_name = "X0,X1", requires = "descend", allow_hyphen_values = true, value_parser = parse_point)]
    from: Option<[f64; 2]>,

    /// How many steps each makes
    #[arg(long, value_name = "N", default_value_t = 30, requires = "descend")]
    steps: usize,

    /// The learning rate of all of them [default: that of each optimiser in gradfield descend]
    #[arg(long, value_name = "R", requires = "descend", allow_hyphen_values = true, value_parser = parse_number)]
    rate: Option<f64>,
}

const DIRECTIONS: [(&str, Direction); 2] = [("descent", Direction::Descent), ("ascent", Direction::Ascent)];
const LENGTHS: [(&str, Length); 2] = [("equal", Length::Equal), ("magnitude", Length::Magnitude)];
const ANCHORS: [(&str, Anchor); 3] =
    [("tail", Anchor::Tail), ("middle", Anchor::Middle), ("tip", Anchor::Tip)];
const QUANTITIES: [(&str, Quantity); 5] = [
    ("f", Quantity::Function),
    ("norm", Quantity::GradientNorm),
    ("direction", Quantity::Direction),
    ("digits", Quantity::Digits),
    ("angle-error", Quantity::AngleError),
];
/// f is nothing of an arrow.
const ARROW_QUANTITIES: [&str; 4] = ["norm", "direction", "digits", "angle-error"];
const SPACINGS: [(&str, LevelSpacing); 3] = [
    ("linear", LevelSpacing::Linear),
    ("log", LevelSpacing::Logarithmic),
    ("quantile", LevelSpacing::Quantile),
];

/// What has a name on the command line.
#[derive(Clone, Copy, Debug)]
struct Named<T>(T);

/// No such name.
#[derive(Debug)]
struct UnknownName(String);

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no '{}'", self.0)
    }
}

impl Error for UnknownName {}

/// What has names.
trait Choice: Copy + 'static {
    fn of(name: &str) -> Option<Self>;
}

fn of<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, choice)| *choice)
}

impl Choice for Direction {
    fn of(name: &str) -> Option<Self> {
        of(&DIRECTIONS, name)
    }
}

impl Choice for Length {
    fn of(name: &str) -> Option<Self> {
        of(&LENGTHS, name)
    }
}

impl Choice for Anchor {
    fn of(name: &str) -> Option<Self> {
        of(&ANCHORS, name)
    }
}

impl Choice for Quantity {
    fn of(name: &str) -> Option<Self> {
        of(&QUANTITIES, name)
    }
}

impl Choice for LevelSpacing {
    fn of(name: &str) -> Option<Self> {
        of(&SPACINGS, name)
    }
}

impl Choice for Colormap {
    fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|map| map.name() == name)
    }
}

impl<T: Choice> FromStr for Named<T> {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        T::of(name).map(Self).ok_or_else(|| UnknownName(name.to_owned()))
    }
}

impl LookOptions {
    /// Let the settings of a field look so.
    pub(super) fn apply(&self, settings: &mut Settings) -> Result<(), Failure> {
        self.check()?;
        let color_scale = if self.log_colors { Scale::Logarithmic } else { Scale::Linear };
        let arrows = &mut settings.arrows;
        arrows.direction = self.direction.0;
        arrows.length = self.length.0;
        arrows.anchor = self.anchor.0;
        #[expect(clippy::cast_possible_truncation, reason = "a factor from 0 to 100")]
        let scale = self.arrow_scale as f32;
        arrows.scale = scale;
        arrows.thin = !self.all_arrows;
        arrows.colormap = self.colormap.0;
        arrows.color_by = self.color_by.0;
        arrows.color_scale = color_scale;
        arrows.ghosts = self.ghosts;
        arrows.mark_causes = !self.no_marks;
        let heat_map = &mut settings.heat_map;
        if let Some(Named(quantity)) = self.heat_map {
            (heat_map.show, heat_map.quantity) = (true, quantity);
        }
        heat_map.colormap = self.heat_map_colormap.0;
        heat_map.color_scale = color_scale;
        #[expect(clippy::cast_possible_truncation, reason = "from 0 to 1")]
        let opacity = self.heat_map_opacity as f32;
        heat_map.opacity = opacity;
        let layers = &mut settings.layers;
        if let Some(count) = self.contours {
            (layers.contours.show, layers.contours.count) = (true, count);
        }
        layers.contours.spacing = self.contour_levels.0;
        if let Some(across) = self.streamlines {
            (layers.streamlines.show, layers.streamlines.across) = (true, across);
        }
        layers.critical_points = self.critical_points;
        self.descend(&mut settings.descent)
    }

    fn descend(&self, descent: &mut DescentSettings) -> Result<(), Failure> {
        descent.show = !self.descend.is_empty();
        descent.steps = self.steps;
        descent.start = self.from.unwrap_or(descent.start);
        descent.optimizers = self.descend.iter().map(|rule| (Optimizer::new(*rule), true)).collect();
        let Some(rate) = self.rate else { return Ok(()) };
        let knob = crate::analysis::descent::Knob::Rate;
        if !knob.takes(rate) {
            return Err(Failure::usage(format!("--rate must be {}.", knob.range())));
        }
        for (optimizer, _) in &mut descent.optimizers {
            *optimizer.knob(knob) = rate;
        }
        Ok(())
    }

    /// Numbers that are too large or too small.
    fn check(&self) -> Result<(), Failure> {
        let within = |name: &str, value: f64, [low, high]: [f64; 2]| {
            let text = format!("--{name} must be a number from {low} to {high}.");
            if (low..=high).contains(&value) { Ok(()) } else { Err(Failure::usage(text)) }
        };
        within("arrow-scale", self.arrow_scale, [0.0, 100.0])?;
        within("heat-map-opacity", self.heat_map_opacity, [0.0, 1.0])?;
        let count = |count: Option<usize>| count.unwrap_or(1) as f64;
        within("contours", count(self.contours), [1.0, MOST_LEVELS as f64])?;
        within("streamlines", count(self.streamlines), [1.0, f64::from(MOST_ACROSS)])?;
        within("steps", self.steps as f64, [0.0, crate::analysis::descent::MOST_STEPS as f64])?;
        match self.from {
            Some(from) if from.iter().any(|x| !x.is_finite()) => {
                Err(Failure::usage("The start must be two finite numbers.".to_owned()))
            }
            _ => Ok(()),
        }
    }
}
