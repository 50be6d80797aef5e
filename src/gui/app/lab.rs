//! What the h lab shows: made from the settings and the field, and kept as long as these stay.

use std::sync::Arc;

use eframe::egui::Ui;

use super::App;
use super::lab_state::{
    Held, Kept, Lab, Ordered, PointCurves, PointKey, ReliefKey, TaylorKey, TypedClaim, moved, nearest,
};
use super::play::Play;
use crate::analysis::{self, Check, Claim, FieldCurve, Judge, PointStudy, Steps};
use crate::differentiate::{Method, Scheme};
use crate::expr::{self, Program};
use crate::field::{FieldRequest, GradientField, GridSpec, USUAL_H};
use crate::gui::command::Command;
use crate::gui::h_lab::{LabView, Relief, lab_ui};
use crate::gui::settings::{CurvesOf, LabTab, Settings};
use crate::heat_map::Source;
use crate::worker::{CheckJob, CurvesJob, Generation, JobKind, WindowJob};

/// The steps of a curve.
const STEPS: Steps = Steps { from: 1e-20, to: 10.0, count: 169 };
/// Those of one that shows the article's 10e-50.
const FAR_STEPS: Steps = Steps { from: 1e-50, to: 10.0, count: 409 };

impl App {
    /// The field that is held as a ghost.
    pub fn held(&self) -> Option<&Arc<GradientField>> {
        self.lab.held.as_ref().map(|held| &held.field)
    }

    /// The gradient that the user claims, as a field.
    pub fn claimed(&self) -> Option<&Arc<GradientField>> {
        let check = self.lab.check.result.as_ref().filter(|_| self.shows_check())?;
        Some(&check.claimed)
    }

    /// The check of the user's gradient.
    pub fn check(&self) -> Option<&Arc<Check>> {
        self.lab.check.result.as_ref()
    }

