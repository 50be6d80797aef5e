//! The window, driven by the names of its controls as a person would drive it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::colormap::Colormap;
use gradfield::differentiate::{Divisor, Method, Precision, Scheme};
use gradfield::examples::{self, Example};
use gradfield::field::Tally;
use gradfield::gui::app::App;
use gradfield::gui::plot::arrows::Kind;
use gradfield::gui::settings::{ParameterSettings, Quantity, Settings};

/// The longest a field of a test may take, on the slowest machine there is.
const PATIENCE: Duration = Duration::from_mins(1);

/// A window on some settings whose first field is there.
pub(crate) fn window_on(settings: Settings) -> Harness<'static, App> {
    window_of([1280.0, 1000.0], settings)
}

/// The same, of some width and height.
pub(crate) fn window_of(size: [f32; 2], settings: Settings) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(size)
        // Whatever people type is shown, be there a glyph for it or not.
        .allow_missing_glyphs()
        .build_eframe(move |creation| App::new(creation, settings).expect("a thread for the worker"));
    settle(&mut harness);
    harness
}

fn window() -> Harness<'static, App> {
    window_on(Settings::default())
}

/// Step until the field is that of the settings, or these describe none, and nothing moves any more.
pub(crate) fn settle(harness: &mut Harness<'_, App>) {
    let start = Instant::now();
    harness.step();
    for _ in 0..20 {
        while harness.state().is_waiting() {
            assert!(start.elapsed() < PATIENCE, "the field did not come");
            std::thread::sleep(Duration::from_millis(1));
            harness.step();
        }
        // Animations, the accessibility check, and what a click asks for, which is the next field.
        if harness.run_ok().is_some() && !harness.state().is_waiting() {
            return;
        }
    }
    panic!("the window does not come to rest");
}

