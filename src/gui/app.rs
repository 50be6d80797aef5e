//! The program's frame: poll, panels, submit. Only this file knows panels, worker and plot.

mod scene;
mod studio;

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, CentralPanel, CollapsingHeader, Panel, ScrollArea, Ui};

use super::command::Command;
use super::panels::status::Status;
use super::panels::{arrows, difference, expression, grid, heat_map, status};
use super::plot;
use super::plot::canvas::Canvas;
use super::plot::heat_map::{Textures, TileImage};
use super::settings::{HeatMapSettings, Settings};
use crate::field::{FieldRequest, GradientField};
use crate::heat_map::{HeatMap, HeatMapOrder};
use crate::worker::{
    ComputedField, FieldJob, Generation, HeatMapJob, JobKind, Outcome, SpareField, WindowJob, WindowOutput,
    Worker,
};
use studio::Studio;

/// The opacity of a field that is not that of the settings, because these describe none.
const STALE_OPACITY: f32 = 0.35;
/// The width of the panel with the settings, in points: fixed, as a panel that fits its content would grow with every long
/// number and never shrink again.
const SETTINGS_WIDTH: f32 = 300.0;
/// From this age of a computation on a heat map is seen to fill.
const FILL_AFTER: Duration = Duration::from_millis(100);
/// How often a running computation's progress is looked at.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// The window's state.
pub struct App {
    settings: Settings,
    entry: expression::Entry,
    worker: Worker<WindowJob<Studio>>,
    studio: Studio,
    submitted: Option<FieldRequest>,
    shown: Option<ComputedField<Studio>>,
    /// Whether that is the coarse field before a large one.
    shown_is_preview: bool,
    spare: SpareField,
    /// Why the settings have no field.
    problem: Option<String>,
    /// Why the last submitted request has none, although it could.
    failure: Option<String>,
    generation: Option<Generation>,
    limits: Option<[f64; 2]>,
    /// The heat map that was last ordered for the field on the canvas, beyond the one it came with.
    ordered: Option<(HeatMapOrder, Generation)>,
    canvas: Canvas,
    frames: u64,
}

impl App {
    /// The window's content, opened on some settings.
    ///
    /// Fails where the system has no thread to give for the worker.
    pub fn new(creation: &eframe::CreationContext<'_>, settings: Settings) -> std::io::Result<Self> {
        let textures = creation.wgpu_render_state.as_ref().map_or_else(Textures::default, |render_state| {
            plot::install(render_state);
            Textures::new(render_state)
        });
        let context = creation.egui_ctx.clone();
        context.all_styles_mut(super::theme::adjust);
        let worker = Worker::spawn(move || context.request_repaint())?;
        let canvas = Canvas::default();
        let mut app = Self {
            entry: expression::Entry::new(&settings.expression),
            settings,
            worker,
            studio: Studio::new(textures, &canvas),
            submitted: None,
            shown: None,
            shown_is_preview: false,
            spare: SpareField::default(),
            problem: None,
            failure: None,
            generation: None,
            limits: None,
            ordered: None,
            canvas,
            frames: 0,
        };
        app.submit();
        Ok(app)
    }

    /// What the user has set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the user has set, to be changed as the panels do.
    pub fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// The field on the canvas.
    pub fn field(&self) -> Option<&Arc<GradientField>> {
        self.shown.as_ref().map(|shown| &shown.field)
    }

    /// Whether the field on the canvas is that of the settings.
    pub fn is_up_to_date(&self) -> bool {
        !self.is_stale() && self.field().is_some_and(|field| Some(&field.request) == self.submitted.as_ref())
    }

    /// Whether a computation runs that will replace the field on the canvas.
    pub fn is_waiting(&self) -> bool {
        self.worker.progress(JobKind::Field).is_some()
            || self.failure.is_none() && self.field().map(|field| &field.request) != self.submitted.as_ref()
            || self.failure.is_none()
                && self.shown.is_some()
                && self.heat_map_order().is_some_and(|order| !self.has_heat_map(&order))
    }

    /// The heat map on the canvas.
    pub fn heat_map(&self) -> Option<&Arc<HeatMap<TileImage>>> {
        let shown = self.shown.as_ref().filter(|_| self.settings.heat_map.show)?;
        shown.heat_map.as_ref()
    }

