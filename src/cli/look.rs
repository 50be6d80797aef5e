//! Options for how a field looks and what else is drawn, onto the settings that the window has.

use std::error::Error;
use std::fmt;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Failure;
use super::options::named;
use super::sweep::parse_point;
use crate::analysis::descent::{Optimizer, UpdateRule};
use crate::analysis::{LevelSpacing, MOST_ACROSS, MOST_LEVELS};
use crate::colormap::{Colormap, Scale};
use crate::heat_map::Quantity;
use crate::number_text::parse_number;
use crate::settings::{Anchor, DescentSettings, Direction, Length, Named, Settings};

/// How a field looks. What is not given stays as it was set.
#[derive(Args)]
#[command(next_help_heading = "Look options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct LookOptions {
    /// Which way the arrows point: along -g, where f falls, or along g [default: descent]
    #[arg(long, value_name = "WAY", value_parser = one_of(Direction::CHOICES))]
    direction: Option<Direction>,

    /// What the length of an arrow says: nothing, or |g| [default: equal]
    #[arg(long, value_name = "WHAT", value_parser = one_of(Length::CHOICES))]
    length: Option<Length>,

    /// Which part of an arrow lies on its grid point [default: tail]
    #[arg(long, value_name = "PART", value_parser = one_of(Anchor::CHOICES))]
    anchor: Option<Anchor>,

    /// Lengthen or shorten all arrows by a factor [default: 1]
    #[arg(long, value_name = "FACTOR", allow_hyphen_values = true, value_parser = parse_number)]
    arrow_scale: Option<f64>,

    /// Draw every arrow, also where they are closer than 10 points
    #[arg(long)]
    all_arrows: bool,

    /// The colours of the arrows [default: jet]
    #[arg(long, value_name = "NAME", value_parser = one_of(Colormap::CHOICES))]
    colormap: Option<Colormap>,

    /// What the colours of the arrows mean [default: norm]
    #[arg(long, value_name = "QUANTITY", value_parser = one_of(&of_arrows()))]
    color_by: Option<Quantity>,

    /// Colours of arrows and heat map go by the logarithm
    #[arg(long)]
    log_colors: bool,

    /// Draw a heat map behind the arrows
    #[arg(long, value_name = "QUANTITY", value_parser = one_of(Quantity::CHOICES))]
    heat_map: Option<Quantity>,

    /// The colours of the heat map [default: viridis]
    #[arg(long, value_name = "NAME", requires = "heat_map", value_parser = one_of(Colormap::CHOICES))]
    heat_map_colormap: Option<Colormap>,

    /// How much the heat map hides of what lies behind it, from 0 to 1 [default: 1]
    #[arg(long, value_name = "OPACITY", requires = "heat_map", allow_hyphen_values = true, value_parser = parse_number)]
    heat_map_opacity: Option<f64>,

    /// Draw contour lines of f, about so many levels
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "12")]
    contours: Option<usize>,

    /// How the levels of contour lines follow one another [default: linear]
    #[arg(long, value_name = "SPACING", requires = "contours", value_parser = one_of(LevelSpacing::CHOICES))]
    contour_levels: Option<LevelSpacing>,

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

    /// How many steps each makes [default: 30]
    #[arg(long, value_name = "N", requires = "descend")]
    steps: Option<usize>,

    /// The learning rate of all of them [default: that of each optimiser in gradfield descend]
    #[arg(long, value_name = "R", requires = "descend", allow_hyphen_values = true, value_parser = parse_number)]
    rate: Option<f64>,
}

/// Short words beside those that files have.
const SHORT: [(&str, &str); 2] = [("f", "function"), ("log", "logarithmic")];

/// What the colours of arrows can mean: f is nothing of an arrow.
fn of_arrows() -> Vec<Quantity> {
    Quantity::CHOICES.iter().copied().filter(|quantity| *quantity != Quantity::Function).collect()
}

/// One of some choices, by the word that files have for it.
fn one_of<T: Named + Send + Sync>(choices: &[T]) -> impl TypedValueParser<Value = T> {
    let value = |choice: &T| {
        let short = SHORT.iter().filter(|(_, word)| *word == choice.word()).map(|(short, _)| *short);
        PossibleValue::new(choice.word()).aliases(short)
    };
    let values = PossibleValuesParser::new(choices.iter().map(value));
    values.try_map(|typed| {
        let word = SHORT.iter().find(|(short, _)| *short == typed).map_or(typed.as_str(), |(_, word)| word);
        T::from_word(word).ok_or(UnknownWord(typed))
    })
}

/// No choice has this word.
#[derive(Debug)]
struct UnknownWord(String);

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no '{}'", self.0)
    }
}

impl Error for UnknownWord {}

/// Set what is given.
fn take<T>(setting: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *setting = given;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a factor from 0 to 100, of which seven digits are plenty"
)]
fn single(factor: f64) -> f32 {
    factor as f32
}

impl LookOptions {
    /// Let the settings of a field look so.
    pub(super) fn apply(&self, settings: &mut Settings) -> Result<(), Failure> {
        self.check()?;
        let arrows = &mut settings.arrows;
        take(&mut arrows.direction, self.direction);
        take(&mut arrows.length, self.length);
        take(&mut arrows.anchor, self.anchor);
        take(&mut arrows.scale, self.arrow_scale.map(single));
        arrows.thin &= !self.all_arrows;
        take(&mut arrows.colormap, self.colormap);
        take(&mut arrows.color_by, self.color_by);
        arrows.ghosts |= self.ghosts;
        arrows.mark_causes &= !self.no_marks;
        let heat_map = &mut settings.heat_map;
        heat_map.show |= self.heat_map.is_some();
        take(&mut heat_map.quantity, self.heat_map);
        take(&mut heat_map.colormap, self.heat_map_colormap);
        take(&mut heat_map.opacity, self.heat_map_opacity.map(single));
        if self.log_colors {
            (arrows.color_scale, heat_map.color_scale) = (Scale::Logarithmic, Scale::Logarithmic);
        }
        let layers = &mut settings.layers;
        layers.contours.show |= self.contours.is_some();
        take(&mut layers.contours.count, self.contours);
        take(&mut layers.contours.spacing, self.contour_levels);
        layers.streamlines.show |= self.streamlines.is_some();
        take(&mut layers.streamlines.across, self.streamlines);
        layers.critical_points |= self.critical_points;
        self.descend(&mut settings.descent)
    }

    fn descend(&self, descent: &mut DescentSettings) -> Result<(), Failure> {
        if self.descend.is_empty() {
            // The other options need this one.
            return Ok(());
        }
        descent.show = true;
        descent.optimizers = self.descend.iter().map(|rule| (Optimizer::new(*rule), true)).collect();
        take(&mut descent.steps, self.steps);
        take(&mut descent.start, self.from);
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
        within("arrow-scale", self.arrow_scale.unwrap_or(1.0), [0.0, 100.0])?;
        within("heat-map-opacity", self.heat_map_opacity.unwrap_or(1.0), [0.0, 1.0])?;
        let count = |count: Option<usize>| count.unwrap_or(1) as f64;
        within("contours", count(self.contours), [1.0, MOST_LEVELS as f64])?;
        within("streamlines", count(self.streamlines), [1.0, f64::from(MOST_ACROSS)])?;
        within("steps", self.steps.unwrap_or(0) as f64, [0.0, crate::analysis::descent::MOST_STEPS as f64])?;
        match self.from {
            Some(from) if from.iter().any(|x| !x.is_finite()) => {
                Err(Failure::usage("The start must be two finite numbers.".to_owned()))
            }
            _ => Ok(()),
        }
    }
}
