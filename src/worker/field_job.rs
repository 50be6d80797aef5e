//! The window's jobs.

use std::iter;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{
    CensusJob, CheckJob, ContoursJob, CriticalPointsJob, CurvesJob, DescentJob, Job, JobContext, SpareField,
    StreamlinesJob, Studio, TakenCensus,
};
use crate::analysis::descent::Twins;
use crate::analysis::{
    self, Census, Check, Contours, CriticalPoints, Diagnosis, FieldCurve, Streamlines, diagnose,
};
use crate::field::{self, CancelToken, Cancelled, FieldRequest, GradientField, Progress};
use crate::heat_map::{self, HeatMap, HeatMapOrder, Painter, Source};

/// A field of more points, 512 x 512, is preceded by a coarse one, which has a quarter of them at most.
const COARSE_FIRST_ABOVE: usize = 1 << 18;

/// The most values a coarse field has along an axis: one in 4 pixels of a canvas 1000 pixels wide.
const COARSE_VALUES: usize = 256;

/// The most points of a field that is shown only together with its census, which takes a few milliseconds then.
pub const CENSUS_AT_ONCE: usize = 1 << 12;

/// The kinds of job, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKind {
    /// The gradient field on the canvas.
    Field,
    /// The ways of the optimisers.
    Descent,
    /// Other colours for a field that is there.
    HeatMap,
    /// Its contour lines.
    Contours,
    /// Its streamlines.
    Streamlines,
    /// Its critical points.
    CriticalPoints,
    /// What is wrong with each of its arrows.
    Census,
    /// The error of fields against h.
    Curves,
    /// Whether a gradient is the field's.
    Check,
}

/// What the window has done away from its own thread.
#[derive(Clone, Debug)]
pub enum WindowJob<S: Studio = ()> {
    /// A field.
    Field(FieldJob<S>),
    /// Ways of optimisers.
    Descent(DescentJob),
    /// A heat map.
    HeatMap(HeatMapJob<S>),
    /// Contour lines.
    Contours(ContoursJob),
    /// Streamlines.
    Streamlines(StreamlinesJob),
    /// Critical points.
    CriticalPoints(CriticalPointsJob),
    /// A census.
    Census(CensusJob<S>),
    /// Curves of error against h.
    Curves(CurvesJob),
    /// The check of a gradient.
    Check(CheckJob),
}

/// Compute a field; a large one comes coarse first, and its heat map then fills row band after row band if it takes long.
#[derive(Clone, Debug)]
pub struct FieldJob<S: Studio = ()> {
    /// What to compute.
    pub request: FieldRequest,
    /// Where to find memory for it.
    pub spare: SpareField,
    /// Whether a census of it is wanted. A field of more than [`CENSUS_AT_ONCE`] points comes without: it is shown first.
    pub census: bool,
    /// What the heat map is to show, if there is to be one.
    pub heat_map: Option<HeatMapOrder>,
    /// How long the computation must last before the heat map fills with the rows that are there: drawing them takes
    /// time as well, and what is replaced at once is not seen.
    pub fill_after: Duration,
    /// Who prepares what is drawn.
    pub studio: S,
}

/// Draw a field's heat map.
#[derive(Clone, Debug)]
pub struct HeatMapJob<S: Studio = ()> {
    /// What to draw.
    pub field: Arc<GradientField>,
    /// Its census, if it is known.
    pub census: Option<Arc<Census>>,
    /// What to show of it.
    pub order: HeatMapOrder,
    /// Who prepares what is drawn.
    pub studio: S,
}

/// What comes of a [`WindowJob`].
#[derive(Clone, Debug)]
pub enum WindowOutput<S: Studio = ()> {
    /// Of a [`FieldJob`].
    Field(ComputedField<S>),
    /// Of a [`DescentJob`].
    Descent(Arc<Vec<Twins>>),
    /// Of a [`HeatMapJob`].
    HeatMap(Arc<HeatMap<S::Image>>),
    /// Of a [`ContoursJob`].
    Contours(Arc<Contours>),
    /// Of a [`StreamlinesJob`].
    Streamlines(Arc<Streamlines>),
    /// Of a [`CriticalPointsJob`].
    CriticalPoints(Arc<CriticalPoints>),
    /// Of a [`CensusJob`].
    Census(TakenCensus<S>),
    /// Of a [`CurvesJob`]: a partial result has the first of the curves.
    Curves(Arc<Vec<FieldCurve>>),
    /// Of a [`CheckJob`].
    Check(Arc<Check>),
}

/// A field and what it cost.
#[derive(Clone, Debug)]
pub struct ComputedField<S: Studio = ()> {
    /// The field. That of a partial result is coarse: its own request has a larger grid step than the job's.
    pub field: Arc<GradientField>,
    /// The time its computation took, without the wait before it and what was drawn meanwhile.
    pub elapsed: Duration,
    /// What there is to say about its missing arrows.
    pub diagnosis: Diagnosis,
    /// How far off it is, if that was asked for and is known.
    pub census: Option<Arc<Census>>,
    /// Its heat map, if one was ordered. That of a partial result has as many rows of the whole field as are computed
    /// and is coarse above them, in colours between the coarse field's limits.
    pub heat_map: Option<Arc<HeatMap<S::Image>>>,
    /// What the studio made of the field.
    pub sketch: S::Sketch,
}

