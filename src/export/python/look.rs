//! How the figure of a program looks, and what lies on it.

use super::layout::rounded_to;
use crate::analysis::CriticalKind;
use crate::analysis::descent::Descent;
use crate::colormap::{Colormap, Scale};
use crate::differentiate::{Precision, Rule};
use crate::export::figure::{Content, Sheet};
use crate::expr::Axis;
use crate::expr::numpy::NumpyFunction;
use crate::field::FieldRequest;
use crate::figure::arrows::{ArrowStyle, Layout, View};
use crate::figure::ghosts::GhostKind;
use crate::heat_map::Quantity;
use crate::number_text::format_count;
use crate::settings::{Anchor, Direction, Length, Settings};

/// The most critical points of a program.
pub const MOST_POINTS: usize = 48;
/// matplotlib's pixels an inch.
const PIXELS_AN_INCH: f64 = 100.0;
/// What of a figure's width and height matplotlib leaves to arrows beside a colour bar.
const SHARES: [f64; 2] = [0.62, 0.77];

/// How the figure looks. The default is the article's: arrows along -g, all equally long, in jet by |g|.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct ScriptLook {
    /// Whether arrows point along -g, where f falls fastest, rather than along g.
    pub descent: bool,
    /// Whether all arrows are equally long; otherwise one of mean |g| is as long as they would be.
    pub equal_length: bool,
    /// Factor on the length of all arrows.
    pub scale: f64,
    /// The part of an arrow that lies on its node.
    pub anchor: Anchor,
    /// Every how manieth column and row has arrows.
    pub stride: [usize; 2],
    /// What the colours of the arrows say. On a heat map of the same they are white.
    pub colors: ScriptColors,
    /// Whether the exact gradient's arrows lie behind.
    pub ghosts: bool,
    /// What lies behind everything.
    pub heat_map: Option<ScriptHeatMap>,
    /// Contour lines of f.
    pub contours: Option<ScriptContours>,
    /// Streamlines.
    pub streamlines: Option<ScriptStreamlines>,
    /// Critical points, of which the first [`MOST_POINTS`] are drawn.
    pub critical_points: Vec<(CriticalKind, [f64; 2])>,
    /// The optimisers whose ways are drawn, all from one start and of as many steps.
    pub descents: Vec<Descent>,
    /// Whether their ways on the exact gradient are drawn as well.
    pub twins: bool,
    /// The part of the plane that is shown; the ranges of the grid where `None`.
    pub view: Option<[[f64; 2]; 2]>,
    /// Whether a unit of x0 is as long as one of x1.
    pub equal_aspect: bool,
    /// Width and height in inches; matplotlib's own where `None`.
    pub size: Option<[f64; 2]>,
    /// Whether function and method stand above the figure.
    pub title: bool,
    /// Whether the figure is dark.
    pub dark_mode: bool,
}

/// What colours say, and which these are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScriptColors {
    /// What they say.
    pub quantity: Quantity,
    /// The colours, for a quantity for which they can be chosen.
    pub map: Colormap,
    /// Linear or logarithmic, likewise.
    pub scale: Scale,
    /// The values of the first and last colour; those of what is drawn where `None`.
    pub limits: Option<[f64; 2]>,
}

impl Default for ScriptColors {
    fn default() -> Self {
        Self {
            quantity: Quantity::GradientNorm,
            map: Colormap::default(),
            scale: Scale::default(),
            limits: None,
        }
    }
}

impl ScriptColors {
    /// The colours, which are the quantity's own for some.
    pub(super) fn map(self) -> Colormap {
        self.quantity.colormap(self.map)
    }

    pub(super) fn is_logarithmic(self) -> bool {
        self.quantity.scale(self.scale) == Scale::Logarithmic
    }

    /// The values of the first and last colour, unless they are those of what is drawn.
    pub(super) fn limits(self) -> Option<[f64; 2]> {
        self.quantity.fixed_limits(self.quantity.scale(self.scale)).or(self.limits)
    }
}

/// A heat map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScriptHeatMap {
    /// What its colours say.
    pub colors: ScriptColors,
    /// From 0, invisible, to 1.
    pub opacity: f64,
    /// What a value of 0 is drawn as on a logarithmic scale, if there is one: that of the first colour.
    pub zero: Option<f64>,
}

/// Contour lines of f.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptContours {
    /// Their levels, ascending, one at least.
    pub levels: Vec<f64>,
    /// Whether these are written on them.
    pub labels: bool,
    /// From 0, invisible, to 1.
    pub opacity: f64,
}

/// Streamlines, which matplotlib places by its own rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScriptStreamlines {
    /// About how many lie side by side along the longer side of the grid.
    pub across: usize,
    /// From 0, invisible, to 1.
    pub opacity: f64,
}

