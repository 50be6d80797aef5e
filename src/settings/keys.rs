//! The key of every setting: one table, from which files and command lines are written and read.

use super::slot::{Domain, Slot};
use super::{
    ArrowSettings, Camera, ContourSettings, DescentSettings, DifferenceSettings, GridSettings,
    HeatMapSettings, LabSettings, LayerSettings, ParameterSettings, Settings, StreamlineSettings,
};
use crate::analysis::descent::MOST_STEPS;
use crate::field::MAX_AXIS;

/// Where parameters are kept: `parameters.NAME.value`.
pub(super) const PARAMETERS: &str = "parameters";

/// How strong something is.
const OPACITIES: [f32; 2] = [0.0, 1.0];
/// How much longer arrows are drawn, far beyond what the slider reaches.
const ARROW_SCALES: [f32; 2] = [0.01, 100.0];
/// What the sliders of the layers reach.
const CONTOUR_COUNTS: [usize; 2] = [2, 40];
const STREAMLINES_ACROSS: [usize; 2] = [6, 64];
/// From slower than anyone waits for to faster than the eye.
const SECONDS: Domain = Domain::Within(0.01, 1e4);

/// Settings with their keys, section by section in the order in which a file has them.
pub(super) type Keyed<'a> = Vec<(String, Slot<'a>)>;

/// The settings of one section.
struct Section<'s, 'a> {
    name: &'s str,
    to: &'s mut Keyed<'a>,
}

impl<'a> Section<'_, 'a> {
    fn add<const N: usize>(self, slots: [(&str, Slot<'a>); N]) {
        let Self { name, to } = self;
        to.extend(slots.map(|(key, slot)| {
            (if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }, slot)
        }));
    }
}

fn section<'s, 'a>(to: &'s mut Keyed<'a>, name: &'s str) -> Section<'s, 'a> {
    Section { name, to }
}

impl Settings {
    /// Every setting with its key.
    pub(super) fn keyed(&mut self) -> Keyed<'_> {
        let Self { expression, parameters, grid, difference, arrows, heat_map, layers, descent, lab } = self;
        let mut all = vec![];
        section(&mut all, "").add([("expression", Slot::Text(expression))]);
        for parameter in parameters {
            parameter_keys(parameter, &mut all);
        }
        grid_keys(grid, &mut all);
        difference_keys(difference, &mut all);
        arrow_keys(arrows, &mut all);
        heat_map_keys(heat_map, &mut all);
        layer_keys(layers, &mut all);
        descent_keys(descent, &mut all);
        lab_keys(lab, &mut all);
        all
    }
}

fn parameter_keys<'a>(settings: &'a mut ParameterSettings, to: &mut Keyed<'a>) {
    let ParameterSettings { name, value, range, seconds, active } = settings;
    section(to, &format!("{PARAMETERS}.{name}")).add([
        ("value", Slot::Number(value, Domain::Any)),
        ("range", Slot::Range(range)),
        ("seconds", Slot::Number(seconds, SECONDS)),
        ("active", Slot::Flag(active)),
    ]);
}

fn grid_keys<'a>(settings: &'a mut GridSettings, to: &mut Keyed<'a>) {
    let GridSettings { x0, x1, linked, step, closed, equal_aspect, follow, columns } = settings;
    section(to, "grid").add([
        ("x0", Slot::Range(x0)),
        ("x1", Slot::Range(x1)),
        ("linked", Slot::Flag(linked)),
        ("step", Slot::Number(step, Domain::Any)),
        ("closed", Slot::Flag(closed)),
        ("equal-aspect", Slot::Flag(equal_aspect)),
        ("follow", Slot::Flag(follow)),
        ("columns", Slot::Number(columns, Domain::Within(1.0, MAX_AXIS as f64))),
    ]);
}

fn difference_keys<'a>(settings: &'a mut DifferenceSettings, to: &mut Keyed<'a>) {
    let DifferenceSettings { scheme, h, precision, divisor, power_of_two } = settings;
    section(to, "difference").add([
        ("scheme", Slot::Choice(scheme)),
        ("h", Slot::Number(h, Domain::Any)),
        ("power-of-two", Slot::Flag(power_of_two)),
        ("precision", Slot::Choice(precision)),
        ("divisor", Slot::Choice(divisor)),
    ]);
}

fn arrow_keys<'a>(settings: &'a mut ArrowSettings, to: &mut Keyed<'a>) {
    let ArrowSettings {
        direction,
        length,
        anchor,
        scale,
        colormap,
        color_scale,
        lock_limits,
        thin,
        color_by,
        ghosts,
        mark_causes,
    } = settings;
    section(to, "arrows").add([
        ("direction", Slot::Choice(direction)),
        ("length", Slot::Choice(length)),
        ("anchor", Slot::Choice(anchor)),
        ("scale", Slot::Single(scale, ARROW_SCALES)),
        ("color-by", Slot::Choice(color_by)),
        ("colormap", Slot::Choice(colormap)),
        ("color-scale", Slot::Choice(color_scale)),
        ("lock-limits", Slot::Flag(lock_limits)),
        ("thin", Slot::Flag(thin)),
        ("ghosts", Slot::Flag(ghosts)),
        ("mark-causes", Slot::Flag(mark_causes)),
    ]);
}

