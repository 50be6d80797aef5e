//! `gradfield render`: a field as a figure.

use clap::Args;

use super::Failure;
use super::figure::{FigureOptions, parse_size_at, remark};
use super::options::named;
use super::output::Output;
use crate::export::figure::{FigureFormat, compose, pixels};
use crate::field::CancelToken;
use crate::number_text::parse_number;

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{DETAILS}\n\n{EXAMPLES}"))]
pub(super) struct RenderCommand {
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

    #[command(flatten)]
    pub(super) figure: FigureOptions,
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
        if format == FigureFormat::Png {
            pixels(self.size, self.scale).map_err(|error| Failure::usage(error.to_string()))?;
        }
        let (content, settings) = self.figure.compute()?;
        remark(&content);
        let scene = compose(&content, &settings, &self.figure.sheet(self.size));
        self.output.write(|to| format.write(&scene, self.scale, &CancelToken::new(), to))
    }
}

/// Points, of 1/72 inch.
fn parse_size(text: &str) -> Result<[f64; 2], String> {
    parse_size_at(text, 72.0)
}
