//! The ways of optimisers: how they look.

/// The radius of the ring at the start, in points.
pub const HANDLE: f32 = 7.0;
/// The width of a path.
pub const WIDTH: f32 = 2.0;
/// The width of the line of the canvas' colour around it.
pub const HALO: f32 = 4.5;
/// How opaque that is.
pub const HALO_OPACITY: f32 = 0.8;
/// The radius of the mark of a step, which is left out where the next is nearer than twice that.
pub const DOT: f32 = 2.6;
/// The dashes of a twin.
pub const DASH: [f32; 2] = [5.0, 4.0];
/// The width of the line of the canvas' colour around a twin, beyond that of the path.
pub const TWIN_HALO: f32 = 1.5;