impl<S: Studio> Job for WindowJob<S> {
    type Kind = JobKind;
    type Output = WindowOutput<S>;

    fn kind(&self) -> JobKind {
        match self {
            Self::Field(_) => JobKind::Field,
            Self::Descent(_) => JobKind::Descent,
            Self::HeatMap(_) => JobKind::HeatMap,
            Self::Contours(_) => JobKind::Contours,
            Self::Streamlines(_) => JobKind::Streamlines,
            Self::CriticalPoints(_) => JobKind::CriticalPoints,
            Self::Census(_) => JobKind::Census,
            Self::Curves(_) => JobKind::Curves,
            Self::Check(_) => JobKind::Check,
        }
    }

    fn run(&self, context: &JobContext<'_, WindowOutput<S>>) -> Result<WindowOutput<S>, Cancelled> {
        match self {
            Self::Field(job) => {
                let publish = |computed| context.publish(WindowOutput::Field(computed));
                job.run(&JobContext::new(context.cancel, context.progress, &publish)).map(WindowOutput::Field)
            }
            Self::Descent(job) => job.run(context.cancel).map(WindowOutput::Descent),
            Self::HeatMap(job) => job.run(context.cancel).map(WindowOutput::HeatMap),
            Self::Contours(job) => job.run(context.cancel, context.progress).map(WindowOutput::Contours),
            Self::Streamlines(job) => {
                job.run(context.cancel, context.progress).map(WindowOutput::Streamlines)
            }
            Self::CriticalPoints(job) => {
                job.run(context.cancel, context.progress).map(WindowOutput::CriticalPoints)
            }
            Self::Census(job) => job.run(context.cancel, context.progress).map(WindowOutput::Census),
            Self::Curves(job) => {
                let publish = |curves| context.publish(WindowOutput::Curves(curves));
                job.run(&JobContext::new(context.cancel, context.progress, &publish))
                    .map(WindowOutput::Curves)
            }
            Self::Check(job) => job.run(context.cancel, context.progress).map(WindowOutput::Check),
        }
    }
}

impl<S: Studio> HeatMapJob<S> {
    fn run(&self, cancel: &CancelToken) -> Result<Arc<HeatMap<S::Image>>, Cancelled> {
        let source = Source::new(&self.field, self.census.as_deref());
        draw_all(source, self.order, &self.studio, cancel).map(Arc::new)
    }
}

impl<S: Studio> FieldJob<S> {
    fn run(&self, context: &JobContext<'_, ComputedField<S>>) -> Result<ComputedField<S>, Cancelled> {
        let coarse = coarse(&self.request);
        self.spare.keep_for(&iter::once(&self.request).chain(&coarse).collect::<Vec<_>>());
        let Some(coarse) = coarse else {
            let start = Instant::now();
            let field = self.in_spare(&self.request, |spare| {
                field::compute_reusing(spare, &self.request, context.cancel, context.progress)
            })?;
            let elapsed = start.elapsed();
            let census = self.census(&field, context.cancel)?;
            let heat_map = self.heat_map(Source::new(&field, census.as_ref()), context.cancel)?;
            return Ok(self.finish(field, elapsed, heat_map, census));
        };
        // With a progress of its own: else the bar would fill, fall back and fill again.
        let start = Instant::now();
        let preview = self.in_spare(&coarse, |spare| {
            field::compute_reusing(spare, &coarse, context.cancel, &Progress::new())
        })?;
        let elapsed = start.elapsed();
        let mut heat_map = self.heat_map((&preview).into(), context.cancel)?;
        if let Some(heat_map) = &mut heat_map {
            heat_map.fill(&self.request);
        }
        let preview = self.finish(preview, elapsed, heat_map, None);
        context.publish(preview.clone());
        self.in_bands(&preview, context)
    }

