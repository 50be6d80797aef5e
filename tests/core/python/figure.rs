//! Programs of whole figures: what the text has for each thing that lies on them.

use gradfield::analysis::descent::{Optimizer, UpdateRule};
use gradfield::colormap::Scale;
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::export::figure::{Content, Sheet};
use gradfield::export::python::{MOST_POINTS, Script, ScriptLook, script, script_of_figure};
use gradfield::field::{CancelToken, FieldSeed, Progress};
use gradfield::heat_map::Quantity;
use gradfield::settings::{Length, Settings};

use super::request;

/// The script of the figure that `gradfield render` makes of these settings.
pub(super) fn script_of(settings: &Settings, sheet: &Sheet) -> Script {
    let request = settings.seed().request().unwrap();
    let content =
        Content::compute(&request, settings, &CancelToken::new(), &Progress::new()).expect("nobody cancels");
    script_of_figure(&content, settings, sheet).unwrap()
}

fn text_of(settings: &Settings) -> String {
    let script = script_of(settings, &Sheet::default());
    assert_eq!(script.notes, Vec::<String>::new());
    script.text
}

/// Everything there is on a field, errors among it.
pub(super) fn with_everything(seed: FieldSeed) -> Settings {
    let mut settings = Settings::from(seed);
    settings.arrows.ghosts = true;
    settings.arrows.length = Length::Magnitude;
    settings.arrows.color_by = Quantity::AngleError;
    settings.arrows.color_scale = Scale::Logarithmic;
    settings.heat_map.show = true;
    settings.heat_map.quantity = Quantity::Digits;
    settings.heat_map.opacity = 0.7;
    settings.layers.contours.show = true;
    settings.layers.streamlines.show = true;
    settings.layers.streamlines.across = 6;
    settings.layers.critical_points = true;
    settings.descent.show = true;
    settings.descent.steps = 10;
    settings.descent.optimizers = UpdateRule::ALL.map(|rule| (Optimizer::new(rule), true)).to_vec();
    settings
}

fn seed(text: &str) -> FieldSeed {
    FieldSeed { expression: text.to_owned(), ..FieldSeed::default() }
}

/// The lines that a change brings to the bowl's script.
fn new_lines(change: impl Fn(&mut Settings)) -> Vec<String> {
    let bowl = Settings::from(seed("x0^2 + x1^2"));
    let mut settings = bowl.clone();
    change(&mut settings);
    let (usual, text) = (text_of(&bowl), text_of(&settings));
    let new = text.lines().filter(|line| !usual.lines().any(|other| other == *line));
    new.map(str::to_owned).collect()
}

#[test]
fn a_heat_map_is_a_few_lines() {
    let heat_map = |quantity, scale| {
        new_lines(|settings| {
            settings.heat_map.show = true;
            (settings.heat_map.quantity, settings.heat_map.color_scale) = (quantity, scale);
        })
    };
    assert_eq!(
        heat_map(Quantity::Function, Scale::Linear),
        [
            "    values = f(x0, x1)",
            "plt.figure(figsize=(12, 9), layout=\"constrained\")",
            "heat = plt.pcolormesh(x0, x1, values, cmap=\"viridis\")",
            "plt.colorbar(heat, label=\"f\")",
            "        cmap=\"jet\", edgecolor=\"white\", linewidth=0.25, angles=\"xy\",",
            "plt.xlim(-2.125, 2)",
            "plt.ylim(-2.125, 2)",
        ]
    );
    // 0 has the first colour on a logarithmic scale, and what |g| is said by the heat map not twice.
    let logarithmic = heat_map(Quantity::GradientNorm, Scale::Logarithmic);
    assert!(logarithmic.contains(&"slope = norm.copy()".to_owned()), "{logarithmic:#?}");
    assert!(logarithmic[4].starts_with("    x0, x1, np.where(slope == 0, 0.4999999"), "{logarithmic:#?}");
    assert!(
        logarithmic
            .contains(&"    color=\"white\", edgecolor=\"black\", linewidth=0.25, angles=\"xy\",".to_owned()),
        "{logarithmic:#?}"
    );
}

