//! The program's frame: poll, panels, submit. Only this module and its files know panels, worker and plot.

mod commands;
mod descent;
pub mod document;
pub mod drops;
mod exports;
pub mod figure;
mod files;
mod jobs;
mod lab;
mod lab_state;
mod layers;
mod learn;
mod panels;
mod play;
mod scene;
mod session;
mod studio;

use std::sync::Arc;

use eframe::egui::{self, CentralPanel, Panel, Ui};

use super::gallery::Gallery;
use super::layout::Strips;
use super::panels::{expression, parameters};
use super::plot;
use super::plot::canvas::Canvas;
use super::plot::heat_map::{Textures, TileImage};
use super::settings::{GridSettings, HeatMapSettings, Settings};
use super::tour;
use crate::analysis::Census;
use crate::field::{FieldRequest, GradientField};
use crate::heat_map::{HeatMap, HeatMapOrder};
use crate::worker::{ComputedField, Generation, JobKind, SpareField, WindowJob, Worker};
use studio::Studio;

/// The opacity of a field that is not that of the settings, because these describe none.
const STALE_OPACITY: f32 = 0.35;
/// The width of the panel with the settings, in points: fixed, as a panel that fits its content would grow with every long
/// number and never shrink again.
const SETTINGS_WIDTH: f32 = 300.0;
/// The h lab leaves the canvas as much at least, in points, and is folded at first where that leaves too little for itself.
const CANVAS_HEIGHT: f32 = 240.0;
const LEAST_LAB_HEIGHT: f32 = 230.0;
/// The kinds of job that nothing else tells of.
const BESIDE_THE_FIELD: [JobKind; 7] = [
    JobKind::Descent,
    JobKind::Contours,
    JobKind::Streamlines,
    JobKind::CriticalPoints,
    JobKind::Census,
    JobKind::Curves,
    JobKind::Check,
];

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
    /// The census that was last ordered for the field on the canvas, which came without.
    census_ordered: Option<Generation>,
    canvas: Canvas,
    lab: lab_state::Lab,
    descents: descent::Descents,
    layers: layers::Layers,
    playing: parameters::Playing,
    gallery: Gallery,
    files: files::Files,
    session: session::Session,
    learning: learn::Learning,
    strips: Strips,
    frames: u64,
}

