//! Settings as files and as command lines.

mod file;
mod link;

use gradfield::analysis::LevelSpacing;
use gradfield::analysis::descent::{Knob, MOST_STEPS, Optimizer, UpdateRule};
use gradfield::colormap::{Colormap, Scale};
use gradfield::differentiate::{Divisor, Precision, Scheme};
use gradfield::settings::{
    Anchor, ArrowSettings, Camera, ContourSettings, CurvesOf, DescentSettings, DifferenceSettings, Direction,
    GridSettings, HeatMapSettings, LabSettings, LabTab, LayerSettings, Length, Named, ParameterSettings,
    Quantity, Settings, StreamlineSettings,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Texts that would mean something if they left their quotes.
const HOSTILE: [&str; 14] = [
    "'; rm -rf ~; '",
    "\"\nformat = 99\n#",
    "\"\"\"\n[grid]\n",
    "'''",
    "\\",
    "\\\"",
    "$(reboot) `reboot` $HOME !!",
    "--help",
    "-h",
    "field",
    "x0.gradfield",
    "\u{2028}[grid]\u{202e}step = 0",
    "\t\r\n\u{1}\u{7f}\u{85}",
    "",
];

fn number() -> impl Strategy<Value = f64> {
    let special =
        select(vec![0.0, -0.0, 1e-300, 5e-324, f64::MAX, -1e22, 1e-4, 1.0 / 3.0, 9_007_199_254_740_993.0]);
    let any = any::<f64>().prop_filter("finite", |number| number.is_finite());
    prop_oneof![special, any, (-1000_i16..1000).prop_map(|n| f64::from(n) / 8.0)]
}

fn pair() -> impl Strategy<Value = [f64; 2]> {
    [number(), number()]
}

fn single(least: f32, most: f32) -> impl Strategy<Value = f32> {
    prop_oneof![least..=most, select(vec![least, most])]
}

fn one_of<T: Named + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::CHOICES)
}

fn text() -> impl Strategy<Value = String> {
    // No argument holds a NUL, and in a file it is a sign of noise.
    let letter = any::<char>().prop_filter("no NUL", |c| *c != '\0');
    let any = proptest::collection::vec(letter, 0..30).prop_map(String::from_iter);
    prop_oneof![any, select(&HOSTILE[..]).prop_map(str::to_owned), Just("a*x0^2 + b_1*x1".to_owned())]
}

prop_compose! {
    fn parameter(name: &'static str)(value in number(), range in pair(), seconds in 0.01..1e4, active: bool) -> ParameterSettings {
        ParameterSettings { name: name.to_owned(), value, range, seconds, active }
    }
}

fn parameters() -> impl Strategy<Value = Vec<ParameterSettings>> {
    let all = vec!["a", "b_1", "Zed", "_q"].into_iter().map(parameter).collect::<Vec<_>>();
    (all, subsequence(vec![0, 1, 2, 3], 0..=4)).prop_flat_map(|(all, kept)| {
        Just(kept.into_iter().map(|i| all[i].clone()).collect::<Vec<_>>()).prop_shuffle()
    })
}

prop_compose! {
    fn grid()(x0 in pair(), x1 in pair(), linked: bool, step in number(), closed: bool, equal_aspect: bool, follow: bool,
        columns in 1.0..2e6) -> GridSettings {
        GridSettings { x0, x1, linked, step, closed, equal_aspect, follow, columns }
    }
}

prop_compose! {
    fn difference()(scheme in one_of::<Scheme>(), h in number(), precision in one_of::<Precision>(), divisor in one_of::<Divisor>(),
        power_of_two: bool) -> DifferenceSettings {
        DifferenceSettings { scheme, h, precision, divisor, power_of_two }
    }
}

prop_compose! {
    fn arrows()(direction in one_of::<Direction>(), length in one_of::<Length>(), anchor in one_of::<Anchor>(),
        scale in single(0.2, 5.0), colormap in one_of::<Colormap>(), color_scale in one_of::<Scale>(), lock_limits: bool,
        thin: bool, color_by in one_of::<Quantity>(), ghosts: bool, mark_causes: bool) -> ArrowSettings {
        ArrowSettings {
            direction, length, anchor, scale, colormap, color_scale, lock_limits, thin, color_by, ghosts, mark_causes,
        }
    }
}

prop_compose! {
    fn heat_map()(show: bool, quantity in one_of::<Quantity>(), colormap in one_of::<Colormap>(),
        color_scale in one_of::<Scale>(), opacity in single(0.0, 1.0)) -> HeatMapSettings {
        HeatMapSettings { show, quantity, colormap, color_scale, opacity }
    }
}

prop_compose! {
    fn layers()(show: bool, spacing in one_of::<LevelSpacing>(), count in 2_usize..=40, labels: bool, opacity in single(0.0, 1.0),
        flows: bool, across in 6_usize..=64, strength in single(0.0, 1.0), critical_points: bool) -> LayerSettings {
        LayerSettings {
            contours: ContourSettings { show, spacing, count, labels, opacity },
            streamlines: StreamlineSettings { show: flows, across, opacity: strength },
            critical_points,
        }
    }
}

prop_compose! {
    fn optimizer(rule: UpdateRule)(shares in [0.0..1.0_f64, 0.0..1.0, 0.0..1.0], rate in 5e-324..1e300_f64, goes: bool)
        -> (Optimizer, bool) {
        let mut shares = shares.into_iter().cycle();
        let optimizer = rule.knobs().iter().fold(Optimizer::new(rule), |optimizer, knob| match knob {
            Knob::Rate | Knob::Epsilon => optimizer.with(*knob, rate),
            _ => optimizer.with(*knob, shares.next().unwrap()),
        });
        (optimizer, goes)
    }
}

prop_compose! {
    fn descent()(show: bool, start in pair(), steps in 1..=MOST_STEPS, twins: bool,
        optimizers in UpdateRule::ALL.into_iter().map(optimizer).collect::<Vec<_>>()) -> DescentSettings {
        DescentSettings { show, start, steps, twins, optimizers }
    }
}

prop_compose! {
    fn lab()(open: bool, probe in pair(), schemes in subsequence(Scheme::ALL.to_vec(), 0..=7).prop_shuffle(),
        curves_of in one_of::<CurvesOf>(), far: bool, tab in one_of::<LabTab>(), claim in [text(), text()],
        yaw in -180.0..=180.0, pitch in -90.0..=90.0, zoom in 0.5..=8.0, pan in [-1.0..=1.0, -1.0..=1.0]) -> LabSettings {
        LabSettings { open, probe, schemes, curves_of, far, tab, claim, camera: Camera { yaw, pitch, zoom, pan } }
    }
}

/// Settings as the window can leave them, and stranger ones.
fn settings() -> impl Strategy<Value = Settings> {
    let parts =
        (text(), parameters(), grid(), difference(), arrows(), heat_map(), layers(), descent(), lab());
    parts.prop_map(|(expression, parameters, grid, difference, arrows, heat_map, layers, descent, lab)| {
        Settings { expression, parameters, grid, difference, arrows, heat_map, layers, descent, lab }
    })
}

/// Everything about settings, to the bit: `==` takes -0 for 0, `Debug` does not.
fn bits(settings: &Settings) -> String {
    format!("{settings:#?}")
}
