//! The canvas without the rest of the window: what it shows of a census, of ghosts and of the probe, and what clicks and
//! keys ask of it.

mod ghosts;
mod legend;
#[cfg(feature = "snapshots")]
mod picture;
mod probe;
mod window;

use std::sync::Arc;

use eframe::egui::{CentralPanel, Key, Modifiers, Pos2, Rect, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use egui_plot::{PlotPoint, PlotTransform};
use gradfield::analysis::{Cause, Census};
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::eval::AlignedVec;
use gradfield::field::GradientField;
use gradfield::gui::command::Command;
use gradfield::gui::plot::arrows::ArrowStyle;
use gradfield::gui::plot::canvas::{Bar, Canvas, Ghost, GhostKind, Layers, Scene};
use gradfield::gui::plot::color_bar;
use gradfield::gui::plot::heat_map::{HeatMapStyle, TileImage};
use gradfield::heat_map::{HeatMap, Quantity, norm_limits};

use crate::arrows::bowl;

/// A census made with an exact gradient that is known beforehand.
pub(crate) fn census_of(field: &GradientField, exact: impl Fn([f64; 2]) -> [f64; 2]) -> Census {
    let e: Vec<[f64; 2]> = (0..field.len()).map(|index| exact(field.grid.point(index))).collect();
    let component = |axis: usize| AlignedVec::from(&e.iter().map(|e| e[axis]).collect::<Vec<_>>()[..]);
    let (request, grid, f) = (field.request.clone(), field.grid.clone(), field.f.clone());
    let g = |index: usize| [field.g0[index], field.g1[index]];
    let relative = |index: usize| {
        let ([g0, g1], [e0, e1]) = (g(index), e[index]);
        let error = (g0 - e0).hypot(g1 - e1) / e0.hypot(e1);
        if error.is_finite() { error } else { f64::NAN }
    };
    let angle = |index: usize| {
        let ([g0, g1], [e0, e1]) = (g(index), e[index]);
        let has_both = g0.hypot(g1) > 0.0 && e0.hypot(e1) > 0.0;
        if has_both { (g0 * e1 - g1 * e0).atan2(g0 * e0 + g1 * e1).abs().to_degrees() } else { f64::NAN }
    };
    let values =
        |value: &dyn Fn(usize) -> f64| AlignedVec::from(&(0..field.len()).map(value).collect::<Vec<_>>()[..]);
    let causes: Vec<Cause> = (0..field.len()).map(|index| cause(field, index, e[index])).collect();
    let count = |cause: Cause| causes.iter().filter(|c| **c == cause).count();
    Census {
        relative_error: values(&relative),
        angle_error: values(&angle),
        counts: Cause::ALL.map(count),
        causes,
        exact: Arc::new(GradientField::of_values(request, grid, f, component(0), component(1))),
    }
}

/// What a central difference suffers from, near enough for a picture.
fn cause(field: &GradientField, index: usize, e: [f64; 2]) -> Cause {
    let g = [field.g0[index], field.g1[index]];
    if !g.iter().chain(&e).all(|component| component.is_finite()) {
        return Cause::Undefined;
    }
    let [error, size] = [[g[0] - e[0], g[1] - e[1]], e].map(|[a, b]| a.hypot(b));
    if size <= 0.0 {
        return Cause::Stationary;
    }
    if error <= 1e-3 * size {
        return Cause::Good;
    }
    let worse = usize::from((g[1] - e[1]).abs() > (g[0] - e[0]).abs());
    let (x, h) = (field.grid.point(index)[worse], field.request.h());
    #[expect(clippy::float_cmp, reason = "the question is whether the sum is the very same number")]
    let absorbed = [x + h, x - h].iter().filter(|node| **node == x).count();
    match absorbed {
        2 => Cause::Absorbed,
        1 => Cause::HalfAbsorbed,
        _ if g[worse].abs() <= 0.0 => Cause::Cancelled,
        _ if h < 1e-5 => Cause::Rounding,
        _ => Cause::Truncation,
    }
}

/// Everything a scene is of, to be changed by a test.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) field: Arc<GradientField>,
    pub(crate) census: Option<Arc<Census>>,
    pub(crate) ghosts: Vec<Ghost>,
    pub(crate) probe: Option<usize>,
    pub(crate) heat_map: Option<Arc<HeatMap<TileImage>>>,
    pub(crate) quantity: Quantity,
    pub(crate) equal_aspect: bool,
    pub(crate) restyle: fn(ArrowStyle) -> ArrowStyle,
}

impl Stage {
    /// A field with what is known of it, as the window shows it.
    pub(crate) fn new(field: GradientField, census: Option<Census>) -> Self {
        Self {
            field: Arc::new(field),
            census: census.map(Arc::new),
            ghosts: Vec::new(),
            probe: None,
            heat_map: None,
            quantity: Quantity::GradientNorm,
            equal_aspect: true,
            restyle: |style| style,
        }
    }

    /// With the exact gradient behind the arrows.
    pub(crate) fn with_exact_ghosts(mut self) -> Self {
        let exact = self.census.as_ref().map(|census| Arc::clone(&census.exact));
        self.ghosts.extend(exact.map(|field| Ghost { field, kind: GhostKind::Exact }));
        self
    }

