//! The plot: arrows over a grid with equal aspect, its colour bar, and the read-out under the pointer.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, Color32, Frame, Id, Order, Rect, Response, Stroke, Ui, UiBuilder, Vec2, pos2, vec2,
};
use egui_plot::{AxisHints, GridInput, GridMark, Plot, PlotPoint, PlotTransform, PlotUi};

use super::arrows::build::Built;
use super::arrows::{ArrowStyle, Arrows, Drawn, Sketch, Sketcher};
pub use super::color_bar::Bar;
use super::heat_map::{HeatMapLayer, HeatMapStyle, TileImage};
use super::{color_bar, ticks};
use crate::expr::Axis;
use crate::field::{ArrowState, GradientField};
use crate::heat_map::HeatMap;
use crate::number_text::format_number;

/// The least distance of two axis labels in points.
const TICK_SPACING: f64 = 70.0;
/// From this distance on they are shown, and not much above it in full strength.
const LABEL_SPACING: std::ops::RangeInclusive<f32> = 30.0..=40.0;
/// How far outside the grid, in grid steps, the pointer still finds the nearest node.
const REACH_IN_STEPS: f64 = 0.75;
/// Wheel travel, in points, that zooms by the factor e.
const ZOOM_TRAVEL: f32 = 300.0;

/// What the canvas keeps between frames.
#[derive(Default)]
pub struct Canvas {
    arrows: Arrows,
    heat_map: HeatMapLayer,
    fit: bool,
    transform: Option<PlotTransform>,
}

/// What to show.
pub struct Scene<'a> {
    /// The field; `None` before the first is finished.
    pub field: Option<&'a Arc<GradientField>>,
    /// How its arrows look.
    pub style: ArrowStyle,
    /// Whether a unit of x0 is as long as a unit of x1.
    pub equal_aspect: bool,
    /// What lies behind the arrows.
    pub heat_map: Option<(&'a Arc<HeatMap<TileImage>>, HeatMapStyle)>,
    /// What the colours mean, from the top down.
    pub bars: &'a [Bar],
}

impl Canvas {
    /// Show the whole grid in the next frame.
    pub fn fit(&mut self) {
        self.fit = true;
    }

    /// How many arrows the last frame drew and left out.
    pub fn drawn(&self) -> Drawn {
        self.arrows.drawn()
    }

    /// The arrows that the last frame drew.
    pub fn built(&self) -> Option<Arc<Built>> {
        self.arrows.built()
    }

    /// Who builds a new field's arrows away from the window's thread.
    pub fn sketcher(&self) -> Sketcher {
        self.arrows.sketcher()
    }

    /// Draw a field's arrows as they were sketched, if nothing has changed since.
    pub fn take(&self, field: &Arc<GradientField>, sketch: &Sketch) {
        self.arrows.take(field, sketch);
    }

    /// Plot coordinates to the screen, as of the last frame.
    pub fn transform(&self) -> Option<&PlotTransform> {
        self.transform.as_ref()
    }

    /// The plot with its colour bar in all the room there is.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let size = ui.available_size() - vec2(color_bar::WIDTH, 0.0);
        let plot = Self::plot(scene, size, grid_color(ui, scene.heat_map.is_some()));
        let fit = std::mem::take(&mut self.fit);
        let heat_map = scene.heat_map.map(|(map, style)| self.heat_map.item(map, style));
        let item = scene.field.map(|field| self.arrows.item(field, &scene.style));
        let shown = plot.show(ui, |plot_ui| {
            if fit {
                plot_ui.set_auto_bounds(true);
            }
            zoom_by_wheel(plot_ui);
            if let Some(heat_map) = heat_map {
                plot_ui.add(heat_map);
            }
            if let Some(item) = item {
                plot_ui.add(item);
            }
        });
        let transform = shown.transform;
        let frame = transform.frame();
        let corner = pos2(frame.right() + 14.0, frame.top());
        let beside = Rect::from_min_size(corner, vec2(color_bar::WIDTH - 14.0, frame.height()));
        color_bar::paint(ui, beside, scene.bars);
        if let Some(field) = scene.field {
            read_out(ui, &shown.response, &transform, field);
        }
        let frame = *transform.frame();
        self.transform = Some(transform);
        if scene.field.is_some() && self.drawn() == Drawn::default() {
            self.out_of_view(ui, frame);
        }
    }

    /// An empty canvas says why it is empty.
    fn out_of_view(&mut self, ui: &mut Ui, frame: Rect) {
        let area = Rect::from_center_size(frame.center(), vec2(240.0, 60.0));
        ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
            ui.vertical_centered(|ui| {
                ui.label("The grid is out of view.");
                if ui.button("Show the grid").on_hover_text("Show the whole grid.").clicked() {
                    self.fit();
                }
            });
        });
    }

    fn plot<'a>(scene: &Scene<'_>, size: Vec2, grid_color: Color32) -> Plot<'a> {
        let mut plot = Plot::new("canvas")
            .id(Id::unique("canvas"))
            .width(size.x)
            .height(size.y)
            .allow_scroll(false)
            .show_x(false)
            .show_y(false)
            .show_crosshair(false)
            .auto_bounds(true)
            .set_margin_fraction(vec2(0.04, 0.04))
            .custom_x_axes(vec![axis_hints(AxisHints::new_x(), Axis::X0)])
            .custom_y_axes(vec![axis_hints(AxisHints::new_y(), Axis::X1)])
            .x_grid_spacer(grid_marks)
            .y_grid_spacer(grid_marks)
            .grid_color(grid_color)
            .grid_fade(0.0)
            .label_formatter(|_| None);
        if scene.equal_aspect {
            plot = plot.data_aspect(1.0);
        }
        if let Some(field) = scene.field {
            let [x0, x1] = field.request.grid().axes;
            plot = plot.include_x(x0.min).include_x(x0.max).include_y(x1.min).include_y(x1.max);
        }
        plot
    }
}

