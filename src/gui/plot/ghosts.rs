//! Other fields behind the arrows, to be compared with them.
//!
//! What they are is said in [`crate::figure::ghosts`].

use std::sync::Arc;

use super::arrows::{ArrowStyle, Arrows, ArrowsItem};
use crate::field::GradientField;
pub use crate::figure::ghosts::{Backdrop, Ghost, GhostKind, ghost_style};

/// What ghosts keep between frames, one of each kind.
#[derive(Default)]
pub(super) struct Ghosts {
    kinds: [Arrows; GhostKind::ALL.len()],
}

impl Ghosts {
    pub(super) fn of(&self, kind: GhostKind) -> &Arrows {
        &self.kinds[kind as usize]
    }

    /// The items of a frame behind a field's arrows, the hindmost first. What is not there is forgotten.
    pub(super) fn items(
        &self,
        ghosts: &[Ghost],
        field: Option<&Arc<GradientField>>,
        style: &ArrowStyle,
        backdrop: Backdrop,
    ) -> Vec<ArrowsItem> {
        let item = |kind: GhostKind| {
            let Some((ghost, field)) = ghosts.iter().find(|ghost| ghost.kind == kind).zip(field) else {
                self.of(kind).forget();
                return None;
            };
            let style = ghost_style(kind, style, backdrop);
            Some(self.of(kind).item(&ghost.field, &style).measured_by(field))
        };
        GhostKind::ALL.into_iter().filter_map(item).collect()
    }
}
