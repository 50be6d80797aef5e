//! What the h lab keeps from frame to frame.

use std::sync::Arc;

use super::play::Play;
use crate::analysis::{
    Autopsy, Census, Check, FieldCurve, Judge, PointCurve, PointStudy, Steps, TaylorTest, WorstPoint,
};
use crate::differentiate::{Method, MethodError, Scheme};
use crate::expr::{self, Axis, Parameters, Program};
use crate::field::GradientField;
use crate::gui::h_lab::{Look, Relief};
use crate::number_text::format_number;
use crate::worker::{CheckJob, CurvesJob, Generation};

/// The lab's own state.
#[derive(Default)]
pub(super) struct Lab {
    pub(super) study: Option<PointStudy>,
    /// The components of the exact gradient as formulas, where they can be typed.
    pub(super) exact_text: [Option<String>; 2],
    pub(super) judge: Option<(Arc<Program>, Method, Judge)>,
    pub(super) point: Option<Kept<PointKey, PointCurves>>,
    pub(super) autopsy: Option<Kept<(Arc<GradientField>, usize), Autopsy>>,
    pub(super) taylor: Option<Kept<TaylorKey, TaylorTest>>,
    pub(super) relief: Option<Kept<ReliefKey, Relief>>,
    pub(super) field_curves: Ordered<CurvesJob, Arc<Vec<FieldCurve>>>,
    pub(super) check: Ordered<CheckJob, Arc<Check>>,
    /// The numbers where its claim is farthest off.
    pub(super) worst: Option<WorstPoint>,
    pub(super) claims: [TypedClaim; 2],
    pub(super) play: Option<Play>,
    pub(super) held: Option<Held>,
    /// Whether the field's best h is to be taken as soon as it is known.
    pub(super) wants_best: bool,
}

/// Something and what it was made for.
pub(super) struct Kept<K, T> {
    pub(super) key: K,
    pub(super) value: T,
}

/// A job's order and what has come of it.
pub(super) struct Ordered<J, T> {
    pub(super) job: Option<(J, Generation)>,
    /// Of that job, or of the one before until something has come of it.
    pub(super) result: Option<T>,
    /// Whether nothing more will come of that job, as far as anyone has said so.
    pub(super) is_settled: bool,
}

impl<J, T> Default for Ordered<J, T> {
    fn default() -> Self {
        Self { job: None, result: None, is_settled: false }
    }
}

#[derive(PartialEq)]
pub(super) struct PointKey {
    pub(super) program: Arc<Program>,
    pub(super) x: [f64; 2],
    pub(super) method: Method,
    pub(super) schemes: Vec<Scheme>,
    pub(super) steps: Steps,
}

#[derive(Default)]
pub(super) struct PointCurves {
    pub(super) curves: Vec<PointCurve>,
    pub(super) refused: Vec<(Scheme, MethodError)>,
}

#[derive(PartialEq)]
pub(super) struct TaylorKey {
    pub(super) program: Arc<Program>,
    pub(super) x: [f64; 2],
    pub(super) g: [f64; 2],
}

/// What the surface is made from.
pub(super) struct ReliefKey {
    pub(super) field: Arc<GradientField>,
    pub(super) census: Option<Arc<Census>>,
    pub(super) look: Look,
}

impl PartialEq for ReliefKey {
    /// Whether they are the very same, not merely alike.
    fn eq(&self, other: &Self) -> bool {
        let census = |key: &Self| key.census.as_ref().map(Arc::as_ptr);
        Arc::ptr_eq(&self.field, &other.field) && census(self) == census(other) && self.look == other.look
    }
}

/// A component of a claim: its text and what it means.
#[derive(Default)]
pub(super) struct TypedClaim {
    pub(super) text: String,
    /// The function that it is claimed of, whose names for its arguments it shares.
    pub(super) function: String,
    pub(super) values: Parameters,
    pub(super) program: Option<Result<Arc<Program>, String>>,
}

/// A field that is held to be compared with.
pub(super) struct Held {
    pub(super) field: Arc<GradientField>,
    pub(super) description: String,
}

impl TypedClaim {
    /// Read a text with the names and the parameters of the function.
    pub(super) fn read(&mut self, text: &str, function: &str, values: &Parameters) {
        if self.text != text || self.function != function || self.values != *values {
            text.clone_into(&mut self.text);
            function.clone_into(&mut self.function);
            self.values.clone_from(values);
            let parsed = || match expr::read_beside(text, function, values) {
                Ok(reading) => Ok(Arc::new(reading.program)),
                Err(error) => Err(error.to_string()),
            };
            self.program = (!text.trim().is_empty()).then(parsed);
        }
    }

    pub(super) fn error(&self) -> Option<&str> {
        self.program.as_ref()?.as_ref().err().map(String::as_str)
    }
}

impl<J: PartialEq, T> Ordered<J, T> {
    /// Forget a job, and what has come of it, that is about something else.
    pub(super) fn forget_unless(&mut self, is_about_this: impl FnOnce(&J) -> bool) {
        if self.job.as_ref().is_some_and(|(job, _)| !is_about_this(job)) {
            *self = Self::default();
        }
    }

    /// Forget the job and what has come of it; whether there was one.
    pub(super) fn forget(&mut self) -> bool {
        std::mem::take(self).job.is_some()
    }

    /// Have a job run unless it was the last. What came of that stays until then.
    pub(super) fn order(&mut self, job: J, submit: impl FnOnce(&J) -> Generation) {
        if self.job.as_ref().is_none_or(|(last, _)| *last != job) {
            let generation = submit(&job);
            self.job = Some((job, generation));
            self.is_settled = false;
        }
    }

    /// Take a result, or a part of it, if it is that of the last job.
    pub(super) fn take(&mut self, generation: Generation, result: T) {
        if self.is_of(generation) {
            self.result = Some(result);
        }
    }

    /// Nothing more will come of the last job.
    pub(super) fn settle(&mut self) {
        self.is_settled = true;
    }

    /// Whether the last job is of a generation.
    pub(super) fn is_of(&self, generation: Generation) -> bool {
        self.job.as_ref().is_some_and(|(_, ordered)| *ordered == generation)
    }
}

impl Held {
    pub(super) fn new(field: &Arc<GradientField>) -> Self {
        let request = &field.request;
        let Method { scheme, precision, .. } = request.method();
        let description = format!(
            "{} with {scheme}, h = {}, {precision}",
            request.program().text(),
            format_number(request.h())
        );
        Self { field: Arc::clone(field), description }
    }
}

/// The node of a field nearest to a point of the plane.
pub(super) fn nearest(field: &GradientField, point: [f64; 2]) -> usize {
    let [column, row] = Axis::ALL.map(|axis| field.grid.nearest(axis, point[axis.index()]));
    row * field.grid.columns() + column
}

/// The node so many columns and rows away, but not beyond the grid.
pub(super) fn moved(field: &GradientField, index: usize, [by_column, by_row]: [isize; 2]) -> usize {
    let (columns, rows) = (field.grid.columns(), field.grid.rows());
    let column = (index % columns).saturating_add_signed(by_column).min(columns - 1);
    let row = (index / columns).saturating_add_signed(by_row).min(rows - 1);
    row * columns + column
}
