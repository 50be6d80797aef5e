//! The figure that a command is about, as a picture or as a program.

use clap::Args;

use super::look::LookOptions;
use super::options::{FieldOptions, Function, SetOptions, refusal_of_field};
use super::{Failure, note};
use crate::analysis::{Contours, CriticalPoints, Streamlines};
use crate::export::figure::{Content, Sheet};
use crate::field::{CancelToken, Progress};
use crate::number_text::parse_number;
use crate::settings::Settings;

/// A field, how it looks, and what is around it.
#[derive(Args)]
pub(super) struct FigureOptions {
    #[command(flatten)]
    pub(super) function: Function,

    /// The colours of the ground and of what is written on it
    #[arg(long, value_name = "THEME", default_value = "light", value_parser = ["light", "dark"])]
    theme: String,

    /// Leave out the title
    #[arg(long)]
    no_title: bool,

    /// Fill the figure, whatever the ranges of x0 and x1 are, so that a unit of one may be longer than one of the other
    #[arg(long)]
    free_aspect: bool,

    #[command(flatten)]
    look: LookOptions,

    #[command(flatten)]
    options: FieldOptions,

    #[command(flatten)]
    set: SetOptions,
}

impl FigureOptions {
    /// What the figure shows, and the settings that it is made of.
    pub(super) fn compute(&self) -> Result<(Content, Settings), Failure> {
        let mut settings = self.options.settings(&self.function)?;
        settings.grid.equal_aspect &= !self.free_aspect;
        self.look.apply(&mut settings)?;
        self.set.apply(&mut settings)?;
        let seed = settings.seed();
        let request = seed.request().map_err(|error| refusal_of_field(&error, &seed.expression))?;
        match Content::compute(&request, &settings, &CancelToken::new(), &Progress::new()) {
            Ok(content) => Ok((content, settings)),
            Err(_cancelled) => unreachable!("nobody cancels"),
        }
    }

    /// What it stands on, of a width and height.
    pub(super) fn sheet(&self, size: [f64; 2]) -> Sheet {
        Sheet { size, dark_mode: self.theme == "dark", view: None, title: !self.no_title }
    }
}

/// Say of layers that were asked for why there is nothing of them.
pub(super) fn remark(content: &Content) {
    let contours = match content.contours.as_deref() {
        Some(Contours::NoLevels(why)) => Some(why.to_string()),
        _ => None,
    };
    let streamlines = match content.streamlines.as_deref() {
        Some(Streamlines::NoLines(why)) => Some(why.to_string()),
        _ => None,
    };
    let points = content.critical_points.as_deref().filter(|points| points.points.is_empty());
    let points = points.map(CriticalPoints::sentence);
    for remark in [contours, streamlines, points].into_iter().flatten() {
        note(remark);
    }
}

/// Width and height in dots, of which an inch has so many where a unit is given.
pub(super) fn parse_size_at(text: &str, dots_per_inch: f64) -> Result<[f64; 2], String> {
    let [least, most] = Sheet::SIDES;
    let sides = text.split_once(['x', 'X']).map(|(width, height)| {
        // A unit that stands once counts for both.
        let unit = UNITS.iter().find(|(unit, _)| height.trim_end().ends_with(unit));
        [width, height].map(|side| parse_side(side, unit, dots_per_inch))
    });
    match sides {
        Some([Some(width), Some(height)])
            if [width, height].iter().all(|side| (least..=most).contains(side)) =>
        {
            Ok([width, height])
        }
        Some([Some(_), Some(_)]) => {
            Err(format!("Width and height are from {least} to {most}, {dots_per_inch} an inch."))
        }
        _ => {
            Err("Write width and height with an x between, such as 1200x900, 160x120mm or 6x4.5in."
                .to_owned())
        }
    }
}

/// Units of length, in inches.
const UNITS: [(&str, f64); 4] = [("mm", 1.0 / 25.4), ("cm", 1.0 / 2.54), ("in", 1.0), ("pt", 1.0 / 72.0)];

fn parse_side(text: &str, of_both: Option<&(&str, f64)>, dots_per_inch: f64) -> Option<f64> {
    let text = text.trim();
    let own = UNITS.iter().find(|(unit, _)| text.ends_with(unit));
    let number = own.map_or(text, |(unit, _)| &text[..text.len() - unit.len()]);
    let dots = own.or(of_both).map_or(1.0, |(_, inches)| inches * dots_per_inch);
    parse_number(number.trim()).ok().map(|number| number * dots)
}
