//! The plot: arrows over a grid with equal aspect, what lies behind and around them, and what is asked of it.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, Context, Id, Rect, Response, TextStyle, Ui, UiBuilder, Vec2, pos2, vec2,
};
use egui_plot::{AxisHints, GridInput, GridMark, Plot, PlotBounds, PlotMemory, PlotTransform, PlotUi};

use super::arrows::build::Built;
use super::arrows::{self, ArrowStyle, Arrows, Drawn, Marks, Subject};
pub use super::color_bar::Bar;
use super::ghosts::{Backdrop, Ghosts};
pub use super::ghosts::{Ghost, GhostKind};
use super::heat_map::{HeatMapLayer, HeatMapStyle, TileImage};
use super::layers;
pub use super::layers::{Layers, LineKind};
use super::legend::{self, Around, Legend};
use super::paths;
pub use super::paths::Paths;
pub use super::read_out::{nearest_node, node_lines, pointed_at};
use super::{color_bar, probe, read_out, ticks};
use crate::analysis::Census;
use crate::colormap::ColorScale;
use crate::expr::Axis;
use crate::field::GradientField;
use crate::figure::{margin, theme};
use crate::gui::command::Command;
use crate::heat_map::{HeatMap, Source};

/// The least distance of two axis labels in points: where they are wider, those along x0 are farther apart.
const TICK_SPACING: f64 = 70.0;
/// From this distance on they are shown, and not much above it in full strength.
const LABEL_SPACING: std::ops::RangeInclusive<f32> = 30.0..=40.0;
/// Wheel travel, in points, that zooms by the factor e.
const ZOOM_TRAVEL: f32 = 300.0;

/// What the canvas keeps between frames.
#[derive(Default)]
pub struct Canvas {
    arrows: Arrows,
    ghosts: Ghosts,
    heat_map: HeatMapLayer,
    legend: Legend,
    clicks: probe::Clicks,
    hand: paths::Hand,
    fit: bool,
    /// Whether the last frame had a field.
    has_shown: bool,
    look_at: Option<[f64; 2]>,
    look_over: Option<[[f64; 2]; 2]>,
    transform: Option<PlotTransform>,
}

/// What to show.
pub struct Scene<'a> {
    /// The field; `None` before the first is finished.
    pub field: Option<&'a Arc<GradientField>>,
    /// What is known of its errors.
    pub census: Option<&'a Arc<Census>>,
    /// How its arrows look.
    pub style: ArrowStyle,
    /// Other fields behind them, at most one of each kind.
    pub ghosts: &'a [Ghost],
    /// The node that is looked at.
    pub probe: Option<usize>,
    /// Whether a unit of x0 is as long as a unit of x1.
    pub equal_aspect: bool,
    /// Whether the grid goes where the canvas looks.
    pub follow: bool,
    /// What lies behind the arrows.
    pub heat_map: Option<(&'a Arc<HeatMap<TileImage>>, HeatMapStyle)>,
    /// What the colours mean, from the top down.
    pub bars: &'a [Bar],
    /// Lines behind the arrows and points in front of them.
    pub layers: Layers<'a>,
    /// The ways of optimisers, in front of the arrows.
    pub paths: Option<Paths<'a>>,
}

/// Builds what the canvas will draw of a new field, on any thread.
#[derive(Clone, Debug)]
pub struct Sketcher {
    arrows: arrows::Sketcher,
    exact: arrows::Sketcher,
}

/// What the canvas will draw of a field, if it still looks at it in that way.
#[derive(Clone, Debug)]
pub struct Sketch {
    arrows: arrows::Sketch,
    exact: Option<arrows::Sketch>,
}

impl Sketcher {
    /// A field with the colours that it will have, given the style of the last frame, and the exact gradient behind it if
    /// that is drawn; `None` before there was a frame.
    pub fn sketch(
        &self,
        field: &Arc<GradientField>,
        census: Option<&Arc<Census>>,
        colors: impl FnOnce(&ArrowStyle) -> ColorScale,
    ) -> Option<Sketch> {
        let arrows = self.arrows.sketch(Subject { field, census, measured_by: None }, colors)?;
        let ghost = |census: &Arc<Census>| {
            let subject = Subject { field: &census.exact, census: None, measured_by: Some(field) };
            self.exact.sketch(subject, |style| style.colors)
        };
        Some(Sketch { arrows, exact: census.and_then(ghost) })
    }
}

impl Canvas {
    /// What the plot is called in egui.
    pub(in crate::gui) fn id() -> Id {
        Id::unique("canvas")
    }