/// Step frame by frame until something is so.
pub(crate) fn step_until(
    harness: &mut Harness<'_, App>,
    what: &str,
    is_so: impl Fn(&Harness<'_, App>) -> bool,
) {
    let start = Instant::now();
    while !is_so(harness) {
        assert!(start.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(1));
        harness.step();
    }
}

/// Replace the expression by typing.
fn type_expression(harness: &mut Harness<'_, App>, text: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =");
    field.focus();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.step();
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").type_text(text);
    settle(harness);
}

/// Type a number into the value of a slider.
pub(crate) fn type_number(harness: &mut Harness<'_, App>, label: &str, text: &str) {
    let find =
        |harness: &Harness<'_, App>| harness.get_by_role_and_label(Role::SpinButton, label).rect().center();
    let place = find(harness);
    harness.hover_at(place);
    harness.step();
    harness.get_by_role_and_label(Role::SpinButton, label).click();
    harness.step();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.step();
    harness.event(Event::Text(text.to_owned()));
    harness.step();
    harness.key_press(Key::Enter);
    settle(harness);
}

/// The text shown by any label that contains `part`.
pub(crate) fn shows(harness: &Harness<'_, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

fn tally(harness: &Harness<'_, App>) -> Tally {
    harness.state().field().expect("a field").tally
}

#[test]
fn starts_as_the_articles_figure_with_the_expression_focused() {
    let harness = window();
    let field = harness.state().field().expect("a field");
    assert_eq!((field.grid.columns(), field.grid.rows()), (16, 16));
    assert_eq!(field.tally, Tally { live: 255, zero: 1, not_finite: 0 });
    let entry = harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =");
    assert!(entry.is_focused());
    assert_eq!(entry.value().as_deref(), Some("x0^2 + x1^2"));
    assert_eq!(harness.state().canvas().drawn().arrows, 255);
}

#[test]
fn typing_a_function_shows_its_field() {
    let mut harness = window();
    type_expression(&mut harness, "x0*x1");
    let field = harness.state().field().expect("a field");
    assert_eq!(field.request.program().text(), "x0*x1");
    assert_eq!(field.f[0].to_bits(), 4_f64.to_bits());
    assert!(shows(&harness, "= x0*x1"));
}

#[test]
fn an_unfinished_text_keeps_the_last_field_and_says_what_is_missing() {
    let mut harness = window();
    type_expression(&mut harness, "x0^3 + x1");
    type_expression(&mut harness, "x0^");
    assert_eq!(harness.state().field().expect("a field").request.program().text(), "x0^3 + x1");
    let error = gradfield::expr::parse("x0^").expect_err("unfinished").message;
    assert!(shows(&harness, &error), "{error}");
    assert!(shows(&harness, "not up to date"));
    type_expression(&mut harness, "x0^4");
    assert_eq!(harness.state().field().expect("a field").request.program().text(), "x0^4");
    assert!(!shows(&harness, "not up to date"));
}

#[test]
fn h_too_small_shows_256_marks_and_says_why() {
    let mut harness = window();
    harness.get_by_label("10e-50  too small").click();
    settle(&mut harness);
    assert_eq!(tally(&harness), Tally { live: 0, zero: 256, not_finite: 0 });
    let drawn = harness.state().canvas().drawn();
    assert_eq!((drawn.arrows, drawn.marks), (0, 256));
    assert!(shows(&harness, "No arrow is left: h = 1e-49 is too small"));
    assert!(shows(&harness, "1 stationary, 255 absorbed"));
    harness.get_by_label("Use h = 1e-4").click();
    settle(&mut harness);
    assert_eq!(tally(&harness).live, 255);
}

#[test]
fn h_can_be_typed_in_every_notation_people_use() {
    let mut harness = window();
    for (text, h) in
        [("10e-50", 10e-50), ("2^-43", 2_f64.powi(-43)), ("1e-4", 1e-4), ("0.1", 0.1), ("1/8", 0.125)]
    {
        type_number(&mut harness, "h", text);
        let field = harness.state().field().expect("a field");
        assert_eq!(field.request.h().to_bits(), h.to_bits(), "{text}");
    }
}

/// The box shows the beginning of a long number; opening and leaving it must not cut the number itself.
#[test]
fn a_long_number_survives_being_looked_at() {
    let mut harness = window();
    type_number(&mut harness, "h", "2^-43");
    let place = harness.get_by_role_and_label(Role::SpinButton, "h").rect().center();
    harness.hover_at(place);
    harness.step();
    harness.get_by_role_and_label(Role::SpinButton, "h").click();
    harness.step();
    harness.step();
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert_eq!(harness.state().settings().difference.h.to_bits(), 2_f64.powi(-43).to_bits());
}

#[test]
fn ranges_are_linked_until_unlinked() {
    let mut harness = window();
    type_number(&mut harness, "x0 to", "3");
    let axes = harness.state().field().expect("a field").request.grid().axes;
    assert_eq!(axes.map(|axis| [axis.min, axis.max]), [[-2.0, 3.0], [-2.0, 3.0]]);
    harness.get_by_label("same range for x1").click();
    settle(&mut harness);
    type_number(&mut harness, "x1 from", "-1");
    let axes = harness.state().field().expect("a field").request.grid().axes;
    assert_eq!(axes.map(|axis| [axis.min, axis.max]), [[-2.0, 3.0], [-1.0, 3.0]]);
}

/// Each wrong number with what the message says of it.
const WRONG_NUMBERS: [(&str, &str, &str); 14] = [
    ("x0 to", "-2", "The x0 range is empty"),
    ("x0 to", "-5", "The x0 range is empty"),
    ("x0 from", "2", "The x0 range is empty"),
    ("x0 to", "1e308*10", "is beyond the largest number"),
    ("step", "0", "The grid step must be above 0"),
    ("step", "-1", "The grid step must be above 0"),
    ("step", "5", "larger than the x0 range"),
    ("step", "1e-9", "points; the most is"),
    ("step", "nan", "is not a number"),
    ("h", "0", "h must be"),
    ("h", "-1e-4", "h must be"),
    ("h", "nan", "is not a number"),
    ("h", "1e308", "too large"),
    ("h", "abc", "is not a number"),
];

#[test]
fn a_wrong_number_is_explained_and_the_last_field_stays() {
    for (label, text, message) in WRONG_NUMBERS {
        let mut harness = window();
        type_number(&mut harness, label, text);
        assert_eq!(tally(&harness).live, 255, "{label} = {text}");
        if message.contains("number") && text.parse::<f64>().map_or(true, f64::is_nan) {
            // What is no number is not taken: the old value stands.
            assert!(shows(&harness, message), "{label} = {text}: {message}");
            assert!(harness.state().is_up_to_date(), "{label} = {text}");
        } else {
            assert!(shows(&harness, message), "{label} = {text}: {message}");
            assert!(shows(&harness, "not up to date"), "{label} = {text}");
            let before = match label {
                "x0 from" => "-2",
                "x0 to" => "2",
                "step" => "0.25",
                _ => "1e-4",
            };
            type_number(&mut harness, label, before);
            assert!(!shows(&harness, message), "{label} = {text}, then {before}");
            assert!(harness.state().is_up_to_date(), "{label} = {text}, then {before}");
        }
    }
}

#[test]
fn huge_and_tiny_ranges_are_shown() {
    for reach in [1e300, 1e-300, 1e150, 1e-12] {
        let mut settings = Settings::default();
        settings.grid.x0 = [-reach, reach];
        settings.grid.step = reach / 8.0;
        settings.expression = "x0 + 2*x1".to_owned();
        settings.difference.h = reach / 1e4;
        let mut harness = window_on(settings);
        assert_eq!(harness.state().canvas().drawn().arrows, 256, "{reach}");
        harness.hover_at(harness.state().canvas().transform().expect("shown").frame().center());
        settle(&mut harness);
    }
}

/// Each text with the number of live, zero and not finite gradients; `None` where it is no function.
const TEXTS: [(&str, Option<[usize; 3]>); 13] = [
    ("", None),
    ("  \t ", None),
    ("\u{a0}", None),
    ("x9 + 1", None),
    ("(x0 + 1", None),
    ("x0 + 1)", None),
    ("1e400", None),
    ("x0 +", None),
    ("7", Some([0, 256, 0])),
    ("sqrt(-1 - x0^2)", Some([0, 0, 256])),
    ("1/x0", Some([240, 0, 16])),
    ("0/0", Some([0, 0, 256])),
    ("max(x0, x1)", Some([256, 0, 0])),
];

#[test]
fn any_text_has_a_field_or_a_message() {
    let mut harness = window();
    for (text, counts) in TEXTS {
        let before = harness.state().field().expect("a field").clone();
        let mut settings = Settings::default();
        text.clone_into(&mut settings.expression);
        harness.state_mut().load(settings);
        settle(&mut harness);
        if let Some([live, zero, not_finite]) = counts {
            assert_eq!(tally(&harness), Tally { live, zero, not_finite }, "{text:?}");
        } else {
            let error = gradfield::expr::parse(text).expect_err("no function").message;
            assert!(shows(&harness, &error), "{text:?}: {error}");
            assert!(Arc::ptr_eq(&before, harness.state().field().expect("a field")), "{text:?}");
        }
    }
}

#[test]
fn a_huge_paste_is_refused_with_its_size_and_nothing_is_lost() {
    let mut harness = window();
    harness.event(Event::Paste("x0+".repeat(10_000_000 / 3)));
    settle(&mut harness);
    assert!(shows(&harness, "That text has 9999999 bytes and was not pasted"));
    assert_eq!(harness.state().settings().expression, "x0^2 + x1^2");
    assert!(harness.state().is_up_to_date());
}

/// The example of that name.
pub(crate) fn example(name: &str) -> &'static Example {
    examples::all().find(|example| example.name == name).expect("it is there")
}

/// Choose an example from the gallery.
pub(crate) fn load(harness: &mut Harness<'_, App>, example: &Example) {
    harness.get_by_label("Examples").click();
    settle(harness);
    harness.get_by_role_and_label(Role::Button, &example.name).scroll_to_me();
    settle(harness);
    harness.get_by_role_and_label(Role::Button, &example.name).click();
    settle(harness);
}

/// What an example says of h is true of its own method alone.
#[test]
fn an_example_brings_its_method_and_leaves_the_looks() {
    let mut settings = Settings::default();
    settings.difference.scheme = Scheme::Exact;
    settings.difference.divisor = Divisor::Taken;
    settings.difference.power_of_two = true;
    settings.grid.closed = true;
    settings.arrows.colormap = Colormap::Viridis;
    let mut harness = window_on(settings);
    for (name, precision) in [("Bowl in single precision", Precision::F32), ("Bowl", Precision::F64)] {
        let example = example(name);
        load(&mut harness, example);
        let settings = harness.state().settings();
        let method = Method { precision, ..Method::default() };
        assert_eq!(settings.difference.method(), method, "{name}");
        assert_eq!(settings.difference.step().to_bits(), example.h.to_bits(), "{name}");
        assert_eq!(settings.grid.spec(), example.grid(), "{name}");
        assert_eq!(settings.arrows.colormap, Colormap::Viridis, "{name}");
        let Tally { zero, not_finite, .. } = tally(&harness);
        assert_eq!([zero, not_finite], [example.facts.zero, example.facts.not_finite], "{name}");
    }
}

#[test]
fn every_example_is_shown() {
    let mut harness = window();
    for example in examples::all() {
        load(&mut harness, example);
        assert_eq!(harness.state().settings().expression, example.expression);
        assert!(harness.state().is_up_to_date(), "{}", example.name);
        let drawn = harness.state().canvas().drawn();
        let points = harness.state().field().expect("a field").len();
        assert_eq!(drawn.arrows + drawn.marks + drawn.hidden, points, "{}", example.name);
    }
}

/// Long numbers, such as dragging h leaves and 2^-43 is, must not push the canvas aside.
#[test]
fn the_panel_keeps_its_width_whatever_h_is() {
    let mut harness = window();
    let left =
        |harness: &Harness<'_, App>| harness.state().canvas().transform().expect("shown").frame().left();
    let before = left(&harness);
    for text in ["2^-43", "1/3", "1.4999999999999999e-44", "pi", "1e-50"] {
        for label in ["h", "step", "x0 to"] {
            if label == "h" || text != "1e-50" {
                type_number(&mut harness, label, text);
                // Axis labels take a few points more or less.
                assert!((left(&harness) - before).abs() < 40.0, "{label} = {text}");
            }
        }
    }
}

#[test]
fn dragging_h_gives_round_numbers() {
    let mut harness = window();
    let slider = harness.get_by_role_and_label(Role::Slider, "h").rect();
    harness.drag_at(slider.center());
    for k in 0..40 {
        let x = eframe::egui::lerp(slider.x_range(), 0.05 + 0.02 * k as f32);
        harness.hover_at(eframe::egui::pos2(x, slider.center().y));
        harness.step();
        let h = harness.state().settings().difference.h;
        assert!(format!("{h:e}").len() <= "1.2e-50".len(), "{h:e}");
    }
    harness.drop_at(slider.center());
    settle(&mut harness);
}

/// Each box moves with the mouse, from wherever it begins, and stays round.
#[test]
fn numbers_can_be_dragged_in_their_boxes() {
    for (label, text, least) in [("h", "1e-4", 0.1), ("step", "0.25", 0.1), ("x0 to", "150", 0.02)] {
        let mut settings = Settings::default();
        settings.grid.x0 = [-2.0, 150.0];
        settings.grid.step = 4.0;
        let mut harness = window_on(settings);
        type_number(&mut harness, label, text);
        let number = |harness: &Harness<'_, App>| {
            let Settings { grid, difference, .. } = harness.state().settings();
            match label {
                "h" => difference.h,
                "step" => grid.step,
                _ => grid.x0[1],
            }
        };
        let before = number(&harness);
        let place = harness.get_by_role_and_label(Role::SpinButton, label).rect().center();
        harness.drag_at(place);
        harness.step();
        for k in 1..=20 {
            harness.hover_at(place + eframe::egui::vec2(2.0 * k as f32, 0.0));
            harness.step();
        }
        harness.drop_at(place + eframe::egui::vec2(40.0, 0.0));
        harness.step();
        let after = number(&harness);
        assert!(after / before - 1.0 > least, "{label}: {before} became {after}");
        assert!(format!("{after:e}").len() <= "1.23e-4".len(), "{label}: {after:e}");
    }
}

