//! The colours of schemes and causes: anybody can tell any two apart, on either theme.

use eframe::egui::{Color32, Visuals};
use gradfield::analysis::Cause;
use gradfield::analysis::descent::UpdateRule;
use gradfield::differentiate::Scheme;
use gradfield::expr::SyntaxKind;
use gradfield::gui::palette::{
    bracket_background, cause_color, error_wash, optimizer_color, parameter_color, scheme_color, syntax_color,
};
use gradfield::gui::theme;

type Linear = [f64; 3];

/// What remains of a colour with normal vision and with each of the three kinds of colour-blindness: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), table 1, severity 1.
const VISIONS: [[Linear; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];
/// From linear sRGB to CIE XYZ, white at D65.
const XYZ: [Linear; 3] = [
    [0.412_456_4, 0.357_576_1, 0.180_437_5],
    [0.212_672_9, 0.715_152_2, 0.072_175_0],
    [0.019_333_9, 0.119_192_0, 0.950_304_1],
];
const WHITE: Linear = [0.950_47, 1.0, 1.088_83];

/// A difference of 2.3 in CIE L*a*b* is just noticed side by side; patches apart from each other need several times that.
const APART: f64 = 18.0;
/// What the Web Content Accessibility Guidelines ask of graphics against what is next to them.
const CONTRAST: f64 = 3.0;
/// The same of text.
const TEXT_CONTRAST: f64 = 4.5;

fn linear(color: Color32) -> Linear {
    [color.r(), color.g(), color.b()].map(|component| {
        let c = f64::from(component) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

fn product(matrix: &[Linear; 3], vector: Linear) -> Linear {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// CIE L*a*b*, seen with a kind of vision.
fn lab(color: Color32, vision: &[Linear; 3]) -> Linear {
    let seen = product(vision, linear(color)).map(|c| c.clamp(0.0, 1.0));
    let xyz = product(&XYZ, seen);
    let [x, y, z] = [0, 1, 2].map(|i| {
        let t: f64 = xyz[i] / WHITE[i];
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The least difference of any two colours with any vision.
fn least_difference(colors: &[Color32]) -> f64 {
    let mut least = f64::INFINITY;
    for vision in &VISIONS {
        for (i, a) in colors.iter().enumerate() {
            for b in &colors[..i] {
                let (a, b) = (lab(*a, vision), lab(*b, vision));
                least = least.min(a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt());
            }
        }
    }
    least
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |color| product(&XYZ, linear(color))[1] + 0.05;
    let (a, b) = (luminance(a), luminance(b));
    a.max(b) / a.min(b)
}

/// The looks of both themes, as the window has them.
fn looks() -> [Visuals; 2] {
    [Visuals::light(), Visuals::dark()].map(|visuals| {
        let mut style = eframe::egui::Style { visuals, ..Default::default() };
        theme::adjust(&mut style);
        style.visuals
    })
}

#[test]
fn no_two_schemes_and_no_two_causes_look_alike() {
    for visuals in looks() {
        let schemes = Scheme::ALL.map(|scheme| scheme_color(scheme, &visuals));
        let causes = Cause::ALL.map(|cause| cause_color(cause, &visuals));
        for colors in [&schemes[..], &causes[..]] {
            let least = least_difference(colors);
            assert!(least >= APART, "dark: {}, {} colours: {least:.1}", visuals.dark_mode, colors.len());
        }
    }
}

#[test]
fn every_scheme_stands_out_from_the_canvas() {
    for visuals in looks() {
        for scheme in Scheme::ALL {
            let contrast = contrast(scheme_color(scheme, &visuals), visuals.extreme_bg_color);
            assert!(contrast >= CONTRAST, "{scheme}, dark: {}: {contrast:.2}", visuals.dark_mode);
        }
    }
}

#[test]
fn every_piece_of_a_function_is_readable_in_its_field() {
    let bracket = SyntaxKind::Bracket { partner: None };
    for visuals in looks() {
        for kind in [
            SyntaxKind::Number,
            SyntaxKind::Variable,
            SyntaxKind::Constant,
            SyntaxKind::Function,
            SyntaxKind::Name,
            SyntaxKind::Operator,
            bracket,
            SyntaxKind::Comma,
            SyntaxKind::Wrong,
        ] {
            let contrast = contrast(syntax_color(kind, &visuals), visuals.text_edit_bg_color());
            assert!(contrast >= TEXT_CONTRAST, "{kind:?}, dark: {}: {contrast:.2}", visuals.dark_mode);
        }
        let marked = contrast(syntax_color(bracket, &visuals), bracket_background(&visuals));
        assert!(marked >= TEXT_CONTRAST, "dark: {}: {marked:.2}", visuals.dark_mode);
        assert_ne!(bracket_background(&visuals), visuals.text_edit_bg_color());
    }
}

#[test]
fn errors_and_warnings_are_readable_wherever_they_stand() {
    for visuals in looks() {
        let dark = visuals.dark_mode;
        let grounds = [visuals.panel_fill, visuals.window_fill, visuals.text_edit_bg_color()];
        for (what, color) in [("error", visuals.error_fg_color), ("warning", visuals.warn_fg_color)] {
            for ground in grounds {
                let contrast = contrast(color, ground);
                assert!(contrast >= TEXT_CONTRAST, "{what}, dark: {dark}: {contrast:.2}");
            }
        }
        // What is wrong in the field stands on a wash of the error's colour, which its underline has.
        let wash = visuals.text_edit_bg_color().blend(error_wash(&visuals));
        let text = contrast(syntax_color(SyntaxKind::Wrong, &visuals), wash);
        assert!(text >= TEXT_CONTRAST, "dark: {dark}: {text:.2}");
        let line = contrast(visuals.error_fg_color, wash);
        assert!(line >= CONTRAST, "dark: {dark}: {line:.2}");
        assert_ne!(wash, visuals.text_edit_bg_color());
    }
}

#[test]
fn the_names_of_optimisers_are_read_like_text() {
    for visuals in looks() {
        for background in [visuals.panel_fill, visuals.extreme_bg_color] {
            for rule in UpdateRule::ALL {
                let contrast = contrast(optimizer_color(rule, visuals.dark_mode), background);
                assert!(contrast >= TEXT_CONTRAST, "{rule}, dark: {}: {contrast:.2}", visuals.dark_mode);
            }
        }
    }
}

#[test]
fn the_names_of_parameters_are_read_like_text() {
    for visuals in looks() {
        for background in [visuals.panel_fill, visuals.extreme_bg_color, visuals.text_edit_bg_color()] {
            for place in 0..6 {
                let contrast = contrast(parameter_color(place, visuals.dark_mode), background);
                assert!(contrast >= TEXT_CONTRAST, "{place}, dark: {}: {contrast:.2}", visuals.dark_mode);
            }
        }
    }
}
