//! The heat map: where its tiles are drawn here, its pixels in `picture`.

#![expect(clippy::float_cmp, reason = "halves and quarters are exact")]

mod panel;
#[cfg(feature = "snapshots")]
mod picture;

use eframe::egui::{Rect, pos2, vec2};
use egui_plot::{PlotBounds, PlotTransform};
use gradfield::colormap::Scale;
use gradfield::gui::plot::arrows::{View, view_of};
use gradfield::gui::plot::heat_map::quads::{Leveled, Quad, quads};
use gradfield::heat_map::{HeatMap, HeatMapOrder, Image, Layer, Nodes, Quantity, Uncolored};

/// An image that knows only how many levels it has.
#[derive(Clone)]
struct Levels(usize);

impl Leveled for Levels {
    fn levels(&self) -> usize {
        self.0
    }
}

/// A layer of 4 x 2 nodes from (0, 0) on, a unit apart, as one image.
fn layer() -> Layer<Levels> {
    let nodes = |count: u8| Nodes { first: 0.0, last: f64::from(count - 1), count: count.into(), step: 1.0 };
    let image = Image { range: [0..4, 0..2], image: Levels(3), uncolored: Uncolored::default() };
    Layer { nodes: [nodes(4), nodes(2)], extent: [[-0.5, 3.5], [-0.5, 1.5]], images: vec![image] }
}

fn map(layers: Vec<Layer<Levels>>) -> HeatMap<Levels> {
    let order = HeatMapOrder { quantity: Quantity::Function, scale: Scale::Linear, limits: None };
    HeatMap { order, colors: None, lacks_census: false, layers }
}

/// The view of a plot of 100 x 100 points.
fn view(min: [f64; 2], max: [f64; 2]) -> View {
    let frame = Rect::from_min_size(pos2(70.0, 30.0), vec2(100.0, 100.0));
    view_of(&PlotTransform::new(frame, PlotBounds::from_min_max(min, max), false))
}

fn quads_of(layers: Vec<Layer<Levels>>, min: [f64; 2], max: [f64; 2]) -> Vec<Quad> {
    quads(&map(layers), &view(min, max)).into_iter().map(|(quad, _)| quad).collect()
}

#[test]
fn a_node_is_the_middle_of_its_cell_and_rows_go_upward() {
    // 10 points a unit; node (0, 0) is at (10, 90) from the plot's left top corner.
    let [quad] = quads_of(vec![layer()], [-1.0, -1.0], [9.0, 9.0])[..] else { panic!("one") };
    assert_eq!(quad.place, [5.0, 75.0, 45.0, 95.0]);
    assert_eq!(quad.nodes, [0.0, 2.0, 4.0, 0.0]);
    assert_eq!((quad.start, quad.count, quad.levels), ([0, 0], [4, 2], 3));
}

#[test]
fn what_lies_beside_the_plot_is_cut_off() {
    let [quad] = quads_of(vec![layer()], [1.0, 0.0], [2.0, 1.0])[..] else { panic!("one") };
    assert_eq!(quad.place, [0.0, 0.0, 100.0, 100.0]);
    assert_eq!(quad.nodes, [1.5, 1.5, 2.5, 0.5]);
    for (min, max) in [([4.0, 0.0], [5.0, 1.0]), ([0.0, 2.0], [1.0, 3.0]), ([-9.0, 0.0], [-1.0, 1.0])] {
        assert_eq!(quads_of(vec![layer()], min, max), []);
    }
}

#[test]
fn inverted_axes_turn_the_heat_map() {
    let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 100.0));
    let bounds = PlotBounds::from_min_max([-1.0; 2], [9.0; 2]);
    let view = view_of(&PlotTransform::new_with_invert_axis(frame, bounds, false, true));
    let (quad, _) = quads(&map(vec![layer()]), &view)[0];
    assert_eq!(quad.place, [55.0, 5.0, 95.0, 25.0]);
    assert_eq!(quad.nodes, [4.0, 0.0, 0.0, 2.0]);
}

/// Neighbours have one edge, whatever it is rounded to: no gap, no pixel drawn twice.
#[test]
fn tiles_meet() {
    let nodes = Nodes { first: -0.3, last: 0.7, count: 3000, step: 1.0 / 2999.0 };
    let image = |range| Image { range, image: Levels(1), uncolored: Uncolored::default() };
    let images = vec![image([0..1000, 0..3000]), image([1000..1003, 0..3000]), image([1003..3000, 0..3000])];
    let extent = [[-0.31, 0.71]; 2];
    let layer = Layer { nodes: [nodes; 2], extent, images };
    for reach in [0.8, 7.0, 1e3] {
        let quads = quads_of(vec![layer.clone()], [-reach; 2], [reach; 2]);
        assert_eq!(quads.len(), 3);
        for pair in quads.windows(2) {
            assert_eq!(pair[0].place[2].to_bits(), pair[1].place[0].to_bits());
            assert_eq!(pair[0].place[1].to_bits(), pair[1].place[1].to_bits());
        }
    }
}

/// A coarse field is cut where the rows of the whole one begin, and reaches to where they will end.
#[test]
fn a_layer_fills_its_extent() {
    let coarse = Layer { extent: [[-0.75, 3.25], [0.25, 2.0]], ..layer() };
    let [quad] = quads_of(vec![coarse], [-1.0, -1.0], [9.0, 9.0])[..] else { panic!("one") };
    assert_eq!(quad.place, [2.5, 70.0, 42.5, 87.5]);
    assert_eq!(quad.nodes, [-0.25, 2.5, 3.75, 0.75]);
}

#[test]
fn a_deep_zoom_counts_from_nearby_nodes() {
    let nodes = Nodes { first: 0.0, last: 4095.0, count: 4096, step: 1.0 };
    let image = Image { range: [0..4096, 0..4096], image: Levels(7), uncolored: Uncolored::default() };
    let layer = Layer { nodes: [nodes; 2], extent: [[-0.5, 4095.5]; 2], images: vec![image] };
    let [quad] = quads_of(vec![layer], [4000.0, 100.0], [4000.001, 100.001])[..] else { panic!("one") };
    assert_eq!(quad.start, [3968, 64]);
    assert_eq!(quad.nodes[0], 32.5);
    assert!((quad.nodes[2] - quad.nodes[0] - 0.001).abs() < 1e-5);
}

#[test]
fn a_single_node_fills_a_step() {
    let nodes = Nodes { first: 2.0, last: 2.0, count: 1, step: 4.0 };
    let image = Image { range: [0..1, 0..1], image: Levels(1), uncolored: Uncolored::default() };
    let layer = Layer { nodes: [nodes; 2], extent: [[0.0, 4.0]; 2], images: vec![image] };
    let [quad] = quads_of(vec![layer], [-3.0; 2], [7.0; 2])[..] else { panic!("one") };
    assert_eq!(quad.place, [30.0, 30.0, 70.0, 70.0]);
    assert_eq!(quad.nodes, [0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn numbers_without_a_place_draw_nothing() {
    for first in [f64::NAN, f64::INFINITY, 1e308] {
        let nodes = Nodes { first, last: f64::MAX, count: 4, step: 1e307 };
        let layer = Layer { nodes: [nodes; 2], extent: [[first, f64::INFINITY]; 2], ..layer() };
        assert_eq!(quads_of(vec![layer], [-1.0; 2], [1.0; 2]), []);
    }
    let empty = Image { image: Levels(0), ..layer().images[0].clone() };
    assert_eq!(quads_of(vec![Layer { images: vec![empty], ..layer() }], [-1.0; 2], [9.0; 2]), []);
}