/// On a linear scale a number moves by the pointer's way, whatever its size.
#[test]
fn a_dragged_number_goes_the_way_of_the_pointer() {
    // The label of a box, where it begins, and where 20 and 60 points take it: 0.2 a point for a range, and for the parameter
    // 0.01 of the distance of its ends.
    let cases =
        [("x0 to", 100.5, [104.5, 112.5]), ("x0 to", 4.14, [8.14, 16.14]), ("a", 100.3, [100.5, 100.9])];
    for (label, start, ends) in cases {
        for (way, end) in [20.0, 60.0].into_iter().zip(ends) {
            let mut settings = Settings { expression: "a*x0 + x1".to_owned(), ..Settings::default() };
            settings.parameters =
                vec![ParameterSettings { range: [100.0, 101.0], ..ParameterSettings::new("a", 100.3) }];
            settings.grid.x0 = [-2.0, if label == "a" { 2.0 } else { start }];
            settings.grid.step = 1.0;
            let mut harness = window_on(settings);
            let place = harness.get_by_role_and_label(Role::SpinButton, label).rect().center();
            harness.drag_at(place);
            harness.step();
            for share in [0.25, 0.5, 0.75, 1.0] {
                harness.hover_at(place + eframe::egui::vec2(way * share, 0.0));
                harness.step();
            }
            let Settings { grid, parameters, .. } = harness.state().settings();
            let after = if label == "a" { parameters[0].value } else { grid.x0[1] };
            // The first points only tell a drag from a click, and egui aims at round numbers near the pointer.
            let slack = 0.5 * (end - start).abs();
            assert!((after - end).abs() <= slack, "{label}: {start} became {after}, not {end}");
            harness.drop_at(place);
            settle(&mut harness);
        }
    }
}