    /// The curves of the field, as far as they have come.
    pub fn field_curves(&self) -> &[FieldCurve] {
        self.lab.field_curves.result.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The node of the field that is looked at.
    pub fn probe(&self) -> Option<usize> {
        self.field().map(|field| nearest(field, self.settings.lab.probe))
    }

    /// Whether h is being swept.
    pub fn is_playing(&self) -> bool {
        self.lab.play.is_some()
    }

    fn shows_check(&self) -> bool {
        self.settings.lab.open && self.settings.lab.tab == LabTab::Check
    }

    fn steps(&self) -> Steps {
        if self.settings.lab.far { FAR_STEPS } else { STEPS }
    }

    /// The lab's panel.
    pub(super) fn lab_panel(&mut self, ui: &mut Ui) -> Command {
        self.prepare();
        self.raise();
        let settings = &self.settings;
        let lab = &self.lab;
        let nothing = PointCurves::default();
        let point = lab.point.as_ref().map_or(&nothing, |kept| &kept.value);
        let view = LabView {
            field: self.shown.as_ref().map(|shown| &*shown.field),
            method: settings.difference.method(),
            h: settings.difference.h,
            step: settings.difference.step(),
            autopsy: lab.autopsy.as_ref().map(|kept| &kept.value),
            curves: &point.curves,
            refused: &point.refused,
            field_curves: lab.field_curves.result.as_deref().map_or(&[], Vec::as_slice),
            field_curves_pending: self.worker.progress(JobKind::Curves).is_some(),
            census: self.shown.as_ref().and_then(|shown| shown.census.as_deref()),
            census_pending: self.census_is_pending(),
            opacity: self.opacity(),
            taylor: lab.taylor.as_ref().map(|kept| &kept.value),
            check: lab.check.result.as_deref(),
            worst: lab.worst.as_ref(),
            exact_text: lab.exact_text.each_ref().map(Option::as_deref),
            function: &self.settings.expression,
            claim_errors: lab.claims.each_ref().map(TypedClaim::error),
            playing: lab.play.is_some(),
            held: lab.held.as_ref().map(|held| &*held.description),
            descent: self.descents.view(&settings.descent),
            relief: lab.relief.as_ref().map(|kept| &kept.value),
        };
        lab_ui(ui, &mut self.settings.lab, &view)
    }

    /// Make what the panel shows, as far as it is not there yet.
    fn prepare(&mut self) {
        let Some(field) = self.shown.as_ref().map(|shown| Arc::clone(&shown.field)) else { return };
        let index = nearest(&field, self.settings.lab.probe);
        let x = field.grid.point(index);
        let program = field.request.program();
        let method = field.request.method();
        if self.lab.study.as_ref().is_none_or(|study| study.program() != program) {
            let mut study = PointStudy::new(program);
            let text = |derivative: &Program| {
                expr::parse(derivative.text()).ok().map(|_| derivative.text().to_owned())
            };
            self.lab.exact_text = study.exact_gradient().derivatives().each_ref().map(text);
            self.lab.study = Some(study);
        }
        // Its best h can be taken while the lab is folded.
        self.draw_curves(PointKey {
            program: Arc::clone(program),
            x,
            method,
            schemes: self.curve_schemes(),
            steps: self.steps(),
        });
        if !self.settings.lab.open {
            return;
        }
        self.dissect(&field, index);
        if self.settings.lab.tab == LabTab::Taylor {
            let key = TaylorKey { program: Arc::clone(program), x, g: [field.g0[index], field.g1[index]] };
            let Lab { taylor, study: Some(study), .. } = &mut self.lab else { return };
            if taylor.as_ref().is_none_or(|kept| kept.key != key) {
                let value = analysis::taylor_test(study.exact_gradient(), key.x, key.g);
                *taylor = Some(Kept { key, value });
            }
        }
    }

    /// Take the arrow under the probe apart.
    fn dissect(&mut self, field: &Arc<GradientField>, index: usize) {
        let (program, method) = (field.request.program(), field.request.method());
        let is_known = self
            .lab
            .autopsy
            .as_ref()
            .is_some_and(|kept| Arc::ptr_eq(&kept.key.0, field) && kept.key.1 == index);
        if is_known {
            return;
        }
        let judge = self.lab.judge.take().filter(|(p, m, _)| (p, *m) == (program, method));
        let (program, method, mut judge) =
            judge.unwrap_or_else(|| (Arc::clone(program), method, Judge::new(program, method)));
        let value = analysis::autopsy(&mut judge, field, index);
        self.lab.judge = Some((program, method, judge));
        self.lab.autopsy = Some(Kept { key: (Arc::clone(field), index), value });
    }

    /// Make the surface, while it is looked at.
    fn raise(&mut self) {
        let is_shown = self.settings.lab.open && self.settings.lab.tab == LabTab::Surface;
        let Some(shown) = self.shown.as_ref().filter(|_| is_shown) else {
            self.lab.relief = None;
            return;
        };
        let (field, census) = (Arc::clone(&shown.field), shown.census.clone());
        let key = ReliefKey { field, census, look: self.surface_look() };
        if self.lab.relief.as_ref().is_none_or(|kept| kept.key != key) {
            let value = Relief::new(Source::new(&key.field, key.census.as_deref()), &key.look);
            self.lab.relief = Some(Kept { key, value });
        }
    }

    /// The curves of the point under the probe.
    fn draw_curves(&mut self, key: PointKey) {
        let Lab { point, study: Some(study), .. } = &mut self.lab else { return };
        if point.as_ref().is_some_and(|kept| kept.key == key) {
            return;
        }
        let mut value = PointCurves::default();
        for &scheme in &key.schemes {
            let method = Method { scheme, ..key.method };
            match study.curve(key.x, method, &key.steps) {
                Ok(curve) => value.curves.push(curve),
                Err(error) => value.refused.push((scheme, error)),
            }
        }
        *point = Some(Kept { key, value });
    }

    /// Have computed what the lab shows of whole fields.
    pub(super) fn order_for_lab(&mut self) {
        let Settings { lab, expression, .. } = &self.settings;
        for (claim, text) in self.lab.claims.iter_mut().zip(&lab.claim) {
            claim.read(text, expression, self.entry.values());
        }
        let Some(request) = self.submitted.clone() else { return };
        let is_wanted = lab.open && lab.curves_of == CurvesOf::Field || self.lab.wants_best;
        // Another scheme is another curve beside them; another function, grid or precision makes them those of something else.
        self.lab.field_curves.forget_unless(|job| {
            let arithmetic = |request: &FieldRequest| {
                let Method { precision, divisor, .. } = request.method();
                (precision, divisor)
            };
            let is_same =
                |of: &FieldRequest| place(of) == place(&request) && arithmetic(of) == arithmetic(&request);
            job.requests.first().is_some_and(is_same)
        });
        if is_wanted {
            let job = CurvesJob { requests: self.curve_requests(&request), steps: self.steps() };
            let Self { lab, worker, .. } = self;
            lab.field_curves.order(job, |job| worker.submit(WindowJob::Curves(job.clone())));
        }
        if !self.shows_check() {
            return;
        }
        if let [Some(Ok(g0)), Some(Ok(g1))] = self.lab.claims.each_ref().map(|claim| claim.program.as_ref()) {
            let claim = Claim { g: [Arc::clone(g0), Arc::clone(g1)] };
            let Self { lab, worker, .. } = self;
            lab.check.forget_unless(|job| job.claim == claim && place(&job.request) == place(&request));
            lab.check.order(CheckJob { request, claim }, |job| worker.submit(WindowJob::Check(job.clone())));
        } else {
            self.lab.check = Ordered::default();
        }
    }

    /// The chosen schemes and the current one.
    fn curve_schemes(&self) -> Vec<Scheme> {
        let mut schemes = self.settings.lab.schemes.clone();
        let current = self.settings.difference.scheme;
        if !schemes.contains(&current) {
            schemes.push(current);
        }
        schemes
    }

    /// Those on the field's grid.
    fn curve_requests(&self, request: &FieldRequest) -> Vec<FieldRequest> {
        let current = request.method();
        let on_grid = |scheme: Scheme| {
            let method = Method { scheme, ..current };
            FieldRequest::new(Arc::clone(request.program()), *request.grid(), method, USUAL_H).ok()
        };
        self.curve_schemes().into_iter().filter_map(on_grid).collect()
    }

    /// Take over the curves as far as they have come.
    pub(super) fn take_curves(
        &mut self,
        generation: Generation,
        curves: Arc<Vec<FieldCurve>>,
        is_whole: bool,
    ) {
        self.lab.field_curves.take(generation, curves);
        if is_whole {
            self.lab.field_curves.settle();
        }
    }

    /// Take the field's best h, if that was asked for and is known, once the curves for it have been ordered. Whether h is
    /// another now.
    pub(super) fn take_best(&mut self) -> bool {
        if !self.lab.wants_best || !self.lab.field_curves.is_settled {
            return false;
        }
        self.lab.wants_best = false;
        let best = self.best_field_h(self.settings.difference.scheme);
        if let Some(h) = best {
            self.settings.difference.h = h;
        }
        best.is_some()
    }

    fn best_field_h(&self, scheme: Scheme) -> Option<f64> {
        let curves = self.lab.field_curves.result.as_ref()?;
        let curve = curves.iter().find(|curve| curve.method.scheme == scheme)?;
        curve.best.map(|best| curve.steps[best])
    }

    /// Take over the check of a claim.
    pub(super) fn take_check(&mut self, generation: Generation, check: Arc<Check>) {
        self.lab.check.take(generation, check);
        self.lab.worst = self.lab.check.result.as_deref().and_then(Check::worst_point);
    }

    /// Do what the lab asks for.
    pub(super) fn obey_lab(&mut self, command: &Command) {
        match *command {
            Command::Probe(index) => {
                if let Some(point) = self.point_at(index) {
                    self.settings.lab.probe = point;
                }
            }
            Command::MoveProbe(by) => {
                let Some((field, index)) = self.field().zip(self.probe()) else { return };
                self.settings.lab.probe = field.grid.point(moved(field, index, by));
            }
            // Without a step there is none to be moved.
            Command::Play | Command::UseBestH if !self.settings.difference.scheme.has_step() => {}
            Command::Play => {
                let h = self.settings.difference.h;
                self.lab.play = if self.lab.play.is_none() { Some(Play::from(h)) } else { None };
                self.entry.forget_notice();
            }
            Command::Hold => {
                self.lab.held = match self.lab.held.take() {
                    Some(_) => None,
                    None => self.field().map(Held::new),
                };
            }
            Command::UseBestH => {
                self.lab.play = None;
                self.lab.wants_best = true;
            }
            _ => {}
        }
    }

    fn point_at(&self, index: usize) -> Option<[f64; 2]> {
        self.field().filter(|field| index < field.len()).map(|field| field.grid.point(index))
    }
}

/// What a field is of and where: another h or scheme is another look at the same thing.
pub(super) fn place(request: &FieldRequest) -> (&Program, &GridSpec) {
    (request.program(), request.grid())
}