    /// The heat map that the settings ask for.
    fn heat_map_order(&self) -> Option<HeatMapOrder> {
        let HeatMapSettings { show, quantity, color_scale: scale, .. } = self.settings.heat_map;
        let locked = || {
            let map = self.shown.as_ref()?.heat_map.as_ref()?;
            let same = (map.order.quantity, map.order.scale) == (quantity, scale);
            map.colors.filter(|_| same).map(|colors| [colors.min, colors.max])
        };
        // Whatever is loaded brings limits of its own, which are locked once they are known.
        let is_locked = self.settings.arrows.lock_limits && self.limits.is_some();
        let limits = is_locked.then(locked).flatten();
        show.then_some(HeatMapOrder { quantity, scale, limits })
    }

    /// Whether the heat map on the canvas is that of an order.
    fn has_heat_map(&self, order: &HeatMapOrder) -> bool {
        self.heat_map().is_some_and(|map| order.is_met_by(map))
    }

    /// Begin with other settings.
    pub fn load(&mut self, settings: Settings) {
        self.settings = settings;
        self.limits = None;
        self.entry.read(&self.settings.expression);
        self.canvas.fit();
    }

    /// The |g| of the first and the last colour.
    pub fn limits(&self) -> Option<[f64; 2]> {
        self.limits
    }

    /// The canvas.
    pub fn canvas(&self) -> &Canvas {
        &self.canvas
    }

    /// How many frames have been drawn.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Take over what the worker has finished.
    fn poll(&mut self) {
        for report in self.worker.poll() {
            let is_preview = matches!(report.outcome, Outcome::Partial(_));
            match report.outcome {
                Outcome::Partial(WindowOutput::Field(computed))
                | Outcome::Finished(WindowOutput::Field(computed)) => {
                    self.shown_is_preview = is_preview;
                    self.ordered = None;
                    self.show(computed);
                }
                Outcome::Partial(WindowOutput::HeatMap(map))
                | Outcome::Finished(WindowOutput::HeatMap(map)) => {
                    // Another field may have come since it was ordered.
                    let is_ordered = self.ordered.is_some_and(|(_, ordered)| ordered == report.generation);
                    if let Some(shown) = self.shown.as_mut().filter(|_| is_ordered) {
                        shown.heat_map = Some(map);
                    }
                }
                Outcome::Failed(error)
                    if report.kind == JobKind::HeatMap || Some(report.generation) == self.generation =>
                {
                    self.failure = Some(error.to_string());
                }
                // Nobody waits any more for what failed there.
                Outcome::Failed(_) => {}
            }
        }
    }

    /// Put a field on the canvas.
    fn show(&mut self, computed: ComputedField<Studio>) {
        let is_new = self.field().is_none_or(|field| !Arc::ptr_eq(field, &computed.field));
        if let Some(sketch) = computed.sketch.as_ref().filter(|_| is_new) {
            self.canvas.take(&computed.field, sketch);
        }
        let Some(old) = self.shown.replace(computed) else { return };
        // Another part of the same heat map has the same field.
        if is_new {
            self.spare.give(old.field);
        }
    }

    /// Have the settings' field computed, if there is one and it is not the last submitted.
    fn submit(&mut self) {
        let Settings { grid, difference, .. } = &self.settings;
        self.problem = None;
        // An error in the text stands under it; the last good field stays.
        let Ok(program) = self.entry.parsed() else { return };
        match FieldRequest::new(Arc::clone(program), grid.spec(), difference.scheme, difference.h) {
            Ok(request) if self.submitted.as_ref() == Some(&request) => {}
            Ok(request) => {
                let ranges = |request: &FieldRequest| request.grid().axes.map(|axis| [axis.min, axis.max]);
                if self.submitted.as_ref().is_some_and(|last| ranges(last) != ranges(&request)) {
                    self.canvas.fit();
                }
                self.failure = None;
                self.submitted = Some(request.clone());
                // The field will come with its own.
                self.worker.cancel(JobKind::HeatMap);
                let studio = self.studio.with_locked_limits(self.settings.arrows.lock_limits);
                let (spare, heat_map) = (self.spare.clone(), self.heat_map_order());
                let job = FieldJob { request, spare, heat_map, fill_after: FILL_AFTER, studio };
                self.generation = Some(self.worker.submit(WindowJob::Field(job)));
            }
            Err(error) => self.problem = Some(error.to_string()),
        }
    }