#[test]
fn a_new_range_comes_into_view_and_an_empty_canvas_says_why() {
    let mut harness = window();
    let frame = *harness.state().canvas().transform().expect("shown").frame();
    // Far away by hand: there the canvas is empty, and says so.
    for _ in 0..6 {
        harness.drag_at(frame.left_center() + eframe::egui::vec2(5.0, 0.0));
        harness.step();
        harness.hover_at(frame.right_center());
        harness.step();
        harness.drop_at(frame.right_center());
        harness.step();
    }
    settle(&mut harness);
    assert_eq!(harness.state().canvas().drawn().arrows, 0);
    assert!(shows(&harness, "The grid is out of view."));
    harness.get_by_label("Show the grid").click();
    settle(&mut harness);
    assert_eq!(harness.state().canvas().drawn().arrows, 255);
    type_number(&mut harness, "x0 to", "20");
    type_number(&mut harness, "x0 from", "16");
    assert_eq!(harness.state().canvas().drawn().arrows, 256);
}

#[test]
fn rounding_noise_is_not_painted_in_all_colors() {
    let mut harness = window();
    type_expression(&mut harness, "x0 + x1");
    let [low, high] = harness.state().limits().expect("arrows");
    assert_eq!(low.to_bits(), high.to_bits());
    assert!((low - 2_f64.sqrt()).abs() < 1e-9);
}

