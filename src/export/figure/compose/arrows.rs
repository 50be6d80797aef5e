//! Arrows and marks: one path a colour.

use std::collections::BTreeMap;

use crate::export::figure::shapes::{Contour, Path, Shape, Stroke};
use crate::figure::Rgba;
use crate::figure::arrows::build::Built;
use crate::figure::arrows::outline::{self, Body};
use crate::figure::arrows::{ArrowStyle, Instance, Kind, Layout};

/// Halos are as wide as one of so many parts of the widest: the arrows of one width can share a group.
const HALO_STEPS: f64 = 4.0;

/// What lies where with one look: the halo's width in steps, then the colour.
type Groups = BTreeMap<u8, BTreeMap<[u8; 4], Vec<Contour>>>;

/// What was built, moved by an offset: the arrows, then the marks.
pub(super) fn shapes(built: &Built, style: &ArrowStyle, offset: [f64; 2]) -> Vec<Shape> {
    let Some(layout) = &built.layout else { return Vec::new() };
    let is_arrow = |instance: &&Instance| [Kind::Arrow as u32, Kind::Dot as u32].contains(&instance.kind);
    let (arrows, marks): (Vec<&Instance>, Vec<&Instance>) = built.instances.iter().partition(is_arrow);
    let halo = Halo { color: style.halo_color, widest: f64::from(style.halo_width).min(layout.max_halo) };
    let mut shapes = arrow_shapes(&arrows, layout, halo, offset);
    shapes.extend(mark_shapes(&marks, layout, halo, offset));
    shapes
}

#[derive(Clone, Copy)]
struct Halo {
    color: Rgba,
    widest: f64,
}

impl Halo {
    /// The line whose outer half is the halo.
    fn stroke(self, steps: u8) -> Stroke {
        Stroke::new(self.color, 2.0 * self.widest * f64::from(steps) / HALO_STEPS)
    }
}

fn arrow_shapes(arrows: &[&Instance], layout: &Layout, halo: Halo, offset: [f64; 2]) -> Vec<Shape> {
    let mut groups = Groups::new();
    for instance in arrows {
        let width = outline::halo(instance, layout, halo.widest);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 4; NaN becomes 0"
        )]
        let steps = (HALO_STEPS * width / halo.widest).ceil() as u8;
        let body = outline::body(instance, layout);
        let contours = groups.entry(steps).or_default().entry(instance.color).or_default();
        contours.extend(body.outer.iter().map(|outer| Contour::of(outer, offset, false)));
    }
    groups
        .into_iter()
        .flat_map(|(steps, colors)| {
            let paths = colors.into_iter().map(|(color, contours)| Path::filled(contours, Rgba::from(color)));
            if steps == 0 || halo.color == Rgba::TRANSPARENT {
                paths.map(Shape::Path).collect::<Vec<_>>()
            } else {
                vec![Shape::Haloed(halo.stroke(steps), paths.collect())]
            }
        })
        .collect()
}

fn mark_shapes(marks: &[&Instance], layout: &Layout, halo: Halo, offset: [f64; 2]) -> Vec<Shape> {
    let mut around = Vec::new();
    let mut bodies: BTreeMap<[u8; 4], Vec<Contour>> = BTreeMap::new();
    for instance in marks {
        let Body { outer, hole } = outline::body(instance, layout);
        let outer: Vec<_> = outer.iter().map(|outer| Contour::of(outer, offset, false)).collect();
        // The inner half of the line is under the body, which is wider: none of it is seen in the hole.
        around.extend(outer.iter().cloned());
        let contours = bodies.entry(instance.color).or_default();
        contours.extend(outer);
        contours.extend(hole.iter().map(|hole| Contour::of(hole, offset, true)));
    }
    let has_halo = !around.is_empty() && halo.widest > 0.0;
    let around = has_halo.then(|| Path::lines(around, Stroke::new(halo.color, 2.0 * halo.widest)));
    let bodies = bodies.into_iter().map(|(color, contours)| Path::filled(contours, Rgba::from(color)));
    around.into_iter().chain(bodies).map(Shape::Path).collect()
}