/// Each layer's own lines, and no others.
#[test]
fn a_layer_is_a_few_lines() {
    assert_eq!(
        new_lines(|settings| settings.layers.contours.show = true),
        [
            "    values = f(x0, x1)",
            "levels = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5]",
            "lines = plt.contour(",
            "    x0, x1, values, levels, colors=\"#555555cc\", linewidths=1.2, linestyles=\"solid\",",
            "plt.clabel(lines, fmt=\"%g\", colors=\"#000000\", fontsize=8)",
            "        cmap=\"jet\", angles=\"xy\", zorder=3,",
        ]
    );
    assert_eq!(
        new_lines(|settings| settings.layers.streamlines.show = true),
        [
            "plt.streamplot(  # matplotlib chooses by a rule of its own where they begin",
            "    x0, x1, -g0, -g1, density=0.8, color=\"#2b6f92b3\", linewidth=1.2,",
            "        cmap=\"jet\", angles=\"xy\", zorder=3,",
        ]
    );
    assert_eq!(
        new_lines(|settings| settings.layers.critical_points = true),
        [
            "for name, marker, color, points in [",
            "    (\"minimum\", \"v\", \"#0062b8\", [(0, 0)]),",
            "]:",
            "    plt.scatter(",
            "        *np.transpose(points), 80, color, marker=marker, edgecolors=\"white\", zorder=5, label=name",
            "plt.legend()",
        ]
    );
    let sgd = |twins: bool| {
        new_lines(|settings| {
            settings.descent.show = true;
            settings.descent.twins = twins;
            settings.descent.start = [-1.5, 1.0];
            settings.descent.optimizers = vec![(Optimizer::new(UpdateRule::Sgd), true)];
        })
    };
    assert_eq!(
        sgd(false),
        [
            "def g(x):",
            "    \"\"\"The gradient at a point.\"\"\"",
            "    return np.concatenate(numerical_gradient(f, *np.split(x, 2), h))",
            "def sgd(g, x, rate=0.95):",
            "    \"\"\"Steps against the gradient, rate times as long.\"\"\"",
            "    while True:",
            "        yield x",
            "        x = x - rate*g(x)",
            "@np.errstate(all=\"ignore\")",
            "def path(rule, g):",
            "    \"\"\"At most so many steps, while there is a slope and the point is near the figure.\"\"\"",
            "    way = []",
            "    for _, x in zip(range(steps + 1), rule(g, start)):",
            "        way.append(x)",
            "        is_near = -6 <= x[0] <= 6 and -6 <= x[1] <= 6",
            "        if not 1e-9 < np.hypot(*g(x)) < np.inf or not is_near:",
            "            break",
            "    return np.transpose(way)",
            "start, steps = np.array([-1.5, 1.0]), 30",
            "for name, rule, color in [(\"SGD\", sgd, \"#c23b00\")]:",
            "    plt.plot(*path(rule, g), \".-\", color=color, zorder=6, label=name)",
            "plt.plot(*start, \"o\", color=\"k\", markerfacecolor=\"none\", zorder=7)",
            "plt.legend()",
        ]
    );
    let twins = sgd(true);
    assert!(twins.contains(&"    plt.plot(*path(rule, exact), \"--\", color=color, zorder=5)".to_owned()));
    let sheet = Sheet { dark_mode: true, title: false, ..Sheet::default() };
    let dark = script_of(&Settings::from(seed("x0^2 + x1^2")), &sheet).text;
    assert!(
        dark.contains("plt.style.use([\"dark_background\", {\n    \"figure.facecolor\": \"#1b1b1b\""),
        "{dark}"
    );
    assert!(!dark.contains("plt.title"), "{dark}");
}