#[test]
fn locked_limits_keep_what_a_color_means() {
    let mut harness = window();
    harness.get_by_label("lock colour limits").click();
    settle(&mut harness);
    let before = harness.state().limits();
    type_expression(&mut harness, "100*x0 + x1");
    assert_eq!(harness.state().limits(), before);
    harness.get_by_label("lock colour limits").click();
    settle(&mut harness);
    assert_ne!(harness.state().limits(), before);
}

#[test]
fn a_long_computation_shows_its_progress_and_can_be_cancelled() {
    let mut harness = window();
    let mut settings =
        Settings { expression: "atan2(x0*x1, tanh(x0 + x1))".to_owned(), ..Settings::default() };
    settings.grid.step = 0.001;
    harness.state_mut().load(settings);
    let start = Instant::now();
    while harness.query_by_label("Cancel").is_none() || !shows(&harness, "coarse preview") {
        assert!(start.elapsed() < PATIENCE, "no button or no preview came");
        harness.step();
    }
    assert!(start.elapsed() >= Duration::from_millis(200), "short computations show no progress");
    assert!(shows(&harness, "of 16,000,000 points"));
    harness.get_by_label("Cancel").click();
    settle(&mut harness);
    assert!(shows(&harness, "The computation was cancelled"));
    assert!(shows(&harness, "coarse preview: 62,500 of 16,000,000 points"));
    assert!(!harness.state().is_up_to_date());
    assert!(!shows(&harness, "counting the causes"), "nobody counts those of a preview");
    // Whoever changes their mind gets it after all.
    harness.get_by_label("Compute").click();
    harness.step();
    harness.step();
    assert!(harness.state().is_waiting());
    assert!(!shows(&harness, "The computation was cancelled"));
    // Anything new starts the next.
    type_number(&mut harness, "step", "0.25");
    assert!(harness.state().is_up_to_date());
    assert_eq!(harness.state().field().expect("a field").len(), 256);
}

