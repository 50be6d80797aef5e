//! Figures as files: SVG, PNG and PDF of what the canvas shows.

mod arrows;
mod clip;
mod color_bar;
mod command;
mod files;
mod layers;
mod layout;
mod legend;
mod outline;
mod svg;
mod ticks;

use gradfield::examples::{self, Example};
use gradfield::export::figure::shapes::{Contour, Path, Shape, Text};
use gradfield::export::figure::{Content, Scene, Sheet, compose};
use gradfield::field::{AxisSpec, CancelToken, FieldSeed, GridSpec, Progress};
use gradfield::settings::Settings;

/// What was computed and how it looks.
struct Figure {
    content: Content,
    settings: Settings,
}

impl Figure {
    fn new(seed: FieldSeed, change: impl FnOnce(&mut Settings)) -> Self {
        let request = seed.request().unwrap_or_else(|error| panic!("{}: {error}", seed.expression));
        let mut settings = Settings::from(seed);
        change(&mut settings);
        let content = Content::compute(&request, &settings, &CancelToken::new(), &Progress::new())
            .expect("not cancelled");
        Self { content, settings }
    }

    fn of(example: &Example) -> Self {
        Self::new(example.seed(), |settings| *settings = settings.showing(example))
    }

    fn on(&self, sheet: &Sheet) -> Scene {
        compose(&self.content, &self.settings, sheet)
    }

    fn scene(&self) -> Scene {
        self.on(&Sheet::default())
    }
}

/// The bowl of the article.
fn bowl() -> Figure {
    Figure::new(FieldSeed::default(), |_| ())
}

/// A function over a range of both coordinates.
fn seed(expression: &str, [min, max]: [f64; 2], step: f64) -> FieldSeed {
    let axis = AxisSpec { min, max, step };
    let grid = GridSpec { axes: [axis, axis], closed: false };
    FieldSeed { expression: expression.to_owned(), grid, ..FieldSeed::default() }
}

fn example(name: &str) -> &'static Example {
    examples::all().find(|example| example.name == name).unwrap_or_else(|| panic!("no example {name}"))
}

/// What lies on the canvas, as far as it is within.
fn canvas(scene: &Scene) -> &[Shape] {
    let clipped = scene.shapes.iter().find_map(|shape| match shape {
        Shape::Clipped(_, shapes) => Some(shapes.as_slice()),
        _ => None,
    });
    clipped.expect("a figure has a canvas")
}

/// The arrows and dots of a field without ghosts: those with a line around.
fn arrows(scene: &Scene) -> Vec<&Path> {
    let haloed = canvas(scene).iter().filter_map(|shape| match shape {
        Shape::Haloed(_, paths) => Some(paths),
        _ => None,
    });
    haloed.flatten().collect()
}

fn contours<'a>(paths: &[&'a Path]) -> Vec<&'a Contour> {
    paths.iter().flat_map(|path| &path.contours).collect()
}

/// Everything that is written.
fn texts(shapes: &[Shape]) -> Vec<&Text> {
    shapes
        .iter()
        .flat_map(|shape| match shape {
            Shape::Text(text) => vec![text],
            Shape::Clipped(_, shapes) => texts(shapes),
            Shape::Path(_) | Shape::Image(_) | Shape::Haloed(..) => vec![],
        })
        .collect()
}

fn words(scene: &Scene) -> Vec<&str> {
    texts(&scene.shapes).iter().map(|text| text.text.as_str()).collect()
}