#[test]
fn the_title_is_the_figures() {
    let titles = |text: &str, parameters: &[(&str, f64)], method: Method| {
        let text = script(&request(text, parameters, method, 0.25), &ScriptLook::default()).unwrap().text;
        let (_, title) = text.split_once("plt.title(\n").unwrap();
        title.split_once("\n)\n").unwrap().0.to_owned()
    };
    let taken = Method { scheme: Scheme::Forward, precision: Precision::F32, divisor: Divisor::Taken };
    for (text, parameters, method, title) in [
        (
            "a*x0^2 + np*x1 + h",
            &[("a", 2.0), ("np", 3.0), ("h", 1.0)][..],
            taken,
            "    \"f(x0, x1) = a*x0^2 + np*x1 + h\\n\"\n    f\"forward differences, h = {h}, f32, divided by the step taken, \
             a = {a}, h = {h_}, np = {np_}\"",
        ),
        ("x0", &[], Scheme::Exact.into(), "    \"f(x0, x1) = x0\\n\"\n    \"exact gradient\""),
        (
            "x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1",
            &[],
            Scheme::Richardson.into(),
            "    \"f(x0, x1) = x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + x0 + x1 + ...\\n\"\n    \
             f\"Richardson extrapolation, h = {h}\"",
        ),
    ] {
        assert_eq!(titles(text, parameters, method), title);
    }
}

/// One colour for all is the middle one, in matplotlib as well.
#[test]
fn what_is_equal_has_limits_about_it() {
    let mut settings = Settings::from(seed("3*x0 + 4*x1"));
    (settings.difference.h, settings.heat_map.show) = (0.125, true);
    settings.heat_map.quantity = Quantity::GradientNorm;
    let text = text_of(&settings);
    assert!(
        text.contains("heat = plt.pcolormesh(x0, x1, slope, cmap=\"viridis\", clim=(2.5, 7.5))"),
        "{text}"
    );
    settings.heat_map.quantity = Quantity::Function;
    let text = text_of(&settings);
    assert!(text.contains("        cmap=\"jet\", clim=(2.5, 7.5), edgecolor=\"white\""), "{text}");
}

#[test]
fn arrows_that_would_touch_are_left_out() {
    let mut settings = Settings::from(seed("x0^2 + x1^2"));
    settings.grid.step = 0.01;
    let text = text_of(&settings);
    assert!(text.contains("few = np.s_[::6, ::6]  # more arrows would touch"), "{text}");
    assert!(text.contains("x0[few], x1[few], (-g0/norm)[few], (-g1/norm)[few], norm[few],"), "{text}");
    settings.arrows.thin = false;
    assert!(!text_of(&settings).contains("few"));
}

#[test]
fn what_a_program_has_not_is_said() {
    let notes = |settings: &Settings| script_of(settings, &Sheet::default()).notes;
    let mut settings = Settings::from(seed("sin(9*x0)*sin(9*x1)"));
    settings.layers.critical_points = true;
    let script = script_of(&settings, &Sheet::default());
    let [note] = script.notes.as_slice() else { panic!("{:?}", script.notes) };
    assert!(
        note.starts_with("The program has the first 48 of 2") && note.ends_with(" critical points."),
        "{note}"
    );
    let (_, points) = script.text.split_once("points in [\n").unwrap();
    let (points, _) = points.split_once("]:\n").unwrap();
    assert_eq!(points.matches('(').count() - points.matches("(\"").count(), MOST_POINTS, "{points}");
    assert!(script.text.contains("\n# The first 48 of 2"), "{}", script.text);

    let mut settings = with_everything(seed("gelu(x0) + x1^2"));
    assert_eq!(notes(&settings), Vec::<String>::new());
    for (scheme, precision) in [(Scheme::Central, Precision::Bf16), (Scheme::Exact, Precision::F32)] {
        (settings.difference.scheme, settings.difference.precision) = (scheme, precision);
        let script = script_of(&settings, &Sheet::default());
        let first: Vec<&str> = script.notes.iter().filter_map(|note| note.get(..31)).collect();
        let ghosts = "The program does not have the e";
        let twins = "The program does not have the w";
        let colors = "The colours of the program's ar";
        let heat_map = "The program does not have the h";
        let why = "Beside a gradient in bf16, or a";
        // The ways on the exact gradient have no twins.
        let expected: &[&str] = if scheme == Scheme::Exact {
            &[ghosts, colors, heat_map, why]
        } else {
            &[ghosts, twins, colors, heat_map, why]
        };
        assert_eq!(first, expected);
        assert!(!script.text.contains("digits") && !script.text.contains("pcolormesh"), "{}", script.text);
    }
}
