//! From where the surface is looked at, and what follows from that: where a point is on the screen, and what lies behind what.
//!
//! The surface lives in a box: x0 and x1 from -1 to 1, f from 0 to [`TOP`], and the floor below at [`FLOOR`]. The projection is
//! parallel: a unit is as long in front as behind, so that heights can be compared.

use eframe::egui::{Pos2, Rect, Vec2, pos2};

pub use crate::settings::Camera;
/// A point or a direction in the box.
pub type Point = [f32; 3];

/// The height of the largest f; the least has height 0.
pub const TOP: f32 = 1.0;
/// The height of the floor: so far below that one can look between it and the surface.
pub const FLOOR: f32 = -0.4;

/// What the numbers beside the axes need around the box, in points.
const MARGIN: Vec2 = Vec2::new(52.0, 22.0);
/// In a room that is wide a unit may be so much longer along it than across: a low panel would else stay empty at its sides.
const WIDEST: f32 = 1.75;

impl Camera {
    /// What it sees in a room of the screen.
    pub fn view(self, room: Rect) -> View {
        let Self { yaw, pitch, zoom, pan } = self.sound();
        let ((sin, cos), (rise, level)) = (yaw.to_radians().sin_cos(), pitch.to_radians().sin_cos());
        #[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
        let narrow = |vector: [f64; 3]| vector.map(|component| component as f32);
        // As large as the room allows for every yaw: whoever goes around does not see it grow and shrink.
        let diagonal = 8_f32.sqrt();
        #[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
        let (rise32, level32, zoom, pan) =
            (rise.abs() as f32, level as f32, zoom as f32, pan.map(|pan| pan as f32));
        let extent = Vec2::new(diagonal, diagonal * rise32 + (TOP - FLOOR) * level32);
        let fit = (room.size() - 2.0 * MARGIN).max(Vec2::splat(1.0)) / extent;
        let scale = zoom * Vec2::new(fit.x.min(WIDEST * fit.y), fit.y.min(fit.x));
        View {
            right: narrow([cos, sin, 0.0]),
            up: narrow([-sin * rise, cos * rise, level]),
            toward: narrow([sin * level, -cos * level, rise]),
            scale,
            center: room.center() + scale * Vec2::new(pan[0], -pan[1]),
        }
    }
}

/// A camera's projection onto the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    right: Point,
    up: Point,
    toward: Point,
    /// Points of the screen in a unit, along it and across.
    scale: Vec2,
    center: Pos2,
}

impl View {
    /// Where on the screen a point of the box is.
    pub fn place(&self, [x, y, z]: Point) -> Pos2 {
        let point = [x, y, z - f32::midpoint(TOP, FLOOR)];
        let Pos2 { x, y } = self.center;
        pos2(x + self.scale.x * dot(self.right, point), y - self.scale.y * dot(self.up, point))
    }

    /// How many points of the screen a unit of the box is long, along it and across.
    pub fn scale(&self) -> Vec2 {
        self.scale
    }

    /// How near to the eye a point is; of two at one place of the screen, the larger hides the other.
    pub fn nearness(&self, point: Point) -> f32 {
        dot(self.toward, point)
    }

    /// The direction toward the eye, of length 1.
    pub fn toward(&self) -> Point {
        self.toward
    }

    /// A direction of the screen, to the right, up and out of it, as one of the box.
    pub fn direction(&self, [right, up, toward]: Point) -> Point {
        std::array::from_fn(|i| right * self.right[i] + up * self.up[i] + toward * self.toward[i])
    }

    /// Whether the eye is above the floor.
    pub fn is_from_above(&self) -> bool {
        self.toward[2] >= 0.0
    }

    /// In which order cells of a grid are to be drawn.
    pub fn order(&self) -> Order {
        let [x, y, _] = self.toward;
        Order { ascending: [x >= 0.0, y >= 0.0], upper_first: x >= y }
    }
}

/// An order of the cells of a height field over a grid from the back to the front: whatever hides a cell comes after it.
///
/// On its way to the eye a line of sight passes columns in one direction and rows in one, so an order that goes through
/// columns and rows in those directions is one; nothing need be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Whether columns and rows are to be drawn in the order of their numbers.
    pub ascending: [bool; 2],
    /// Whether of the two triangles of a cell that above its ascending diagonal comes first.
    pub upper_first: bool,
}

impl Order {
    /// Column and row of every cell.
    pub fn cells(self, [columns, rows]: [usize; 2]) -> impl Iterator<Item = [usize; 2]> {
        let nth = |i: usize, count: usize, ascending: bool| if ascending { i } else { count - 1 - i };
        let [right, up] = self.ascending;
        (0..rows).flat_map(move |row| {
            (0..columns).map(move |column| [nth(column, columns, right), nth(row, rows, up)])
        })
    }
}

pub(super) fn dot([a, b, c]: Point, [x, y, z]: Point) -> f32 {
    a * x + b * y + c * z
}