    /// Show the whole grid in the next frame.
    pub fn fit(&mut self) {
        self.fit = true;
    }

    /// Look where it did, whatever was to come.
    pub(in crate::gui) fn stay(&mut self) {
        self.fit = false;
        self.look_at = None;
    }

    /// Bring a point into sight in the next frame, if it is not.
    pub fn look_at(&mut self, point: [f64; 2]) {
        self.look_at = Some(point);
    }

    /// Show this part of the plane, [from, to] along x0 and x1, as soon as there is a field.
    pub fn look_over(&mut self, view: [[f64; 2]; 2]) {
        self.look_over = Some(view);
    }

    /// Which part of the plane is shown, [from, to] along x0 and x1, where it is not the whole grid as by [`Self::fit`].
    pub fn view(&self, context: &Context) -> Option<[[f64; 2]; 2]> {
        if self.look_over.is_some() {
            return self.look_over;
        }
        let memory = PlotMemory::load(context, Self::id()).filter(|memory| !memory.auto_bounds.any())?;
        Some(ranges(memory.bounds()))
    }

    /// How many arrows the last frame drew and left out.
    pub fn drawn(&self) -> Drawn {
        self.arrows.drawn()
    }

    /// The arrows that the last frame drew.
    pub fn built(&self) -> Option<Arc<Built>> {
        self.arrows.built()
    }

    /// The ghosts of a kind that the last frame drew.
    pub fn built_ghosts(&self, kind: GhostKind) -> Option<Arc<Built>> {
        self.ghosts.of(kind).built()
    }

    /// Who builds a new field's arrows away from the window's thread.
    pub fn sketcher(&self) -> Sketcher {
        Sketcher { arrows: self.arrows.sketcher(), exact: self.ghosts.of(GhostKind::Exact).sketcher() }
    }

    /// Draw a field as it was sketched, if nothing has changed since.
    pub fn take(&self, sketch: &Sketch) {
        self.arrows.take(&sketch.arrows);
        if let Some(exact) = &sketch.exact {
            self.ghosts.of(GhostKind::Exact).take(exact);
        }
    }

    /// Plot coordinates to the screen, as of the last frame.
    pub fn transform(&self) -> Option<&PlotTransform> {
        self.transform.as_ref()
    }