impl App {
    /// The window's content, opened on some settings.
    ///
    /// Fails where the system has no thread to give for the worker.
    pub fn new(creation: &eframe::CreationContext<'_>, mut settings: Settings) -> std::io::Result<Self> {
        let textures = creation.wgpu_render_state.as_ref().map_or_else(Textures::default, |render_state| {
            plot::install(render_state);
            Textures::new(render_state)
        });
        let context = creation.egui_ctx.clone();
        context.all_styles_mut(super::theme::adjust);
        let worker = Worker::spawn(move || context.request_repaint())?;
        let canvas = Canvas::default();
        let mut app = Self {
            entry: expression::Entry::new(&mut settings),
            session: session::Session::new(&settings),
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
            census_ordered: None,
            canvas,
            lab: lab_state::Lab::default(),
            descents: descent::Descents::default(),
            layers: layers::Layers::default(),
            playing: parameters::Playing::default(),
            gallery: Gallery::default(),
            files: files::Files::over(creation),
            learning: learn::Learning::default(),
            strips: Strips::default(),
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
        self.entry.parsed().is_ok()
            && !self.is_stale()
            && self.field().is_some_and(|field| Some(&field.request) == self.submitted.as_ref())
    }

    /// Whether a computation runs that will replace the field on the canvas.
    pub fn is_waiting(&self) -> bool {
        self.worker.progress(JobKind::Field).is_some()
            || self.failure.is_none() && self.field().map(|field| &field.request) != self.submitted.as_ref()
            || self.failure.is_none() && self.shown.as_ref().is_some_and(|shown| shown.census.is_none())
            || self.failure.is_none() && self.lab.wants_best
            || BESIDE_THE_FIELD.into_iter().any(|kind| self.worker.progress(kind).is_some())
            || self.failure.is_none()
                && self.shown.is_some()
                && self.heat_map_order().is_some_and(|order| !self.has_heat_map(&order))
    }

    /// The heat map on the canvas.
    pub fn heat_map(&self) -> Option<&Arc<HeatMap<TileImage>>> {
        let shown = self.shown.as_ref().filter(|_| self.settings.heat_map.show)?;
        shown.heat_map.as_ref()
    }

    /// What is known of the errors of the field on the canvas.
    pub fn census(&self) -> Option<&Arc<Census>> {
        self.shown.as_ref().and_then(|shown| shown.census.as_ref())
    }

    /// The heat map that the settings ask for.
    fn heat_map_order(&self) -> Option<HeatMapOrder> {
        let HeatMapSettings { quantity, color_scale, .. } = self.settings.heat_map;
        let scale = quantity.scale(color_scale);
        let locked = || {
            let map = self.shown.as_ref()?.heat_map.as_ref()?;
            let same = (map.order.quantity, map.order.scale) == (quantity, scale);
            map.colors.filter(|_| same).map(|colors| [colors.min, colors.max])
        };
        let before_tour = || self.learning.heat_map_limits(quantity, scale);
        // Whatever is loaded brings limits of its own, which are locked once they are known.
        let is_locked = self.settings.arrows.lock_limits && self.limits.is_some();
        let limits = is_locked.then(|| locked().or_else(before_tour)).flatten();
        self.settings.heat_map.order(limits)
    }

    /// Whether the heat map on the canvas is that of an order, or there will be none before the census is there.
    fn has_heat_map(&self, order: &HeatMapOrder) -> bool {
        let waits = order.quantity.needs_census() && self.census().is_none();
        waits || self.heat_map().is_some_and(|map| order.is_met_by(map))
    }

    /// Begin with other settings.
    pub fn load(&mut self, settings: Settings) {
        if !self.is_on_tour() {
            self.session.history.cut(&self.settings);
        }
        // What still goes on was about the settings of before.
        self.lab.play = None;
        self.lab.wants_best = false;
        self.playing = parameters::Playing::default();
        self.settings = settings;
        self.limits = None;
        self.learning.forget_heat_map();
        self.entry.read(&mut self.settings);
        self.entry.follow(None);
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

    /// The gallery of examples.
    pub fn gallery(&self) -> &Gallery {
        &self.gallery
    }

    /// How many frames have been drawn.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether the settings have no field, so that the one on the canvas belongs to earlier settings.
    fn is_stale(&self) -> bool {
        self.entry.has_shown_error() || self.problem.is_some() || self.failure.is_some()
    }
}

impl eframe::App for App {
    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        self.poll();
        self.keep_layers_up(context);
        self.poll_exports(context);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frames += 1;
        super::glyphs::guard_numbers(ui);
        let dropped = self.begin_session(ui);
        let pressed = self.pressed(ui);
        self.play(ui.ctx());
        let (h_before, grid_before) = (self.settings.difference.h, self.settings.grid);
        let problem = self.problem.clone().or_else(|| self.failure.clone());
        let top = Panel::top("expression panel").show(ui, |ui| {
            let recent = self.session.recent();
            expression::expression_ui(ui, &mut self.settings, &mut self.entry, problem.as_deref(), recent)
        });
        // Room for what stands below is taken now, and filled in the order in which one reads and Tab goes.
        let status = self.strips.status(ui);
        let left = Panel::left("settings panel").exact_size(SETTINGS_WIDTH).resizable(false);
        let left = left.show(ui, |ui| self.side_panel(ui));
        // Whoever takes the ranges into their own hands has them stay.
        let grid = &mut self.settings.grid;
        let ranges = |grid: &GridSettings| (grid.x0, grid.x1, grid.step.to_bits());
        if ranges(grid) != ranges(&grid_before) {
            grid.follow = false;
        }
        let room = ui.available_height() - CANVAS_HEIGHT;
        if self.frames == 1 {
            self.settings.lab.open &= room >= LEAST_LAB_HEIGHT;
        }
        let lab = self.strips.lab(ui, self.settings.lab.open, room.max(LEAST_LAB_HEIGHT));
        let center = CentralPanel::default().show(ui, |ui| self.canvas_ui(ui));
        if let Some(transform) = self.canvas.transform() {
            tour::spot::note(ui, tour::spot::Spot::Canvas, *transform.frame());
        }
        let mut strips = std::mem::take(&mut self.strips);
        let lab = lab.show(ui, &mut strips, |ui| self.lab_panel(ui));
        let bottom = status.show(ui, &mut strips, |ui| self.status_bar(ui));
        self.strips = strips;
        // Whoever takes h into their own hands ends the play.
        if self.settings.difference.h.to_bits() != h_before.to_bits() {
            self.lab.play = None;
        }
        let picked = self.gallery_ui(ui.ctx()).or(self.help_and_tour(ui.ctx()));
        self.files_ui(ui.ctx());
        drops::hover_ui(ui.ctx());
        let asked = top.inner.or(bottom).or(left.inner).or(lab).or(center.inner);
        self.obey(dropped.or(picked).or(asked), ui.ctx());
        for command in pressed {
            self.obey(command, ui.ctx());
        }
        self.entry.read(&mut self.settings);
        self.submit();
        self.order();
        self.order_descents();
        self.order_layers();
        self.order_census();
        self.order_for_lab();
        if self.take_best() {
            self.submit();
        }
        if self.entry.forget_old_notice(&self.settings, self.plays()) {
            ui.ctx().request_repaint();
        }
        self.end_session(ui.ctx());
    }
}
