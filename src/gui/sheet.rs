//! A sheet over the window: the help, and the gallery of examples.

use eframe::egui::{Area, Context, Frame, Id, Memory, Modal, Ui, Vec2};

/// What is left free around a sheet, and between its edge and what is in it, in points.
const AROUND: f32 = 20.0;
const MARGIN: f32 = 16.0;

/// Whether it is shown, and what had the focus before.
#[derive(Default)]
pub(super) struct Sheet {
    is_open: bool,
    /// What had the focus when it was opened, and gets it back.
    opened_from: Option<Id>,
}

impl Sheet {
    /// Whether it is shown.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Show it from the next frame on. Keys go to it, rather than into what lies behind.
    pub(super) fn open(&mut self, context: &Context) {
        self.is_open = true;
        self.opened_from = context.memory(Memory::focused);
        if let Some(id) = self.opened_from {
            context.memory_mut(|memory| memory.surrender_focus(id));
        }
        context.request_repaint();
    }

    /// Close it; what had the focus gets it back.
    pub(super) fn close(&mut self, context: &Context) {
        self.is_open = false;
        context.request_repaint();
    }

    /// Close it, and say what had the focus: now it is for others to give that back.
    pub(super) fn hand_over(&mut self, context: &Context) -> Option<Id> {
        self.close(context);
        self.opened_from.take()
    }

    /// Show its content, given the room that there is for it, while it is open. Escape and a click beside it close it, and so
    /// does [`Ui::close`].
    pub(super) fn show<R>(
        &mut self,
        context: &Context,
        name: &'static str,
        content: impl FnOnce(&mut Ui, Vec2) -> R,
    ) -> Option<R> {
        if !self.is_open {
            self.give_focus_back(context);
            return None;
        }
        let room = context.content_rect().size() - Vec2::splat(2.0 * (AROUND + MARGIN));
        let id = Id::unique(name);
        // What the graphics card draws, marks and thumbnails, cannot fade in with the rest.
        let area: Area = Modal::default_area(id).fade_in(false).accessible_name(name);
        let frame = Frame::popup(&context.global_style()).inner_margin(MARGIN);
        let shown = Modal::new(id).area(area).frame(frame).show(context, |ui| content(ui, room));
        if shown.should_close() {
            self.close(context);
        }
        Some(shown.inner)
    }

    /// In the frame after it was closed: until then what is behind it takes no focus.
    fn give_focus_back(&mut self, context: &Context) {
        if let Some(id) = self.opened_from.take() {
            context.memory_mut(|memory| memory.request_focus(id));
            context.request_repaint();
        }
    }
}
