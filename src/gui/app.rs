//! The program's frame: poll, panels, submit. Only this file knows panels, worker and plot.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, CentralPanel, CollapsingHeader, Panel, ScrollArea, Ui};

use super::command::Command;
use super::panels::status::Status;
use super::panels::{arrows, difference, expression, grid, status};
use super::plot;
use super::plot::arrows::ArrowStyle;
use super::plot::canvas::{Canvas, Scene};
use super::settings::Settings;
use crate::colormap::ColorScale;
use crate::field::{FieldRequest, GradientField};
use crate::worker::{ComputedField, FieldJob, Generation, JobKind, Outcome, SpareField, Worker};

/// The opacity of a field that is not that of the settings, because these describe none.
const STALE_OPACITY: f32 = 0.35;
/// Norms are taken for equal only if they are so to this share of the largest.
const SAME_COLOR: f64 = 1e-6;
/// The width of the panel with the settings, in points: fixed, as a panel that fits its content would grow with every long
/// number and never shrink again.
const SETTINGS_WIDTH: f32 = 300.0;
/// How often a running computation's progress is looked at.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// The window's state.
pub struct App {
    settings: Settings,
    entry: expression::Entry,
    worker: Worker<FieldJob>,
    submitted: Option<FieldRequest>,
    shown: Option<ComputedField>,
    /// Whether that is the coarse field before a large one.
    shown_is_preview: bool,
    spare: SpareField,
    /// Why the settings have no field.
    problem: Option<String>,
    /// Why the last submitted request has none, although it could.
    failure: Option<String>,
    generation: Option<Generation>,
    limits: Option<[f64; 2]>,
    canvas: Canvas,
    frames: u64,
}

impl App {
    /// The window's content, opened on some settings.
    ///
    /// Fails where the system has no thread to give for the worker.
    pub fn new(creation: &eframe::CreationContext<'_>, settings: Settings) -> std::io::Result<Self> {
        if let Some(render_state) = &creation.wgpu_render_state {
            plot::install(render_state);
        }
        let context = creation.egui_ctx.clone();
        context.all_styles_mut(super::theme::adjust);
        let worker = Worker::spawn(move || context.request_repaint())?;
        let mut app = Self {
            entry: expression::Entry::new(&settings.expression),
            settings,
            worker,
            submitted: None,
            shown: None,
            shown_is_preview: false,
            spare: SpareField::default(),
            problem: None,
            failure: None,
            generation: None,
            limits: None,
            canvas: Canvas::default(),
            frames: 0,
        };
        app.submit();
        Ok(app)
    }

    /// What the user has set.
    pub fn settings(&self) -> &Settings {
        &self.settings
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
                Outcome::Partial(computed) | Outcome::Finished(computed) => {
                    self.shown_is_preview = is_preview;
                    if let Some(old) = self.shown.replace(computed) {
                        self.spare.give(old.field);
                    }
                }
                Outcome::Failed(error) if Some(report.generation) == self.generation => {
                    self.failure = Some(error.to_string());
                }
                // Nobody waits any more for what failed there.
                Outcome::Failed(_) => {}
            }
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
                let job = FieldJob { request, spare: self.spare.clone() };
                self.generation = Some(self.worker.submit(job));
            }
            Err(error) => self.problem = Some(error.to_string()),
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
        let Settings { grid, difference, arrows, .. } = &mut self.settings;
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
                [grid, difference, arrows].into_iter().flatten().fold(Command::None, Command::or)
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

    fn canvas_ui(&mut self, ui: &mut Ui) {
        let colors = self.colors();
        let arrows = self.settings.arrows;
        let style = ArrowStyle {
            direction: arrows.direction,
            length: arrows.length,
            anchor: arrows.anchor,
            scale: arrows.scale,
            thin: arrows.thin,
            opacity: if self.is_stale() { STALE_OPACITY } else { 1.0 },
            ..ArrowStyle::new(colors.unwrap_or(UNUSED_COLORS), ui.visuals().dark_mode)
        };
        let scene = Scene {
            field: self.shown.as_ref().map(|shown| &shown.field),
            style,
            equal_aspect: self.settings.grid.equal_aspect,
            quantity: colors.map(|_| "|g|"),
        };
        self.canvas.ui(ui, &scene);
    }

    /// What the colours mean: the field's own limits, or those that were locked.
    fn colors(&mut self) -> Option<ColorScale> {
        let own = self.shown.as_ref().and_then(|shown| color_limits(&shown.field));
        let limits = if self.settings.arrows.lock_limits { self.limits.or(own) } else { own };
        // What is locked is the limits of the settings' own field, not of the one that it is about to replace.
        self.limits = limits.filter(|_| self.limits.is_some() || self.is_up_to_date());
        let [min, max] = limits?;
        Some(ColorScale {
            map: self.settings.arrows.colormap,
            scale: self.settings.arrows.color_scale,
            min,
            max,
        })
    }
}

/// The |g| of the first and the last colour: one and the same where all are equal to within rounding, whose noise
/// would otherwise be painted in all colours.
fn color_limits(field: &GradientField) -> Option<[f64; 2]> {
    let [low, high] = field.norm_range?;
    let largest = field.f_range.map_or(0.0, |[min, max]| min.abs().max(max.abs()));
    // Each sample of f is off by some ulps, and the difference of two is divided by h. Where that is most of |g| itself,
    // the noise is what there is to see.
    let noise = (4.0 * f64::EPSILON * largest / field.request.h()).min(SAME_COLOR * high);
    let middle = f64::midpoint(low, high);
    Some(if high - low <= noise { [middle; 2] } else { [low, high] })
}

/// Where no arrow lives, nothing has a colour.
const UNUSED_COLORS: ColorScale = ColorScale {
    map: crate::colormap::Colormap::Jet,
    scale: crate::colormap::Scale::Linear,
    min: 0.0,
    max: 1.0,
};

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
    }
}
