//! `gradfield render`: a field as a figure.

use std::io::{self, Write};

use clap::Args;

use super::Failure;
use super::look::LookOptions;
use super::options::{FieldOptions, Function, SetOptions, named, refusal_of_field};
use super::output::Output;
use crate::analysis::{Contours, CriticalPoints, Streamlines};
use crate::export::figure::{Content, FigureError, FigureFormat, MOST_PIXELS, Sheet, compose};
use crate::field::{CancelToken, Progress};
use crate::number_text::parse_number;

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct RenderCommand {
    #[command(flatten)]
    pub(super) function: Function,

    #[command(flatten)]
    output: Output,

    /// The format [default: by the extension of FILE, svg on the standard output]
    #[arg(long, value_name = "FORMAT", value_parser = named::<FigureFormat>(FigureFormat::ALL.map(FigureFormat::name)))]
    format: Option<FigureFormat>,

    /// Width and height in points, or with mm, cm or in behind: a point is 1/72 inch of PDF, and a pixel of SVG and, times --scale, of PNG
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "1200x900", value_parser = parse_size)]
    size: [f64; 2],

    /// Pixels a point, of PNG: 2 gives a figure of the same look with twice as many pixels along each side
    #[arg(long, value_name = "SCALE", default_value = "1", allow_hyphen_values = true, value_parser = parse_number)]
    scale: f64,

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

const DETAILS: &str = "\
The figure is what the window's canvas shows of the same field. It needs no display and no fonts:
letters are part of PNG and PDF as outlines, and SVG brings those that it needs.";

const EXAMPLES: &str = "\
Examples:
  gradfield render \"x0^2 + x1^2\" -o field.svg
  gradfield render \"x0^2 + x1^2\" --h 10e-50 -o empty.png
  gradfield render \"sin(5*x0) + x1^2\" --heat-map f --contours --theme dark -o field.pdf
  gradfield render \"(1-x0)^2 + 100*(x1-x0^2)^2\" --x1 -1:3 --log-colors --critical-points -o r.png
  gradfield render \"x0^2/20 + x1^2\" --x0 -10:10 --x1 -5:5 --step 0.5 --descend sgd,adam --from -7,2 -o d.svg
  gradfield render \"x0*x1\" --no-title --size 600x600 --scale 2 -o small.png
  gradfield render \"x0*x1\" --size 160x120mm -o paper.pdf
  gradfield render saved.gradfield --theme dark -o saved.pdf";

impl RenderCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        let format = match (self.format, self.output.file()) {
            (Some(format), _) => format,
            (None, None) => FigureFormat::default(),
            (None, Some(path)) => {
                FigureFormat::of_file(path).map_err(|error| Failure::usage(error.to_string()))?
            }
        };
        let scale = self.scale();
        if format == FigureFormat::Png && scale.is_none() {
            return Err(Failure::usage(FigureError::Size.to_string()));
        }
        let mut settings = self.options.settings(&self.function)?;
        settings.grid.equal_aspect &= !self.free_aspect;
        self.look.apply(&mut settings)?;
        self.set.apply(&mut settings)?;
        let seed = settings.seed();
        let request = seed.request().map_err(|error| refusal_of_field(&error, &seed.expression))?;
        let Ok(content) = Content::compute(&request, &settings, &CancelToken::new(), &Progress::new()) else {
            unreachable!("nobody cancels")
        };
        remark(&content);
        let sheet =
            Sheet { size: self.size, dark_mode: self.theme == "dark", view: None, title: !self.no_title };
        let scene = compose(&content, &settings, &sheet);
        let scale = scale.unwrap_or(1.0);
        self.output.write(|to| format.write(&scene, scale, &CancelToken::new(), to))
    }
}

impl RenderCommand {
    /// Pixels a point; `None` where a picture would be too large or too small.
    fn scale(&self) -> Option<f64> {
        let is_possible = |side: f64| (1.0..=MOST_PIXELS).contains(&(side * self.scale).round());
        self.size.into_iter().all(is_possible).then_some(self.scale)
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
        // Where stderr is closed there is nobody to tell.
        drop(writeln!(io::stderr(), "note: {remark}"));
    }
}

/// Points, of 1/72 inch.
fn parse_size(text: &str) -> Result<[f64; 2], String> {
    parse_size_at(text, 72.0)
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