impl Default for ScriptLook {
    fn default() -> Self {
        Self {
            descent: true,
            equal_length: true,
            scale: 1.0,
            anchor: Anchor::default(),
            stride: [1, 1],
            colors: ScriptColors::default(),
            ghosts: false,
            heat_map: None,
            contours: None,
            streamlines: None,
            critical_points: Vec::new(),
            descents: Vec::new(),
            twins: false,
            view: None,
            equal_aspect: false,
            size: Some([8.0, 6.0]),
            title: true,
            dark_mode: false,
        }
    }
}

impl ScriptLook {
    /// How a figure looks as far as a program of NumPy and matplotlib can draw it: all but the marks of arrows that are
    /// missing or wrong.
    pub fn of(content: &Content, settings: &Settings, sheet: &Sheet) -> Self {
        let arrows = settings.arrows;
        let layers = settings.layers;
        let request = &content.field.request;
        let mut descents = settings.descent.descents(request);
        for descent in &mut descents {
            descent.steps = descent.steps.min(content.steps);
        }
        let levels = content.contours.as_ref().map(|contours| contours.levels()).unwrap_or_default();
        let streamlines = content.streamlines.as_ref().filter(|lines| !lines.lines().is_empty());
        let points = content.critical_points.as_ref().map(|points| points.points.as_slice());
        Self {
            descent: arrows.direction == Direction::Descent,
            equal_length: arrows.length == Length::Equal,
            scale: shortest(arrows.scale),
            anchor: arrows.anchor,
            stride: stride(content, settings, sheet),
            colors: arrow_colors(content, settings),
            ghosts: content.ghosts.iter().any(|ghost| ghost.kind == GhostKind::Exact),
            heat_map: heat_map(content, settings),
            contours: (!levels.is_empty()).then(|| ScriptContours {
                levels: levels.iter().map(|contour| contour.level).collect(),
                labels: layers.contours.labels,
                opacity: shortest(layers.contours.opacity),
            }),
            streamlines: streamlines.map(|_| ScriptStreamlines {
                across: layers.streamlines.across,
                opacity: shortest(layers.streamlines.opacity),
            }),
            critical_points: points.into_iter().flatten().map(|point| (point.kind, point.x)).collect(),
            descents,
            twins: settings.descent.twins,
            view: sheet.view.map(|view| view.map(rounded_to_width)),
            equal_aspect: settings.grid.equal_aspect,
            size: Some(sheet.size.map(|side| rounded_to(side / PIXELS_AN_INCH, 1))),
            title: sheet.title,
            dark_mode: sheet.dark_mode,
        }
    }

    /// The same without what the program could not compute, and sentences on that.
    pub(super) fn restricted(
        &self,
        request: &FieldRequest,
        derivatives: Option<&[NumpyFunction; 2]>,
    ) -> (Self, Vec<String>) {
        let mut look = self.clone();
        let mut notes = Vec::new();
        if look.critical_points.len() > MOST_POINTS {
            notes.push(format!(
                "The program has the first {MOST_POINTS} of {} critical points.",
                format_count(look.critical_points.len())
            ));
        }
        // The twins of ways on the exact gradient are these.
        look.twins &= !self.descents.is_empty() && request.scheme().rule() != Rule::Exact;
        let is_possible = derivatives.is_some_and(|derivatives| has_exact(request, derivatives));
        if !look.needs_exact() || is_possible {
            return (look, notes);
        }
        if look.ghosts {
            notes.push("The program does not have the exact gradient's arrows behind.".to_owned());
        }
        if look.twins {
            notes.push("The program does not have the ways on the exact gradient.".to_owned());
        }
        (look.ghosts, look.twins) = (false, false);
        if look.colors.quantity.needs_census() {
            notes.push(
                "The colours of the program's arrows are those of |g|: it does not have their errors."
                    .to_owned(),
            );
            look.colors = ScriptColors { quantity: Quantity::GradientNorm, limits: None, ..look.colors };
        }
        if look.heat_map.is_some_and(|map| map.colors.quantity.needs_census()) {
            notes.push("The program does not have the heat map of errors.".to_owned());
            look.heat_map = None;
        }
        notes.push(
            "Beside a gradient in bf16, or an exact one in another precision than f64, the exact gradient in f64 would need \
             functions of its own."
                .to_owned(),
        );
        (look, notes)
    }

    /// Whether anything drawn comes from the exact gradient beside g.
    pub(super) fn needs_exact(&self) -> bool {
        self.ghosts
            || self.twins && !self.descents.is_empty()
            || self.quantities().any(Quantity::needs_census)
    }

    /// Whether the arrows are white, as what they would show lies behind them.
    pub(super) fn has_plain_arrows(&self) -> bool {
        self.heat_map.is_some_and(|map| map.colors.quantity == self.colors.quantity)
    }

    /// Whether anything needs nodes in rows and columns.
    pub(super) fn needs_rows(&self) -> bool {
        self.heat_map.is_some() || self.contours.is_some() || self.streamlines.is_some() || self.is_thinned()
    }