    /// Draw it.
    pub(crate) fn ui(&self, ui: &mut Ui, canvas: &mut Canvas) -> Command {
        let scale = Scale::Linear;
        let limits = self.quantity.fixed_limits(scale).or_else(|| norm_limits(&self.field));
        let [min, max] = limits.unwrap_or([0.0, 1.0]);
        let colors = ColorScale { map: self.quantity.colormap(Colormap::Jet), scale, min, max };
        let style = ArrowStyle { quantity: self.quantity, ..ArrowStyle::new(colors, ui.visuals().dark_mode) };
        let behind = self.heat_map.as_ref().map(|map| map.order.quantity);
        let style = match behind {
            None => style,
            Some(quantity) if quantity == self.quantity => style.plain_on_heat_map(),
            Some(_) => style.on_heat_map(),
        };
        let mut bars = vec![Bar { colors, quantity: self.quantity, role: None, opacity: 1.0 }];
        let look = HeatMapStyle {
            map: behind.map_or(Colormap::Viridis, |quantity| quantity.colormap(Colormap::Viridis)),
            opacity: 1.0,
        };
        if let Some(map) = &self.heat_map {
            let colors = ColorScale { map: look.map, ..map.colors.expect("colours") };
            bars.insert(
                0,
                Bar { colors, quantity: map.order.quantity, role: Some("heat map"), opacity: 1.0 },
            );
        }
        let scene = Scene {
            field: Some(&self.field),
            census: self.census.as_ref(),
            style: (self.restyle)(style),
            ghosts: &self.ghosts,
            probe: self.probe,
            equal_aspect: self.equal_aspect,
            follow: false,
            heat_map: self.heat_map.as_ref().map(|map| (map, look)),
            bars: &bars,
            layers: Layers::default(),
            paths: None,
        };
        canvas.ui(ui, &scene)
    }
}

/// A canvas in a window without a renderer, and all that was asked of it since it was last looked at.
struct Window {
    harness: Harness<'static, State>,
}

struct State {
    stage: Stage,
    canvas: Canvas,
    commands: Vec<Command>,
}

impl Window {
    fn new(stage: Stage) -> Self {
        let state = State { stage, canvas: Canvas::default(), commands: Vec::new() };
        let mut harness =
            Harness::builder().with_size([900.0, 760.0]).with_step_dt(1.0 / 60.0).build_ui_state(
                |ui, state: &mut State| {
                    CentralPanel::default().show(ui, |ui| {
                        let _elsewhere = ui.button("elsewhere");
                        let State { stage, canvas, commands } = state;
                        let command = stage.ui(ui, canvas);
                        // As the window would.
                        if let Command::Probe(index) = command {
                            stage.probe = Some(index);
                        }
                        if command != Command::None {
                            commands.push(command);
                        }
                    });
                },
                state,
            );
        harness.run();
        Self { harness }
    }

    /// The article's field with a census, at an h of which some arrows die.
    fn bowl(h: f64) -> Self {
        let field = bowl(h);
        let census = census_of(&field, |x| x.map(|x| 2.0 * x));
        Self::new(Stage::new(field, Some(census)))
    }

    fn frame(&self) -> Rect {
        *self.transform().frame()
    }

    fn transform(&self) -> &PlotTransform {
        self.harness.state().canvas.transform().expect("it was shown")
    }

    /// Where a point of the plane is on the screen.
    fn place(&self, x0: f64, x1: f64) -> Pos2 {
        self.transform().position_from_point(&PlotPoint::new(x0, x1))
    }

    fn click(&mut self, place: Pos2) {
        self.press(place);
        self.release(place);
    }

    fn press(&mut self, place: Pos2) {
        self.harness.hover_at(place);
        self.harness.step();
        self.harness.drag_at(place);
        self.harness.step();
    }

    fn release(&mut self, place: Pos2) {
        self.harness.drop_at(place);
        self.harness.step();
    }

    /// Let so much time pass that the next click is not the second of a double click.
    fn wait(&mut self) {
        for _ in 0..60 {
            self.harness.step();
        }
    }

    fn commands(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.harness.state_mut().commands)
    }

    fn has_focus(&self) -> bool {
        self.harness.get_by_label("gradient field").is_focused()
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.step();
        self.harness.step();
    }
}

#[test]
fn angles_have_round_ticks() {
    let scale = |min, max| ColorScale { map: Colormap::Direction, scale: Scale::Linear, min, max };
    let values = |quantity, min, max, height| {
        color_bar::labels(&scale(min, max), quantity, height).into_iter().map(|(_, text)| text).collect()
    };
    let all: Vec<String> = values(Quantity::Direction, -180.0, 180.0, 300.0);
    assert_eq!(all, ["-180", "-135", "-90", "-45", "0", "45", "90", "135", "180"]);
    let few: Vec<String> = values(Quantity::Direction, -180.0, 180.0, 80.0);
    assert_eq!(few, ["-180", "0", "180"]);
    let error: Vec<String> = values(Quantity::AngleError, 0.0, 180.0, 300.0);
    assert_eq!(error, ["0", "30", "60", "90", "120", "150", "180"]);
}