fn axis_hints(hints: AxisHints<'_>, axis: Axis) -> AxisHints<'_> {
    hints
        .label(axis.name())
        .label_spacing(LABEL_SPACING)
        .formatter(|mark, _| ticks::label(mark.value, mark.step_size))
}

/// Faint, so that the arrows stay in front, and on a heat map as faint on any of its colours.
fn grid_color(ui: &Ui, on_heat_map: bool) -> Color32 {
    if on_heat_map {
        Color32::from_rgba_unmultiplied(128, 128, 128, 90)
    } else if ui.visuals().dark_mode {
        Color32::from_gray(80)
    } else {
        Color32::from_gray(205)
    }
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

/// Lines at round numbers, all of one strength.
#[expect(clippy::needless_pass_by_value, reason = "the signature egui_plot asks for")]
fn grid_marks(input: GridInput) -> Vec<GridMark> {
    let (min, max) = input.bounds;
    // egui_plot's base step is that of its closest lines, 8 points apart.
    let ticks =
        ticks::Ticks::with_step(min, max, ticks::round_step(input.base_step_size * TICK_SPACING / 8.0));
    ticks.values.iter().map(|&value| GridMark { value, step_size: ticks.step }).collect()
}

/// The node nearest to the pointer with all its numbers.
fn read_out(ui: &Ui, response: &Response, transform: &PlotTransform, field: &GradientField) {
    let Some(pointer) = response.hover_pos() else { return };
    if response.dragged() {
        return;
    }
    let Some(index) = nearest_node(field, transform.value_from_position(pointer)) else { return };
    let [x0, x1] = field.grid.point(index);
    let place = transform.position_from_point(&PlotPoint::new(x0, x1));
    let painter = ui.painter().with_clip_rect(*transform.frame());
    painter.circle_stroke(place, 6.0, Stroke::new(1.5, ui.visuals().strong_text_color()));
    let lines = node_lines(field, index);
    // In the corner of the plot farthest from the pointer, where it hides least of what is looked at.
    let frame = transform.frame().shrink(8.0);
    let corner = match (pointer.x < frame.center().x, pointer.y < frame.center().y) {
        (true, true) => Align2::RIGHT_BOTTOM,
        (true, false) => Align2::RIGHT_TOP,
        (false, true) => Align2::LEFT_BOTTOM,
        (false, false) => Align2::LEFT_TOP,
    };
    let area = egui::Area::new(Id::unique("read-out")).order(Order::Tooltip).interactable(false);
    area.pivot(corner).fixed_pos(corner.pos_in_rect(&frame)).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| read_out_table(ui, field, index, &lines));
    });
}

fn read_out_table(ui: &mut Ui, field: &GradientField, index: usize, lines: &[(&str, String)]) {
    egui::Grid::new("node").num_columns(2).spacing(vec2(10.0, 1.0)).show(ui, |ui| {
        for (name, value) in lines {
            ui.monospace(*name);
            ui.monospace(value);
            ui.end_row();
        }
    });
    match field.state(index) {
        ArrowState::Live => {}
        ArrowState::Zero => _ = ui.label("Both differences are exactly 0."),
        ArrowState::NotFinite => _ = ui.label("f or a difference is not finite here."),
    }
}

/// Name and value of all numbers at a node, to full precision.
pub fn node_lines(field: &GradientField, index: usize) -> [(&'static str, String); 6] {
    let [x0, x1] = field.grid.point(index);
    [
        ("x0", x0),
        ("x1", x1),
        ("f", field.f[index]),
        ("g0", field.g0[index]),
        ("g1", field.g1[index]),
        ("|g|", field.norm[index]),
    ]
    .map(|(name, value)| (name, format_number(value)))
}

/// The node nearest to a point of the plane, unless that lies well outside the grid.
pub fn nearest_node(field: &GradientField, point: PlotPoint) -> Option<usize> {
    let [column, row] = [(Axis::X0, point.x), (Axis::X1, point.y)].map(|(axis, value)| {
        let values = field.grid.axis(axis);
        let reach = REACH_IN_STEPS * field.request.grid().axes[axis.index()].step;
        let after = values.partition_point(|&v| v < value);
        let nearest = [after.checked_sub(1), (after < values.len()).then_some(after)].into_iter().flatten();
        nearest
            .min_by(|&a, &b| (values[a] - value).abs().total_cmp(&(values[b] - value).abs()))
            .filter(|&i| (values[i] - value).abs() <= reach)
    });
    Some(row? * field.grid.columns() + column?)
}
