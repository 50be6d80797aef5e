//! What a figure shows, computed.

use std::sync::Arc;

use crate::analysis::descent::{Twins, twins_of_all};
use crate::analysis::{self, Census, Contours, CriticalPoints, Streamlines};
use crate::field::{self, CancelToken, Cancelled, FieldRequest, GradientField, Progress};
use crate::figure::ghosts::{Ghost, GhostKind};
use crate::heat_map::{Source, norm_limits};
use crate::settings::Settings;

/// All that was computed for a figure, shared with whoever else shows it.
#[derive(Clone, Debug)]
pub struct Content {
    /// The field.
    pub field: Arc<GradientField>,
    /// What is known of its errors.
    pub census: Option<Arc<Census>>,
    /// The fields behind its arrows, at most one of each kind.
    pub ghosts: Vec<Ghost>,
    /// Contour lines.
    pub contours: Option<Arc<Contours>>,
    /// Streamlines.
    pub streamlines: Option<Arc<Streamlines>>,
    /// Critical points.
    pub critical_points: Option<Arc<CriticalPoints>>,
    /// The ways of optimisers.
    pub descents: Arc<Vec<Twins>>,
    /// How many steps of them are shown.
    pub steps: usize,
    /// The |g| of the first and the last colour; the field's own where `None`.
    pub limits: Option<[f64; 2]>,
    /// The values of the heat map's first and last colour; the field's own where `None`.
    pub heat_map_limits: Option<[f64; 2]>,
}

impl Content {
    /// Compute the field of a request and of the layers what the settings show, and nothing else. `Err` only when
    /// cancelled.
    pub fn compute(
        request: &FieldRequest,
        settings: &Settings,
        cancel: &CancelToken,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let layers = &settings.layers;
        let field = Arc::new(field::compute(request, cancel, progress)?);
        let census = Arc::new(analysis::census(&field, cancel, progress)?);
        let exact = Ghost { field: Arc::clone(&census.exact), kind: GhostKind::Exact };
        let contours = layers.contour_order();
        let contours = contours.map(|order| analysis::contours(&field, &order, cancel, progress));
        let streamlines = layers.streamline_order(request, settings.arrows.direction);
        let streamlines = streamlines.map(|order| analysis::streamlines(request, &order, cancel, progress));
        let critical_points =
            layers.critical_points.then(|| analysis::critical_points(request, cancel, progress));
        let descents = twins_of_all(&settings.descent.descents(request), cancel)?;
        Ok(Self {
            ghosts: settings.arrows.ghosts.then_some(exact).into_iter().collect(),
            contours: contours.transpose()?.map(Arc::new),
            streamlines: streamlines.transpose()?.map(Arc::new),
            critical_points: critical_points.transpose()?.map(Arc::new),
            descents: Arc::new(descents),
            steps: usize::MAX,
            limits: None,
            heat_map_limits: None,
            census: Some(census),
            field,
        })
    }

    /// The field with its census.
    pub(in crate::export) fn source(&self) -> Source<'_> {
        Source::new(&self.field, self.census.as_deref())
    }

    /// The |g| of the first and the last colour; `None` where no arrow lives.
    pub(in crate::export) fn norm_limits(&self) -> Option<[f64; 2]> {
        self.limits.or_else(|| norm_limits(&self.field))
    }
}
