//! Lines of the plane on the screen, which are cut to the canvas before their places lose digits as `f32`.

use eframe::egui::{Pos2, pos2};
use egui_plot::PlotTransform;

use super::arrows::view_of;
use crate::figure::arrows::View;
use crate::figure::clip::{self, Frame};
use crate::figure::lines;

/// Where the plane is on the screen.
pub(super) struct Screen {
    view: View,
    canvas: Frame,
}

impl Screen {
    pub(super) fn new(transform: &PlotTransform) -> Self {
        let frame = transform.frame();
        let corner = |corner: Pos2| [corner.x, corner.y].map(f64::from);
        Self { view: view_of(transform), canvas: [corner(frame.min), corner(frame.max)] }
    }

    /// What is seen of it.
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// The canvas, from corner to corner.
    pub(super) fn canvas(&self) -> Frame {
        self.canvas
    }

    /// The place of a point, right and down from the window's corner.
    pub(super) fn place(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.canvas[0][axis] + self.view.offset(axis, point[axis]))
    }

    /// Whether anything that reaches no farther than lines do is seen about a place.
    pub(super) fn shows(&self, place: [f64; 2]) -> bool {
        clip::contains(clip::grown(self.canvas, lines::BEYOND), place)
    }

    /// What is seen of a line with these places.
    pub(super) fn line(&self, places: impl IntoIterator<Item = [f64; 2]>, is_closed: bool) -> Vec<Vec<Pos2>> {
        let pieces = lines::drawn(places, is_closed, self.canvas);
        pieces.into_iter().map(|piece| piece.into_iter().map(pos).collect()).collect()
    }
}

/// A place as the screen has it.
#[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
pub(super) fn pos([x, y]: [f64; 2]) -> Pos2 {
    pos2(x as f32, y as f32)
}