    /// The whole field after a coarse one.
    fn in_bands(
        &self,
        preview: &ComputedField<S>,
        context: &JobContext<'_, ComputedField<S>>,
    ) -> Result<ComputedField<S>, Cancelled> {
        // In the coarse field's colours: the whole one's limits are known only at its end.
        let points = self.request.grid().counts().map_or(0, |[n0, n1]| n0 * n1);
        let painter = self.heat_map.map(|order| Painter::new(order, &preview.field, points));
        let (mut images, mut drawn, mut drawing) = (Vec::new(), 0, Duration::ZERO);
        let start = Instant::now();
        let band = |field: &GradientField, rows: Range<usize>| {
            let Some((painter, coarse)) = painter.as_ref().zip(preview.heat_map.as_ref()) else { return };
            // The last band comes with the whole.
            let is_due = start.elapsed() >= self.fill_after && rows.end < field.grid.rows();
            if !is_due || context.cancel.is_cancelled() {
                return;
            }
            let start = Instant::now();
            for tile in painter.tiles(field, drawn..rows.end) {
                if context.cancel.is_cancelled() {
                    return;
                }
                images.push(image(tile, &self.studio));
            }
            drawn = rows.end;
            let heat_map = Some(Arc::new(painter.partial(field, images.clone(), coarse)));
            context.publish(ComputedField { heat_map, ..preview.clone() });
            drawing += start.elapsed();
        };
        let field = self.in_spare(&self.request, |spare| {
            field::compute_in_bands(spare, &self.request, context.cancel, context.progress, band)
        })?;
        let elapsed = start.elapsed().saturating_sub(drawing);
        // What is drawn stays only if its limits turned out to be the whole field's.
        let is_right = |painter: &Painter| painter.colors() == painter.order().colors(&field);
        let heat_map = match painter.filter(is_right) {
            Some(painter) => {
                Some(draw(&painter, (&field).into(), images, drawn, &self.studio, context.cancel)?)
            }
            None => self.heat_map((&field).into(), context.cancel)?,
        };
        Ok(self.finish(field, elapsed, heat_map, None))
    }

    /// Compute in spare memory for a request, which is there again for the next job if this one is cancelled.
    fn in_spare(
        &self,
        request: &FieldRequest,
        compute: impl FnOnce(&mut Option<GradientField>) -> Result<GradientField, Cancelled>,
    ) -> Result<GradientField, Cancelled> {
        let mut spare = self.spare.take(request);
        compute(&mut spare).inspect_err(|_| {
            if let Some(memory) = spare.take() {
                self.spare.give(Arc::new(memory));
            }
        })
    }

    /// The heat map of a field, if one is ordered.
    fn heat_map(
        &self,
        source: Source<'_>,
        cancel: &CancelToken,
    ) -> Result<Option<HeatMap<S::Image>>, Cancelled> {
        self.heat_map.map(|order| draw_all(source, order, &self.studio, cancel)).transpose()
    }

    /// The census of a small field, if one is wanted.
    fn census(&self, field: &GradientField, cancel: &CancelToken) -> Result<Option<Census>, Cancelled> {
        let is_due = self.census && field.len() <= CENSUS_AT_ONCE;
        is_due.then(|| analysis::census(field, cancel, &Progress::new())).transpose()
    }

    /// The rest that there is to make of a field.
    fn finish(
        &self,
        field: GradientField,
        elapsed: Duration,
        heat_map: Option<HeatMap<S::Image>>,
        census: Option<Census>,
    ) -> ComputedField<S> {
        // Walked through here, so that the window need not when it wants lengths by |g|.
        field.mean_norm();
        let diagnosis = diagnose(&field, census.as_ref());
        let field = Arc::new(field);
        let census = census.map(Arc::new);
        let sketch = self.studio.sketch(&field, census.as_ref());
        ComputedField { field, elapsed, diagnosis, census, heat_map: heat_map.map(Arc::new), sketch }
    }
}

/// All of a field's heat map.
fn draw_all<S: Studio>(
    source: Source<'_>,
    order: HeatMapOrder,
    studio: &S,
    cancel: &CancelToken,
) -> Result<HeatMap<S::Image>, Cancelled> {
    draw(&Painter::new(order, source, source.field().len()), source, Vec::new(), 0, studio, cancel)
}

/// The rest of a field's heat map, whose first rows are drawn.
fn draw<S: Studio>(
    painter: &Painter,
    source: Source<'_>,
    mut images: Vec<heat_map::Image<S::Image>>,
    drawn: usize,
    studio: &S,
    cancel: &CancelToken,
) -> Result<HeatMap<S::Image>, Cancelled> {
    let field = source.field();
    for tile in painter.tiles(source, drawn..field.grid.rows()) {
        cancel.check()?;
        images.push(image(tile, studio));
    }
    cancel.check()?;
    Ok(painter.whole(field, images))
}

fn image<S: Studio>(tile: heat_map::Tile, studio: &S) -> heat_map::Image<S::Image> {
    let image = studio.image(&tile);
    heat_map::Image { range: tile.range, image, uncolored: tile.uncolored }
}

/// The same field with at most [`COARSE_VALUES`] values an axis, if it is large enough to be worth it.
fn coarse(request: &FieldRequest) -> Option<FieldRequest> {
    let mut grid = *request.grid();
    let counts = grid.counts().ok()?;
    if counts.iter().product::<usize>() <= COARSE_FIRST_ABOVE {
        return None;
    }
    for (axis, count) in grid.axes.iter_mut().zip(counts) {
        axis.step *= count.div_ceil(COARSE_VALUES) as f64;
    }
    FieldRequest::new(Arc::clone(request.program()), grid, request.method(), request.h()).ok()
}
