//! The section of the settings.

use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::gui::panels::arrows::arrows_ui;
use gradfield::gui::settings::{ArrowSettings, Quantity};

fn panel() -> Harness<'static, ArrowSettings> {
    let mut harness = Harness::builder().with_size([300.0, 600.0]).build_ui_state(
        |ui, settings| {
            let _none = arrows_ui(ui, settings);
        },
        ArrowSettings::default(),
    );
    harness.run();
    harness
}

fn choose(harness: &mut Harness<'_, ArrowSettings>, name: &str) {
    harness.get_by_role_and_label(Role::ComboBox, "colour by").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
}

#[test]
fn colors_can_mean_four_things() {
    let mut harness = panel();
    assert_eq!(harness.state().color_by, Quantity::GradientNorm);
    for (name, quantity, rows) in [
        ("direction of g", Quantity::Direction, [false, false]),
        ("correct digits", Quantity::Digits, [false, false]),
        ("angle error", Quantity::AngleError, [true, true]),
        ("magnitude |g|", Quantity::GradientNorm, [true, true]),
    ] {
        choose(&mut harness, name);
        assert_eq!(harness.state().color_by, quantity);
        let shown = ["colour map", "colours"].map(|label| harness.query_by_label(label).is_some());
        assert_eq!(shown, rows, "{name}: what has no choice is not offered");
    }
}

#[test]
fn ghosts_and_marks_are_switched() {
    let mut harness = panel();
    let ArrowSettings { ghosts, mark_causes, .. } = *harness.state();
    for label in ["exact ghost arrows", "mark wrong arrows"] {
        harness.get_by_label(label).click();
        harness.run();
    }
    assert_eq!((harness.state().ghosts, harness.state().mark_causes), (!ghosts, !mark_causes));
}

/// What is too wide for the panel would be cut off.
#[test]
fn the_section_fits_its_panel() {
    let harness = panel();
    for label in ["colour by", "exact ghost arrows", "mark wrong arrows", "thin out crowded arrows"] {
        let found = harness.get_all_by_label(label).map(|node| node.rect().right()).fold(0.0, f32::max);
        assert!(found < 290.0, "{label}: {found}");
    }
}