/// Where the control with a label is that another section has before it.
fn second(harness: &Harness<'_, App>, label: &str) -> eframe::egui::Pos2 {
    harness.get_all_by_label(label).nth(1).expect("two sections have it").rect().center()
}

fn click_second(harness: &mut Harness<'_, App>, label: &str) {
    let place = second(harness, label);
    harness.hover_at(place);
    harness.step();
    harness.drag_at(place);
    harness.drop_at(place);
    settle(harness);
}

fn colors_of_heat_map(harness: &Harness<'_, App>) -> Option<[f64; 2]> {
    harness.state().heat_map()?.colors.map(|colors| [colors.min, colors.max])
}

#[test]
fn a_heat_map_is_shown_behind_the_same_field() {
    let mut harness = window();
    assert!(harness.state().heat_map().is_none() && !shows(&harness, "heat map of"));
    let field = Arc::clone(harness.state().field().expect("a field"));
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    assert_eq!(colors_of_heat_map(&harness), Some([0.0, 8.0]));
    assert!(shows(&harness, "heat map of f  \u{00b7}"));
    harness.get_by_label("|g|").click();
    settle(&mut harness);
    assert_eq!(colors_of_heat_map(&harness), harness.state().limits());
    assert!(shows(&harness, "heat map of |g|  \u{00b7}"));
    click_second(&mut harness, "log");
    assert!(shows(&harness, "heat map of |g| (log)  \u{00b7}"));
    assert!(Arc::ptr_eq(&field, harness.state().field().expect("a field")), "nothing was computed anew");
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    assert!(harness.state().heat_map().is_none() && !shows(&harness, "heat map of"));
}

#[test]
fn a_new_field_brings_its_own_heat_map() {
    let mut harness = window();
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    type_expression(&mut harness, "x0 + x1");
    assert_eq!(colors_of_heat_map(&harness), Some([-4.0, 3.5]));
    let mut settings = harness.state().settings().clone();
    settings.grid.step = 4.0 / 600.0;
    harness.state_mut().load(settings);
    settle(&mut harness);
    let map = harness.state().heat_map().expect("a heat map");
    assert_eq!(map.layers.len(), 1);
    let nodes: usize = map.layers[0].images.iter().map(|i| i.range[0].len() * i.range[1].len()).sum();
    assert_eq!(nodes, 360_000);
}

/// A small field may be there before the frame that ordered it is over.
#[test]
fn a_heat_map_is_never_that_of_an_earlier_field() {
    for step in (1..=60).map(f64::from) {
        let mut harness = window();
        let mut settings = Settings { expression: format!("{step}*x0 + x1"), ..Settings::default() };
        settings.heat_map.show = true;
        harness.state_mut().load(settings);
        settle(&mut harness);
        assert_eq!(colors_of_heat_map(&harness), harness.state().field().expect("a field").f_range);
    }
}

#[test]
fn another_colour_map_or_opacity_needs_no_job() {
    let mut harness = window();
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    let before = Arc::clone(harness.state().heat_map().expect("a heat map"));
    harness.state_mut().settings_mut().heat_map.colormap = Colormap::Cividis;
    harness.state_mut().settings_mut().heat_map.opacity = 0.3;
    settle(&mut harness);
    assert!(Arc::ptr_eq(&before, harness.state().heat_map().expect("a heat map")));
}