    /// The plot with its colour bars in all the room there is, and what is asked for by clicks and keys.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Command {
        let size = ui.available_size() - vec2(color_bar::WIDTH, 0.0);
        let start = scene.paths.map(|paths| paths.start);
        let is_held = start.is_some_and(|start| self.hand.holds(ui, self.transform.as_ref(), start));
        let plot =
            Self::plot(ui, scene, size, theme::grid(ui.visuals().dark_mode, scene.heat_map.is_some()).into())
                .allow_drag(!is_held);
        let fit = std::mem::take(&mut self.fit);
        // Before the first field was shown, nobody has looked anywhere.
        let follows = scene.follow && std::mem::replace(&mut self.has_shown, scene.field.is_some());
        let look_at = self.look_at.take();
        let look_over = self.look_over;
        let heat_map = scene.heat_map.map(|(map, style)| self.heat_map.item(map, style));
        let backdrop = Backdrop { dark_mode: ui.visuals().dark_mode, heat_map: heat_map.is_some() };
        let ghosts = self.ghosts.items(scene.ghosts, scene.field, &scene.style, backdrop);
        let arrows = scene.field.map(|field| self.arrows.item(field, &scene.style).with_census(scene.census));
        let lines = scene.layers.items(heat_map.is_some());
        let shown = plot.show(ui, |plot_ui| {
            if fit {
                plot_ui.set_auto_bounds(true);
            } else if follows {
                // Else the canvas would follow the grid.
                plot_ui.set_auto_bounds(false);
            }
            if let Some([x0, x1]) = look_over {
                plot_ui.set_auto_bounds(false);
                plot_ui.set_plot_bounds(PlotBounds::from_min_max([x0[0], x1[0]], [x0[1], x1[1]]));
            }
            zoom_by_wheel(plot_ui);
            if let Some(point) = look_at {
                bring_into_sight(plot_ui, point);
            }
            if let Some(heat_map) = heat_map {
                plot_ui.add(heat_map);
            }
            for item in lines {
                plot_ui.add(item);
            }
            for item in ghosts.into_iter().chain(arrows) {
                plot_ui.add(item);
            }
        });
        let transform = shown.transform;
        let frame = *transform.frame();
        let corner = pos2(frame.right() + 14.0, frame.top());
        let beside = Rect::from_min_size(corner, vec2(color_bar::WIDTH - 14.0, frame.height()));
        color_bar::paint(ui, beside, scene.bars);
        let command = scene
            .field
            .map_or(Command::None, |field| self.in_front(ui, scene, field, &shown.response, &transform));
        let view = ranges(transform.bounds());
        let command = command.or(if follows { Command::Cover(view) } else { Command::None });
        let before = self.transform.replace(transform);
        // In the first frames the room is not what it will be, and the plot shows more to have its aspect.
        let is_settled = before.is_some_and(|before| before.frame().size() == frame.size());
        if self.look_over.is_some() {
            ui.ctx().request_repaint();
            self.look_over.take_if(|_| is_settled && scene.field.is_some());
        }
        if let Some(field) = scene.field.filter(|_| self.drawn() == Drawn::default()) {
            self.nothing_in_view(ui, scene, is_seen(field, view), frame);
        }
        command
    }

    /// What lies in front of the arrows, and what is asked for there.
    fn in_front(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        field: &GradientField,
        response: &Response,
        transform: &PlotTransform,
    ) -> Command {
        let built = self.built();
        let source = Source::new(field, scene.census.map(|census| &**census));
        let is_shown = |index: &usize| *index < field.len();
        let probe = scene.probe.filter(is_shown);
        if let Some(index) = probe {
            probe::paint(ui, transform, field, index);
        }
        if let Some((contours, true, opacity)) = scene.layers.contours {
            layers::paint_labels(ui, transform, contours, opacity);
        }
        if let Some(points) = scene.layers.critical_points {
            layers::paint_points(ui, transform, points);
        }
        let moved = scene.paths.and_then(|paths| {
            paths::paint(ui, transform, &paths);
            self.hand.moves(ui, response, transform)
        });
        let legend = self.legend(ui, scene, source, transform);
        if let Some(start) = moved {
            return Command::MoveStart(start);
        }
        probe::describe(ui, response, transform, field, probe);
        // What lies under the legend is not meant.
        if legend::covers(legend, response.hover_pos().or(response.interact_pointer_pos())) {
            return probe::keys(ui, response);
        }
        let taken = legend.map(|(corner, _)| corner);
        let on_mark = scene.layers.critical_points.zip(response.hover_pos());
        if !on_mark.is_some_and(|(points, at)| layers::describe(ui, transform, points, at)) {
            read_out::read_out(ui, response, transform, source, built.as_deref(), taken);
        }
        let clicked = self.clicks.command(response, transform, field, built.as_deref(), probe);
        clicked.or(probe::keys(ui, response))
    }

    /// What the marks and the ghosts mean; where that stands, if anywhere.
    fn legend(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        source: Source<'_>,
        transform: &PlotTransform,
    ) -> Option<(Align2, Rect)> {
        let census = source.census().filter(|_| scene.style.marks == Marks::ByCause);
        let ghosts: Vec<_> = scene.ghosts.iter().map(|ghost| ghost.kind).collect();
        let mut rows = legend::rows(census, &ghosts, &scene.style, ui.visuals().dark_mode);
        rows.extend(legend::layer_rows(&scene.layers.explained()));
        rows.extend(scene.paths.iter().flat_map(|paths| legend::path_rows(paths.twins, paths.exact)));
        let critical =
            scene.layers.critical_points.iter().flat_map(|points| &points.points).map(|point| point.x);
        let steps = scene.paths.iter().flat_map(Paths::points);
        let field = source.field();
        let probed = scene.probe.filter(|&node| node < field.len()).map(|node| field.grid.point(node));
        let around = Around {
            field,
            start: scene.paths.map(|paths| paths.start),
            points: critical.chain(steps).chain(probed).collect(),
        };
        self.legend.ui(ui, &rows, &scene.style, transform, &around)
    }

    /// An empty canvas says why it is empty: the grid is elsewhere, or its nodes are farther apart than the canvas is wide.
    fn nothing_in_view(&mut self, ui: &mut Ui, scene: &Scene<'_>, is_between_nodes: bool, frame: Rect) {
        if is_between_nodes && scene.heat_map.is_some() {
            // It is not empty then.
            return;
        }
        let text = if is_between_nodes {
            "No grid point is in view, only the plane between them: a smaller step would put some here."
        } else {
            "The grid is out of view."
        };
        let area = Rect::from_center_size(frame.center(), vec2(280.0, 76.0));
        ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
            ui.vertical_centered(|ui| {
                ui.label(text);
                if ui.button("Show the grid").on_hover_text("Show the whole grid.").clicked() {
                    self.fit();
                }
            });
        });
    }

    fn plot<'a>(ui: &Ui, scene: &Scene<'_>, size: Vec2, grid_color: Color32) -> Plot<'a> {
        let mut plot = Plot::new("canvas")
            .id(Self::id())
            .width(size.x)
            .height(size.y)
            .allow_scroll(false)
            .show_x(false)
            .show_y(false)
            .show_crosshair(false)
            .auto_bounds(true)
            .custom_x_axes(vec![axis_hints(AxisHints::new_x(), Axis::X0)])
            .custom_y_axes(vec![axis_hints(AxisHints::new_y(), Axis::X1)])
            .x_grid_spacer(marks_below(ui))
            .y_grid_spacer(|input| grid_marks(&input, |_| 0.0))
            .grid_color(grid_color)
            .grid_fade(0.0)
            .label_formatter(|_| None);
        if scene.equal_aspect {
            plot = plot.data_aspect(1.0);
        }
        if let Some(field) = scene.field {
            let [x0, x1] = field.request.grid().axes;
            plot = plot.include_x(x0.min).include_x(x0.max).include_y(x1.min).include_y(x1.max);
            #[expect(clippy::cast_possible_truncation, reason = "shares")]
            let [across, along] = [x0, x1].map(|axis| margin::share(&axis) as f32);
            plot = plot.set_margin_fraction(vec2(across, along));
        }
        plot
    }
}

