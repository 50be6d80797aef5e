//! The h lab's panel, driven by the names of its controls, on data made by hand.

mod arrow;
mod curves;
mod data;
#[cfg(feature = "snapshots")]
mod pictures;

use data::{BOWL, Function, QUINTIC, steps};
use eframe::egui::accesskit::Role;
use eframe::egui::{CentralPanel, Color32, Frame, Rect, Shape, Theme, Ui, Vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, HarnessBuilder};
use gradfield::analysis::{Autopsy, Cause, Census, Check, FieldCurve, PointCurve, TaylorTest};
use gradfield::differentiate::{Method, MethodError, Scheme};
use gradfield::eval::AlignedVec;
use gradfield::field::GradientField;
use gradfield::gui::command::Command;
use gradfield::gui::h_lab::{LabView, lab_ui};
use gradfield::gui::settings::{LabSettings, LabTab};
use gradfield::gui::theme;

/// The sizes of the panel in the usual window and in the smallest one, and the harness's margin of 8 points around it.
const WIDE: [f32; 2] = [1280.0 + 16.0, 280.0 + 16.0];
const NARROW: [f32; 2] = [900.0 + 16.0, 220.0 + 16.0];

/// What the app would hold for the panel, and what the panel has asked for.
struct Bench {
    settings: LabSettings,
    field: Option<GradientField>,
    method: Method,
    h: f64,
    autopsy: Option<Autopsy>,
    curves: Vec<PointCurve>,
    refused: Vec<(Scheme, MethodError)>,
    field_curves: Vec<FieldCurve>,
    pending: bool,
    census: Option<Census>,
    census_pending: bool,
    taylor: Option<TaylorTest>,
    check: Option<Check>,
    claim_errors: [Option<String>; 2],
    exact_text: [Option<&'static str>; 2],
    playing: bool,
    held: Option<String>,
    /// All that was asked for, in order.
    commands: Vec<Command>,
}

impl Bench {
    /// A function's field by central differences, the probe at a node.
    fn new(function: Function, h: f64, index: usize) -> Self {
        let method = Method::from(Scheme::Central);
        let field = function.field(method, h);
        let settings = LabSettings::default();
        let (x, steps) = (field.grid.point(index), steps(-20));
        Self {
            method,
            h,
            autopsy: Some(function.autopsy(&field, index)),
            curves: settings.schemes.iter().map(|scheme| function.point_curve(*scheme, x, &steps)).collect(),
            refused: vec![],
            field_curves: vec![],
            pending: false,
            census: Some(function.census(&field)),
            census_pending: false,
            taylor: Some(function.taylor(x, [field.g0[index], field.g1[index]])),
            check: None,
            claim_errors: [None, None],
            exact_text: [Some("5*x0^4"), Some("2*x1")],
            playing: false,
            held: None,
            commands: vec![],
            field: Some(field),
            settings,
        }
    }

    /// The one that most tests look at: both branches of the error, h where truncation is the larger.
    fn usual() -> Self {
        Self::new(QUINTIC, 1e-4, 100)
    }

    /// Without a field there is nothing.
    fn empty() -> Self {
        let usual = Self::usual();
        Self { field: None, autopsy: None, curves: vec![], census: None, taylor: None, ..usual }
    }

    fn field(&self) -> &GradientField {
        self.field.as_ref().expect("a field")
    }

    fn ui(&mut self, ui: &mut Ui) {
        let worst = self.check.as_ref().and_then(Check::worst_point);
        let view = LabView {
            worst: worst.as_ref(),
            function: "",
            field: self.field.as_ref(),
            method: self.method,
            h: self.h,
            step: self.h,
            autopsy: self.autopsy.as_ref(),
            curves: &self.curves,
            refused: &self.refused,
            field_curves: &self.field_curves,
            field_curves_pending: self.pending,
            census: self.census.as_ref(),
            census_pending: self.census_pending,
            opacity: 1.0,
            taylor: self.taylor.as_ref(),
            check: self.check.as_ref(),
            claim_errors: self.claim_errors.each_ref().map(Option::as_deref),
            exact_text: self.exact_text,
            playing: self.playing,
            held: self.held.as_deref(),
            descent: None,
            relief: None,
        };
        let command = lab_ui(ui, &mut self.settings, &view);
        // As the app does.
        if let Command::UseH(h) = command {
            self.h = h;
        }
        if command != Command::None {
            self.commands.push(command);
        }
    }
}

/// With the look and the margins of the window's panel.
fn builder(size: [f32; 2], theme: Theme) -> HarnessBuilder<Bench> {
    let adjust = |context: &eframe::egui::Context| context.all_styles_mut(theme::adjust);
    Harness::builder().with_size(size).with_theme(theme).with_context_setup(adjust)
}

fn build(builder: HarnessBuilder<Bench>, bench: Bench) -> Harness<'static, Bench> {
    let mut harness = builder.build_ui_state(
        |ui, bench: &mut Bench| {
            let frame = Frame::side_top_panel(ui.style());
            CentralPanel::default().frame(frame).show(ui, |ui| bench.ui(ui));
        },
        bench,
    );
    harness.run();
    harness
}