    pub(super) fn is_thinned(&self) -> bool {
        self.stride.iter().any(|&stride| stride > 1)
    }

    /// Whether f at the nodes is drawn.
    pub(super) fn needs_f(&self) -> bool {
        self.contours.is_some() || self.shows(Quantity::Function)
    }

    /// Whether colours say this.
    pub(super) fn shows(&self, quantity: Quantity) -> bool {
        self.quantities().any(|shown| shown == quantity)
    }

    fn quantities(&self) -> impl Iterator<Item = Quantity> {
        let behind = self.heat_map.map(|map| map.colors.quantity);
        behind.into_iter().chain([self.colors.quantity])
    }
}

/// Whether a program can have the exact gradient in `f64` beside its own: where functions that both call are the same.
fn has_exact(request: &FieldRequest, derivatives: &[NumpyFunction; 2]) -> bool {
    let method = request.method();
    match (method.scheme.rule(), method.precision) {
        (_, Precision::F64) => true,
        (Rule::Exact, _) => false,
        (_, Precision::Bf16) => derivatives.iter().all(|derivative| derivative.helpers.is_empty()),
        (_, Precision::F32 | Precision::F16) => true,
    }
}

/// A number of fewer bits in the digits that it was typed with.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// The ends of a range, to within a part of its width that nobody sees.
fn rounded_to_width(ends: [f64; 2]) -> [f64; 2] {
    let width = ends[1] - ends[0];
    let decimals = 3.0 - width.log10().floor();
    if !(0.0..=12.0).contains(&decimals) {
        return ends;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 12")]
    let decimals = decimals as usize;
    ends.map(|end| rounded_to(end, decimals))
}

fn arrow_colors(content: &Content, settings: &Settings) -> ScriptColors {
    let arrows = settings.arrows;
    let colors = arrows.colors(content.norm_limits());
    let limits = colors.map(|colors| [colors.min, colors.max]);
    ScriptColors {
        quantity: arrows.quantity(),
        map: arrows.colormap,
        scale: arrows.color_scale,
        limits: limits.filter(|limits| is_needed(*limits, content.field.norm_range)),
    }
}

/// Whether matplotlib would not make the same of the least and the largest value: of one and the same it makes the first colour,
/// ours is the middle.
fn is_needed(limits: [f64; 2], own: Option<[f64; 2]>) -> bool {
    own != Some(limits) || limits[0] >= limits[1]
}

/// `None` as well where no value has a colour.
fn heat_map(content: &Content, settings: &Settings) -> Option<ScriptHeatMap> {
    let order = settings.heat_map.order(content.heat_map_limits)?;
    let colors = order.colors(content.source())?;
    let limits = [colors.min, colors.max];
    let is_logarithmic = colors.scale == Scale::Logarithmic;
    let values = order.quantity.values(content.source())?;
    let all = 0..content.field.len();
    // As matplotlib takes them.
    let counts = |value: &f64| value.is_finite() && (!is_logarithmic || *value > 0.0);
    let own = all.clone().map(|node| values.at(node)).filter(counts).fold(None, |ends, value| {
        let [low, high] = ends.unwrap_or([value; 2]);
        Some([value.min(low), value.max(high)])
    });
    let has_zero = is_logarithmic && all.map(|node| values.at(node)).any(|value| value == 0.0);
    Some(ScriptHeatMap {
        colors: ScriptColors {
            quantity: order.quantity,
            map: settings.heat_map.colormap,
            scale: settings.heat_map.color_scale,
            limits: Some(limits).filter(|limits| is_needed(*limits, own)),
        },
        opacity: shortest(settings.heat_map.opacity),
        zero: has_zero.then_some(colors.min),
    })
}

/// Every how manieth column and row has arrows where these have about as much room as matplotlib leaves them.
fn stride(content: &Content, settings: &Settings, sheet: &Sheet) -> [usize; 2] {
    let grid = &content.field.grid;
    let view = sheet.view.unwrap_or_else(|| ranges(&content.field.request));
    let [[left, right], [bottom, top]] = view;
    let room = [0, 1].map(|axis| sheet.size[axis] * SHARES[axis]);
    let mut size = room;
    let aspect = (right - left) / (top - bottom);
    if settings.grid.equal_aspect && aspect.is_normal() {
        size = [room[0].min(room[1] * aspect), room[1].min(room[0] / aspect)];
    }
    let view = View::new(size, [left, bottom], [right, top], [false, true]);
    let style: ArrowStyle = settings.arrows.style(None, None, sheet.dark_mode);
    Layout::new(grid, &view, &style).map_or([1, 1], |layout| layout.stride)
}

/// The ranges of a grid.
pub(super) fn ranges(request: &FieldRequest) -> [[f64; 2]; 2] {
    Axis::ALL.map(|axis| {
        let range = request.grid().axes[axis.index()];
        [range.min, range.max]
    })
}