fn ranges(bounds: &PlotBounds) -> [[f64; 2]; 2] {
    [0, 1].map(|axis| [bounds.min()[axis], bounds.max()[axis]])
}

fn axis_hints(hints: AxisHints<'_>, axis: Axis) -> AxisHints<'_> {
    hints
        .label(axis.name())
        .label_spacing(LABEL_SPACING)
        .formatter(|mark, _| ticks::label(mark.value, mark.step_size))
}

/// Zoom where the wheel turns, around the pointer.
fn zoom_by_wheel(plot_ui: &mut PlotUi<'_>) {
    if !plot_ui.response().contains_pointer() {
        return;
    }
    let travel = plot_ui.ctx().input(|input| input.smooth_scroll_delta.y);
    if travel != 0.0 {
        plot_ui.zoom_bounds_around_hovered(Vec2::splat((travel / ZOOM_TRAVEL).exp()));
    }
}

/// Move the plane, if a point lies outside, until it is in the middle.
fn bring_into_sight(plot_ui: &mut PlotUi<'_>, [x0, x1]: [f64; 2]) {
    let bounds = plot_ui.plot_bounds();
    let is_in_sight = bounds.range_x().contains(&x0) && bounds.range_y().contains(&x1);
    if !is_in_sight {
        let center = bounds.center();
        plot_ui.set_auto_bounds(false);
        let (dx, dy) = (x0 - center.x, x1 - center.y);
        let [[left, bottom], [right, top]] = [bounds.min(), bounds.max()];
        plot_ui.set_plot_bounds(PlotBounds::from_min_max([left + dx, bottom + dy], [right + dx, top + dy]));
    }
}

/// Whether any of a field's grid lies in a part of the plane, be it only between its nodes.
fn is_seen(field: &GradientField, view: [[f64; 2]; 2]) -> bool {
    Axis::ALL.into_iter().all(|axis| {
        let spec = field.request.grid().axes[axis.index()];
        let last = field.grid.axis(axis).last().map_or(spec.max, |last| last.max(spec.max));
        let [from, to] = view[axis.index()];
        from <= last && to >= spec.min
    })
}

/// The marks along the lower edge, which are as far apart as their labels need.
fn marks_below(ui: &Ui) -> impl Fn(GridInput) -> Vec<GridMark> + use<> {
    let (painter, font) = (ui.painter().clone(), TextStyle::Body.resolve(ui.style()));
    move |input| {
        grid_marks(&input, |label| {
            let galley = painter.layout_no_wrap(label.to_owned(), font.clone(), Color32::PLACEHOLDER);
            f64::from(galley.size().x)
        })
    }
}

/// Lines at round numbers, all of one strength, with labels of some width.
fn grid_marks(input: &GridInput, width: impl Fn(&str) -> f64) -> Vec<GridMark> {
    let (min, max) = input.bounds;
    // egui_plot's base step is that of its closest lines, 8 points apart.
    let per_point = input.base_step_size / 8.0;
    let ticks = ticks::Ticks::along(min, max, per_point, TICK_SPACING, width);
    ticks.values.iter().map(|&value| GridMark { value, step_size: ticks.step }).collect()
}