fn panel_of(size: [f32; 2], bench: Bench) -> Harness<'static, Bench> {
    build(builder(size, Theme::Dark), bench)
}

fn panel(bench: Bench) -> Harness<'static, Bench> {
    panel_of(WIDE, bench)
}

/// Whether any label contains the words.
fn shows(harness: &Harness<'_, Bench>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

fn click(harness: &mut Harness<'_, Bench>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// What a click on a control asks for.
fn asked(harness: &mut Harness<'_, Bench>, label: &str) -> Vec<Command> {
    harness.state_mut().commands.clear();
    click(harness, label);
    harness.state().commands.clone()
}

/// The tooltip's words come with the next frames.
fn hover(harness: &mut Harness<'_, Bench>, label: &str) {
    harness.get_by_label(label).hover();
    harness.run_steps(8);
}

#[test]
fn folded_it_is_a_single_row() {
    let mut harness = panel(Bench::usual());
    assert!(shows(&harness, "Autopsy") && shows(&harness, "Error against h"));
    click(&mut harness, "h lab");
    assert!(!harness.state().settings.open);
    for gone in ["Autopsy", "Error against h", "this point", "h on the error plot"] {
        assert!(!shows(&harness, gone), "{gone}");
    }
    let lowest = ["Watch it die", "Hold", "Best h here", "Best h overall", "good 255"]
        .map(|label| harness.get_by_label(label).rect().bottom());
    // The harness's margin, the frame's, and the row.
    assert!(lowest.iter().all(|bottom| *bottom <= 8.0 + 2.0 + 28.0), "{lowest:?}");
    click(&mut harness, "h lab");
    assert!(harness.state().settings.open && shows(&harness, "Autopsy"));
    assert_eq!(harness.state().commands, []);
}

#[test]
fn play_and_hold_are_asked_for_and_say_what_they_undo() {
    let mut harness = panel(Bench::usual());
    assert_eq!(asked(&mut harness, "Watch it die"), [Command::Play]);
    assert_eq!(asked(&mut harness, "Hold"), [Command::Hold]);
    harness.state_mut().playing = true;
    harness.state_mut().held = Some("x0^5 with central, h = 1e-4".to_owned());
    harness.run();
    assert_eq!(asked(&mut harness, "Stop"), [Command::Play]);
    assert_eq!(asked(&mut harness, "Release"), [Command::Hold]);
    assert!(shows(&harness, "x0^5 with central, h = 1e-4"));
}

#[test]
fn the_best_h_is_that_of_the_current_scheme() {
    let mut harness = panel(Bench::usual());
    let central = harness.state().curves.iter().find(|curve| curve.method.scheme == Scheme::Central);
    let best = central.and_then(|curve| Some(curve.points[curve.best?].h)).expect("a best h");
    assert_eq!(asked(&mut harness, "Best h here"), [Command::UseH(best)]);
    assert_eq!(asked(&mut harness, "Best h overall"), [Command::UseBestH]);
    let curve = QUINTIC.field_curve(Scheme::Central, &steps(-20));
    let best = curve.steps[curve.best.expect("a best h")];
    harness.state_mut().field_curves = vec![QUINTIC.field_curve(Scheme::Forward, &steps(-20)), curve];
    assert_eq!(asked(&mut harness, "Best h overall"), [Command::UseH(best)]);
}

#[test]
fn without_an_error_there_is_no_best_h() {
    let mut bench = Bench::usual();
    for curve in &mut bench.curves {
        curve.best = None;
    }
    let mut harness = panel(bench);
    assert_eq!(asked(&mut harness, "Best h here"), []);
    let mut harness = panel(Bench::empty());
    assert_eq!(asked(&mut harness, "Best h here"), []);
    assert_eq!(asked(&mut harness, "Best h overall"), []);
}

/// The start-up window's best h is the largest, at the end of the plot.
#[test]
fn the_ring_of_the_best_h_is_whole() {
    let mut bench = Bench::usual();
    for curve in &mut bench.curves {
        curve.best = Some(curve.points.len() - 1);
    }
    let harness = panel(bench);
    let rings = harness.output().shapes.iter().filter_map(|clipped| match clipped.shape {
        Shape::Circle(circle) if circle.fill == Color32::TRANSPARENT => Some((circle, clipped.clip_rect)),
        _ => None,
    });
    // Other circles mark errors of exactly 0.
    let rings: Vec<_> = rings.filter(|(circle, _)| circle.radius >= 5.0).collect();
    assert_eq!(rings.len(), 1, "{rings:?}");
    for (circle, clip) in rings {
        let around = Rect::from_center_size(circle.center, Vec2::splat(2.0 * circle.radius));
        assert!(clip.contains_rect(around), "{around:?} in {clip:?}");
    }
}

#[test]
fn the_census_has_a_word_and_an_explanation_for_each_cause() {
    let mut bench = Bench::new(BOWL, 1e-16, 100);
    bench.settings.tab = LabTab::Taylor;
    let mut harness = panel(bench);
    let counts = harness.state().census.as_ref().expect("a census").counts;
    assert_eq!(counts.iter().sum::<usize>(), 256);
    for (cause, count) in Cause::ALL.into_iter().zip(counts) {
        let label = format!("{} {count}", cause.name());
        assert_eq!(harness.query_by_label(&label).is_some(), count > 0, "{label}");
    }
    hover(&mut harness, "absorbed 175");
    assert!(shows(
        &harness,
        &format!("175 of 256 arrows are absorbed (68.4 %). {}", Cause::Absorbed.explanation())
    ));
}

/// All eight causes in the smallest window: nothing leaves it, and every word can be heard.
#[test]
fn the_whole_census_fits_into_the_smallest_window() {
    let mut bench = Bench::usual();
    let causes = (0..256).map(|i| Cause::ALL[i % 8]).collect();
    bench.census = Some(data::census_of(bench.field(), causes, AlignedVec::zeros(256)));
    let harness = panel_of(NARROW, bench);
    let mut last = 0.0;
    for cause in Cause::ALL {
        let rect = harness.get_by_label(&format!("{} 32", cause.name())).rect();
        assert!(rect.left() > last && rect.right() <= NARROW[0] - 8.0, "{cause:?} at {rect:?}");
        last = rect.right();
    }
}

#[test]
fn a_census_that_is_not_there_yet_is_announced() {
    let mut harness = panel(Bench { census: None, census_pending: true, ..Bench::usual() });
    assert!(shows(&harness, "counting the causes"));
    // A preview's, after Cancel, is never taken.
    harness.state_mut().census_pending = false;
    harness.run();
    assert!(!shows(&harness, "counting the causes"));
    assert!(!shows(&panel(Bench::empty()), "counting the causes"));
}

#[test]
fn where_there_is_no_room_the_curves_are_a_tab() {
    let mut harness = panel_of(NARROW, Bench::usual());
    assert!(harness.query_by_label("h on the error plot").is_some());
    assert!(!shows(&harness, "node as stored"));
    click(&mut harness, "Autopsy");
    assert!(harness.query_by_label("h on the error plot").is_none());
    assert!(shows(&harness, "node as stored"));
    click(&mut harness, "Error against h");
    assert!(harness.query_by_label("h on the error plot").is_some());
}

/// Every control stays within the panel, also in a window far smaller than is promised.
#[test]
fn no_control_leaves_the_panel() {
    for size in [WIDE, NARROW, [640.0, 240.0]] {
        let harness = panel_of(size, Bench::usual());
        let roles = [Role::Button, Role::CheckBox, Role::Slider, Role::RadioButton];
        let controls: Vec<_> = roles.into_iter().flat_map(|role| harness.query_all_by_role(role)).collect();
        assert!(controls.len() >= 16, "{size:?}: {} controls", controls.len());
        for control in controls {
            let rect = control.rect();
            assert!(rect.right() <= size[0] - 8.0 && rect.bottom() <= size[1] - 8.0, "{size:?}: {control:?}");
        }
    }
}
