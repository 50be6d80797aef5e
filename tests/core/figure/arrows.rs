//! How long and wide arrows are where they are short or many.

use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::figure::arrows::{ArrowStyle, Instance, Kind, Layout, Measure, View, build};

use super::{Figure, seed};

const COLORS: ColorScale = ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 10.0 };

/// The arrows of a bowl's field with this step on 800 by 800 points, drawn with a style.
fn drawn(step: f64, change: impl FnOnce(&mut ArrowStyle)) -> (Layout, Vec<Instance>) {
    let figure = Figure::new(seed("x0^2 + x1^2", [-2.0, 2.0], step), |_| ());
    let view = View::new([800.0, 800.0], [-2.0, -2.0], [2.0, 2.0], [false, true]);
    let mut style = ArrowStyle::new(COLORS, false);
    change(&mut style);
    let field = &figure.content.field;
    let measure = Measure::of(field, None, &view, &style);
    let built = build::build(field.into(), measure, &view, &style);
    (built.layout.expect("a grid"), built.instances)
}

fn kinds(instances: &[Instance]) -> (usize, usize) {
    let count = |kind: Kind| instances.iter().filter(|instance| instance.kind == kind as u32).count();
    (count(Kind::Arrow), count(Kind::Dot))
}

/// Arrows that someone has made short stay as thin as they were; what is then shorter than that is a small dot, and never
/// one that fills its cell.
#[test]
fn arrows_made_short_do_not_become_large_dots() {
    // 16 by 16 nodes, 50 points apart: arrows are 50 / 1.8 points long and 3 wide.
    let usual = drawn(0.25, |_| ());
    assert!((usual.0.shaft - 3.0).abs() < 1e-9, "{:?}", usual.0);
    assert_eq!(kinds(&usual.1), (255, 0));
    for (scale, expected) in
        [(1.0, (255, 0)), (0.15, (255, 0)), (0.1, (0, 255)), (0.05, (0, 255)), (0.0, (0, 255))]
    {
        let (layout, instances) = drawn(0.25, |style| style.scale = scale);
        assert!((layout.shaft - 3.0).abs() < 1e-9, "{scale}: {layout:?}");
        // f32 has 7 digits of the factor.
        assert!((layout.length - f64::from(scale) * 50.0 / 1.8).abs() < 1e-6, "{scale}: {layout:?}");
        assert_eq!(kinds(&instances), expected, "{scale}");
    }
}

/// Where there is no room for a direction, dots nearly touch, and the field is a picture of |g|.
#[test]
fn arrows_without_room_become_dots_that_nearly_touch() {
    // 400 by 400 nodes, 2 points apart.
    let (layout, instances) = drawn(0.01, |style| style.thin = false);
    assert!((1.8..=2.0).contains(&layout.shaft), "{layout:?}");
    // All but that of the middle, which has no direction unless its coordinates are off by a rounding.
    assert!([(0, 400 * 400), (0, 400 * 400 - 1)].contains(&kinds(&instances)), "{:?}", kinds(&instances));
    // Twice as far apart an arrow of more than two points fits.
    let (layout, instances) = drawn(0.02, |style| style.thin = false);
    assert!(layout.length > 2.0, "{layout:?}");
    assert!([(200 * 200, 0), (200 * 200 - 1, 0)].contains(&kinds(&instances)), "{:?}", kinds(&instances));
}