fn heat_map_keys<'a>(settings: &'a mut HeatMapSettings, to: &mut Keyed<'a>) {
    let HeatMapSettings { show, quantity, colormap, color_scale, opacity } = settings;
    section(to, "heat-map").add([
        ("show", Slot::Flag(show)),
        ("quantity", Slot::Choice(quantity)),
        ("colormap", Slot::Choice(colormap)),
        ("color-scale", Slot::Choice(color_scale)),
        ("opacity", Slot::Single(opacity, OPACITIES)),
    ]);
}

fn layer_keys<'a>(settings: &'a mut LayerSettings, to: &mut Keyed<'a>) {
    let LayerSettings { contours, streamlines, critical_points } = settings;
    section(to, "layers").add([("critical-points", Slot::Flag(critical_points))]);
    let ContourSettings { show, spacing, count, labels, opacity } = contours;
    section(to, "layers.contours").add([
        ("show", Slot::Flag(show)),
        ("spacing", Slot::Choice(spacing)),
        ("count", Slot::Count(count, CONTOUR_COUNTS)),
        ("labels", Slot::Flag(labels)),
        ("opacity", Slot::Single(opacity, OPACITIES)),
    ]);
    let StreamlineSettings { show, across, opacity } = streamlines;
    section(to, "layers.streamlines").add([
        ("show", Slot::Flag(show)),
        ("across", Slot::Count(across, STREAMLINES_ACROSS)),
        ("opacity", Slot::Single(opacity, OPACITIES)),
    ]);
}

fn descent_keys<'a>(settings: &'a mut DescentSettings, to: &mut Keyed<'a>) {
    let DescentSettings { show, start, steps, twins, optimizers } = settings;
    section(to, "descent").add([
        ("show", Slot::Flag(show)),
        ("start", Slot::Point(start)),
        ("steps", Slot::Count(steps, [1, MOST_STEPS])),
        ("twins", Slot::Flag(twins)),
    ]);
    for (optimizer, goes) in optimizers {
        let name = format!("descent.{}", optimizer.rule());
        section(to, &name).add([("goes", Slot::Flag(goes))]);
        for (knob, value) in optimizer.knobs_mut() {
            section(to, &name).add([(knob.name(), Slot::Number(value, Domain::Of(knob)))]);
        }
    }
}

fn lab_keys<'a>(settings: &'a mut LabSettings, to: &mut Keyed<'a>) {
    let LabSettings { open, probe, schemes, curves_of, far, tab, claim, camera } = settings;
    section(to, "lab").add([
        ("open", Slot::Flag(open)),
        ("probe", Slot::Point(probe)),
        ("schemes", Slot::Schemes(schemes)),
        ("curves-of", Slot::Choice(curves_of)),
        ("far", Slot::Flag(far)),
        ("tab", Slot::Choice(tab)),
    ]);
    let [g0, g1] = claim;
    section(to, "lab.claim").add([("g0", Slot::Text(g0)), ("g1", Slot::Text(g1))]);
    let Camera { yaw, pitch, zoom, pan } = camera;
    let [least, most] = Camera::ZOOMS;
    section(to, "lab.camera").add([
        ("yaw", Slot::Number(yaw, Domain::Within(-180.0, 180.0))),
        ("pitch", Slot::Number(pitch, Domain::Within(-90.0, 90.0))),
        ("zoom", Slot::Number(zoom, Domain::Within(least, most))),
        ("pan", Slot::Point(pan)),
    ]);
}

/// Of some keys, the one that is most like a mistyped one, if any is.
pub(super) fn nearest<'k>(key: &str, keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    /// Longer keys than any there is are like none.
    const LONGEST: usize = 100;
    if key.len() > LONGEST {
        return None;
    }
    let last = |key: &'k str| key.rsplit('.').next().unwrap_or(key);
    let typed: Vec<char> = key.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let closeness = |known: &'k str| {
        // Without its section it is the same key as well.
        let distance = distance(&typed, known).min(distance(&typed, last(known)) + 1);
        (distance, known)
    };
    let (distance, known) = keys.map(closeness).min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + typed.len() / 8).then_some(known)
}

/// How many letters have to be put in, taken out or changed.
fn distance(typed: &[char], known: &str) -> usize {
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (i, k) in known.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, t) in typed.iter().enumerate() {
            let changed = diagonal + usize::from(*t != k);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[typed.len()]
}