    /// Have the heat map drawn that the settings ask for, if the field on the canvas has another.
    fn order(&mut self) {
        let Some(order) = self.heat_map_order() else { return };
        // A field that is about to come replaces this one and is looked at then.
        let is_busy = self.worker.progress(JobKind::Field).is_some();
        let is_ordered = self.ordered.is_some_and(|(ordered, _)| ordered == order);
        if is_busy || is_ordered || self.has_heat_map(&order) {
            return;
        }
        if let Some(field) = self.field().map(Arc::clone) {
            let job = HeatMapJob { field, order, studio: self.studio.clone() };
            self.ordered = Some((order, self.worker.submit(WindowJob::HeatMap(job))));
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::None => {}
            Command::FitView => self.canvas.fit(),
            Command::Cancel => {
                self.worker.cancel(JobKind::Field);
                self.failure = Some("The computation was cancelled.".to_owned());
            }
            Command::Compute => {
                self.submitted = None;
                self.failure = None;
            }
            Command::Complain(notice) => self.entry.complain(notice),
            Command::UseH(h) => self.settings.difference.h = h,
            Command::Load(settings, lesson) => {
                self.load(*settings);
                self.entry.teach(lesson);
            }
        }
    }

    /// Whether the settings have no field, so that the one on the canvas belongs to earlier settings.
    fn is_stale(&self) -> bool {
        self.entry.parsed().is_err() || self.problem.is_some() || self.failure.is_some()
    }

    fn side_panel(&mut self, ui: &mut Ui) -> Command {
        let shown = self.heat_map().map(|map| heat_map::Shown {
            quantity: map.order.quantity,
            has_colors: map.colors.is_some(),
            uncolored: map.uncolored(),
        });
        let Settings { grid, difference, arrows, heat_map, .. } = &mut self.settings;
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                let section = |title: &str| {
                    CollapsingHeader::new(egui::RichText::new(title).strong()).default_open(true)
                };
                let grid = section("Grid").show(ui, |ui| grid::grid_ui(ui, grid)).body_returned;
                let difference = section("Difference")
                    .show(ui, |ui| difference::difference_ui(ui, difference))
                    .body_returned;
                let arrows = section("Arrows").show(ui, |ui| arrows::arrows_ui(ui, arrows)).body_returned;
                let heat_map = section("Heat map")
                    .show(ui, |ui| heat_map::heat_map_ui(ui, heat_map, shown))
                    .body_returned;
                [grid, difference, arrows, heat_map].into_iter().flatten().fold(Command::None, Command::or)
            })
            .inner
    }

    fn status_bar(&self, ui: &mut Ui) -> Command {
        let running = self.worker.progress(JobKind::Field).map(|p| (p.done, p.total, p.age));
        if running.is_some() {
            ui.ctx().request_repaint_after(PROGRESS_INTERVAL);
        }
        let shown = self.shown.as_ref();
        status::status_ui(
            ui,
            &Status {
                field: shown.map(|shown| &*shown.field),
                diagnosis: shown.map(|shown| &shown.diagnosis),
                elapsed: shown.map_or(Duration::ZERO, |shown| shown.elapsed),
                hidden: self.canvas.drawn().hidden,
                heat_map: self.heat_map().filter(|map| map.colors.is_some()).map(|map| map.order),
                running,
                stale: self.is_stale(),
                preview_of: self.preview_of(),
                stopped: self.failure.is_some(),
            },
        )
    }

    /// The points of the submitted field, if the one on the canvas is the coarse one before it.
    fn preview_of(&self) -> Option<usize> {
        let submitted = self.submitted.as_ref().filter(|_| self.shown_is_preview)?;
        submitted.grid().counts().ok().map(|[n0, n1]| n0 * n1)
    }
}

impl eframe::App for App {
    fn logic(&mut self, _context: &egui::Context, _frame: &mut eframe::Frame) {
        self.poll();
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frames += 1;
        let before = self.settings.clone();
        let problem = self.problem.clone().or_else(|| self.failure.clone());
        let top = Panel::top("expression panel").show(ui, |ui| {
            expression::expression_ui(ui, &mut self.settings, &mut self.entry, problem.as_deref())
        });
        let bottom = Panel::bottom("status panel").show(ui, |ui| self.status_bar(ui));
        let left = Panel::left("settings panel").exact_size(SETTINGS_WIDTH).resizable(false);
        let left = left.show(ui, |ui| self.side_panel(ui));
        CentralPanel::default().show(ui, |ui| self.canvas_ui(ui));
        if self.settings != before {
            self.entry.forget_remarks();
        }
        self.obey(top.inner.or(bottom.inner).or(left.inner));
        self.submit();
        self.order();
    }
}
