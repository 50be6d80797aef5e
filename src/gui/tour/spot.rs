//! The places in the window that the tour points at. Whoever draws one notes where it is.

use eframe::egui::{Context, Id, Rect, Ui};

/// A place in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// The arrows.
    Canvas,
    /// The slider of h and the buttons below.
    H,
    /// The h lab.
    Lab,
    /// The button for the best h of the whole field.
    BestH,
}

/// What is kept from frame to frame: the spot that is pointed at, and where it was last seen.
#[derive(Clone, Copy, Default)]
struct Pointed {
    spot: Option<Spot>,
    /// With the number of the frame.
    seen: Option<(Rect, u64)>,
    /// Whether it is still to be brought into sight.
    is_new: bool,
}

fn id() -> Id {
    Id::unique("what the tour points at")
}

/// Point at a spot, or at none.
pub(super) fn point_at(context: &Context, spot: Option<Spot>) {
    context.data_mut(|data| {
        let pointed = data.get_temp_mut_or_default::<Pointed>(id());
        if pointed.spot != spot {
            *pointed = Pointed { spot, seen: None, is_new: true };
        }
    });
}

/// A spot is drawn here.
pub fn note(ui: &Ui, spot: Spot, rect: Rect) {
    let context = ui.ctx();
    let frame = context.cumulative_pass_nr();
    let is_new = context.data_mut(|data| {
        let pointed = data.get_temp_mut_or_default::<Pointed>(id());
        if pointed.spot != Some(spot) {
            return false;
        }
        pointed.seen = Some((rect, frame));
        std::mem::take(&mut pointed.is_new)
    });
    if is_new {
        ui.scroll_to_rect(rect, None);
    }
}

/// Where the spot that is pointed at was seen in this frame; `None` where it is folded away.
pub(super) fn seen(context: &Context) -> Option<Rect> {
    let frame = context.cumulative_pass_nr();
    let pointed = context.data(|data| data.get_temp::<Pointed>(id()))?;
    pointed.seen.filter(|(_, seen)| *seen == frame).map(|(rect, _)| rect)
}