#[test]
fn what_has_no_logarithm_is_said() {
    let mut harness = window();
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    type_expression(&mut harness, "x0 + 0*x1");
    assert!(!shows(&harness, "Striped"));
    click_second(&mut harness, "log");
    // 8 of 16 columns.
    assert!(shows(&harness, "Striped: f is below 0, without a logarithm, at 128 points."));
    assert_eq!(colors_of_heat_map(&harness), Some([0.25, 1.75]));
    type_expression(&mut harness, "-1 - x0^2");
    assert!(shows(&harness, "No heat map: f has no value that this scale could show."));
    assert!(!shows(&harness, "heat map of f (log)"));
    type_expression(&mut harness, "1/x0 + 0*x1");
    assert!(shows(
        &harness,
        "Striped: f is not finite at 16 points and below 0, without a logarithm, at 128."
    ));
}

#[test]
fn a_gradient_of_zero_everywhere_has_one_color() {
    let mut harness = window();
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    harness.get_by_label("|g|").click();
    harness.get_by_label("10e-50  too small").click();
    settle(&mut harness);
    assert_eq!(colors_of_heat_map(&harness), Some([0.0, 0.0]));
}

#[test]
fn locked_limits_are_the_heat_maps_too() {
    let mut harness = window();
    harness.get_by_label("show a heat map").click();
    settle(&mut harness);
    let before = Arc::clone(harness.state().heat_map().expect("a heat map"));
    harness.get_by_label("lock colour limits").click();
    settle(&mut harness);
    assert!(Arc::ptr_eq(&before, harness.state().heat_map().expect("a heat map")), "it is right as it is");
    type_expression(&mut harness, "100*x0 + x1");
    assert_eq!(colors_of_heat_map(&harness), Some([0.0, 8.0]));
    // What was locked was f, not |g|.
    harness.get_by_label("|g|").click();
    settle(&mut harness);
    assert_ne!(colors_of_heat_map(&harness), Some([0.0, 8.0]));
    harness.get_by_label("f").click();
    harness.get_by_label("lock colour limits").click();
    settle(&mut harness);
    assert_eq!(colors_of_heat_map(&harness), Some([-202.0, 176.75]));
}

/// Arrows in the colours of |g| on a heat map of |g| could not be seen.
#[test]
fn arrows_on_a_heat_map_of_their_own_colors_are_plain() {
    let mut settings = Settings::default();
    settings.heat_map.show = true;
    for (quantity, colors) in [(Quantity::Function, 30), (Quantity::GradientNorm, 1)] {
        settings.heat_map.quantity = quantity;
        let harness = window_on(settings.clone());
        let built = harness.state().canvas().built().expect("drawn");
        let seen: BTreeSet<_> =
            built.instances.iter().filter(|i| i.kind == Kind::Arrow as u32).map(|i| i.color).collect();
        assert!(
            seen.len() >= colors && (colors > 1 || seen.len() == 1),
            "{quantity:?}: {} colours",
            seen.len()
        );
    }
}

#[test]
fn idle_means_idle() {
    let mut harness = window();
    harness.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").focus();
    harness.step();
    harness.key_press(Key::Escape);
    settle(&mut harness);
    // The worker's word that the field is there may come after the field itself was fetched.
    std::thread::sleep(Duration::from_millis(300));
    settle(&mut harness);
    // Nothing has the focus, so no caret blinks: egui asks for no other frame at all.
    let delay = harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
    assert_eq!(delay, Some(Duration::MAX));
    // And nobody wakes it up behind its back.
    let frames = harness.state().frames();
    std::thread::sleep(Duration::from_millis(300));
    assert!(!harness.ctx.has_requested_repaint());
    assert_eq!(harness.state().frames(), frames);
}

#[test]
fn the_window_has_an_icon() {
    let icon = gradfield::gui::icon();
    assert_eq!([icon.width, icon.height], [256; 2]);
    let pixel = |x: usize, y: usize| &icon.rgba[4 * (256 * y + x)..][..4];
    assert_eq!(pixel(128, 128), [255; 4], "the minimum");
    assert_eq!(pixel(0, 0)[3], 0, "a round corner");
}
