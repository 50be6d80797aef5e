//! The section of the settings.

use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use gradfield::gui::panels::heat_map::{Shown, heat_map_ui};
use gradfield::gui::settings::{HeatMapSettings, Quantity};
use gradfield::heat_map::Uncolored;

fn panel(shown: Option<Shown>) -> Harness<'static, HeatMapSettings> {
    let mut harness = Harness::builder().with_size([300.0, 400.0]).build_ui_state(
        move |ui, settings| {
            let _none = heat_map_ui(ui, settings, shown);
        },
        HeatMapSettings { show: true, ..HeatMapSettings::default() },
    );
    harness.run();
    harness
}

#[test]
fn every_quantity_can_be_chosen() {
    let mut harness = panel(None);
    for (name, quantity, rows) in [
        ("|g|", Quantity::GradientNorm, [true, true]),
        ("direction", Quantity::Direction, [false, false]),
        ("digits", Quantity::Digits, [false, false]),
        ("angle error", Quantity::AngleError, [true, true]),
        ("f", Quantity::Function, [true, true]),
    ] {
        let button = harness.get_by_label(name);
        assert!(button.rect().right() < 290.0, "{name} fits into the panel");
        button.click();
        harness.run();
        assert_eq!(harness.state().quantity, quantity);
        let shown = ["its colour map", "its colours"].map(|label| harness.query_by_label(label).is_some());
        assert_eq!(shown, rows, "{name}: what has no choice is not offered");
    }
}

#[test]
fn what_is_not_known_yet_is_said() {
    let uncolored = Uncolored::default();
    let shown =
        |lacks_census: bool| Shown { quantity: Quantity::Digits, has_colors: false, lacks_census, uncolored };
    assert!(panel(Some(shown(true))).query_by_label("The exact gradient is being computed.").is_some());
    let striped = |quantity: Quantity| {
        let uncolored = Uncolored { not_finite: 1234, negative: 0 };
        panel(Some(Shown { quantity, has_colors: true, uncolored, ..shown(false) }))
    };
    for (quantity, text) in [
        (Quantity::Function, "Striped: f is not finite at 1,234 points."),
        (Quantity::Direction, "Striped: there is no direction at 1,234 points."),
        (Quantity::Digits, "Striped: there is no relative error at 1,234 points."),
        (Quantity::AngleError, "Striped: there is no angle between gradients at 1,234 points."),
    ] {
        assert!(striped(quantity).query_by_label(text).is_some(), "{text}");
    }
    let none = "No heat map: correct digits has no value that this scale could show.";
    assert!(panel(Some(shown(false))).query_by_label(none).is_some());
}

/// Nothing is heard as a label without words.
#[test]
fn every_label_has_words() {
    let harness = panel(None);
    let labels: Vec<_> =
        harness.query_all_by_role(Role::Label).map(|node| node.value().unwrap_or_default()).collect();
    assert!(labels.len() > 2 && labels.iter().all(|words| !words.is_empty()), "{labels:?}");
}
