//! From a field to arrows and marks: where they are, how long, in which colour.
//!
//! ```text
//! GradientField + ArrowStyle + View -> build -> instances, one small record an arrow
//! ```
//! | file | what it knows |
//! |---|---|
//! | [`style`] | what the user chooses |
//! | [`layout`] | plot coordinates to points; how dense, how long, how wide |
//! | [`marks`] | which mark stands for what |
//! | [`build`] | a field to instances; all numbers a test can check |
//! | [`outline`] | instances to closed lines, for whatever has no shader |

pub mod build;
pub mod layout;
pub mod marks;
pub mod outline;
pub mod style;

pub use build::{Drawn, Instance, Measure};
pub use layout::{Layout, View};
pub use marks::Kind;
pub use style::{Anchor, ArrowStyle, Direction, Length, Marks};
