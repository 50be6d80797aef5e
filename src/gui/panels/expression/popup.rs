//! The list of names to choose from, which hangs below the word that is being typed.
//!
//! Not egui's own popup for completion, which hangs at the left end of a field and covers what is under it.

use std::ops::Range;

use eframe::egui::{
    Area, Atom, AtomExt as _, Button, FontSelection, Frame, Id, LayerId, Order, RichText, TextStyle, Ui,
    WidgetText, pos2, vec2,
};

use super::completion::{self, Offer};

/// The least distance from the edges of the window, in points.
const MARGIN: f32 = 4.0;
/// The room between a signature and its help, in characters.
const GAP: usize = 2;

/// What is offered, for which word, and what is chosen.
#[derive(Default)]
pub(super) struct Popup {
    offers: Vec<Offer>,
    /// The text that they are for, and the name in it that they go on from, in characters.
    text: String,
    name: Range<usize>,
    selected: usize,
    /// The name for which it was closed, until there is another.
    dismissed: Option<String>,
    /// Where the name begins on the screen, in points from the left.
    left: f32,
    /// What was clicked in the last frame.
    clicked: Option<usize>,
}

/// What is to take the place of a name.
pub(super) struct Accepted {
    pub(super) name: Range<usize>,
    pub(super) insert: String,
}

impl Popup {
    /// Whether there is anything to choose from: then the arrow keys, Tab, Enter and Escape are its own.
    pub(super) fn is_open(&self) -> bool {
        !self.offers.is_empty()
    }

    /// Choose the next, or the one before, round and round.
    pub(super) fn step(&mut self, down: bool) {
        let count = self.offers.len();
        self.selected = (self.selected + if down { 1 } else { count - 1 }) % count;
    }

    /// Close until the name is another.
    pub(super) fn dismiss(&mut self) {
        self.dismissed = Some(self.offered_name());
        self.offers.clear();
    }

    /// Close.
    pub(super) fn close(&mut self) {
        self.offers.clear();
        self.selected = 0;
        self.clicked = None;
    }

    /// The name that the offers go on from.
    fn offered_name(&self) -> String {
        self.text.chars().skip(self.name.start).take(self.name.len()).collect()
    }

    /// What is chosen, unless the text is another by now.
    pub(super) fn accept(&mut self, text: &str) -> Option<Accepted> {
        let at = self.clicked.take().unwrap_or(self.selected);
        let offers = std::mem::take(&mut self.offers);
        let offer = offers.into_iter().nth(at).filter(|_| self.text == text)?;
        Some(Accepted { name: self.name.clone(), insert: offer.insert })
    }

    /// What was clicked, unless the text is another by now.
    pub(super) fn clicked(&mut self, text: &str) -> Option<Accepted> {
        if self.clicked.is_some() { self.accept(text) } else { None }
    }

    /// Offer what the name before the caret may become.
    pub(super) fn offer(&mut self, text: &str, caret: usize) {
        let last = self.offered_name();
        let (name, offers) = completion::offers(text, caret);
        (self.name, self.offers) = (name, offers);
        text.clone_into(&mut self.text);
        let name = self.offered_name();
        if name != last {
            self.selected = 0;
        }
        if self.dismissed.as_ref() == Some(&name) {
            self.offers.clear();
        } else {
            self.dismissed = None;
        }
    }

    /// The first character, in the text, of the name that the offers go on from.
    pub(super) fn start(&self) -> usize {
        self.name.start
    }

    /// Where on the screen that character is.
    pub(super) fn hang_at(&mut self, left: f32) {
        self.left = left;
    }

    fn id() -> Id {
        Id::unique("completion")
    }

    /// Whether the pointer is on it, so that a click there must not take the focus from the field.
    pub(super) fn is_under_pointer(&self, ui: &Ui) -> bool {
        let at = ui.input(|input| input.pointer.interact_pos());
        let layer = at.and_then(|at| ui.ctx().layer_id_at(at));
        self.is_open() && layer == Some(LayerId::new(Order::Foreground, Self::id()))
    }

    /// The list, below the end of what `ui` has drawn so far.
    pub(super) fn show(&mut self, ui: &Ui) {
        if !self.is_open() {
            return;
        }
        let frame = Frame::popup(ui.style());
        let padding = ui.spacing().button_padding;
        let around = frame.total_margin().sum().x + 2.0 * padding.x;
        let screen = ui.ctx().content_rect();
        let width = self.row_width(ui).min(screen.width() - around - 2.0 * MARGIN).max(0.0);
        // The signatures stand exactly below the name.
        let left = (self.left - around / 2.0).min(screen.right() - width - around - MARGIN);
        let top = pos2(left.max(screen.left() + MARGIN), ui.min_rect().bottom() + MARGIN);
        Area::new(Self::id()).order(Order::Foreground).fixed_pos(top).show(ui.ctx(), |ui| {
            frame.show(ui, |ui| self.rows_ui(ui, width + 2.0 * padding.x));
        });
    }

    fn rows_ui(&mut self, ui: &mut Ui, width: f32) {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        let column = self.column();
        let pointer_moves = ui.input(|input| input.pointer.is_moving());
        for (i, offer) in self.offers.iter().enumerate() {
            let is_selected = i == self.selected;
            let help = RichText::new(offer.help);
            // What is weak on the panel cannot be read on the colour of a selection.
            let help = if is_selected { help } else { help.weak() }.atom_shrink(true);
            let row = Button::selectable(is_selected, (signature(offer, column), help, Atom::grow()));
            let row = ui.add(row.min_size(vec2(width, 0.0)));
            if row.hovered() && pointer_moves {
                self.selected = i;
            }
            if row.clicked() {
                self.clicked = Some(i);
                ui.ctx().request_repaint();
            }
        }
    }

    /// The characters of the longest signature and the gap behind it.
    fn column(&self) -> usize {
        self.offers.iter().map(|offer| offer.signature.len()).max().unwrap_or(0) + GAP
    }

    /// The room that the widest row takes, in points.
    fn row_width(&self, ui: &Ui) -> f32 {
        let column = self.column();
        let width = |text: RichText| -> f32 {
            let font = FontSelection::Style(TextStyle::Button);
            WidgetText::from(text).into_galley(ui, None, f32::INFINITY, font).size().x
        };
        let rows = self.offers.iter().map(|offer| {
            width(signature(offer, column)) + ui.spacing().icon_spacing + width(RichText::new(offer.help))
        });
        // The growing atom at the end has a gap of its own.
        rows.fold(0.0, f32::max) + ui.spacing().icon_spacing
    }
}

/// A signature, filled up so that what follows stands in a column of its own.
fn signature(offer: &Offer, column: usize) -> RichText {
    RichText::new(format!("{:column$}", offer.signature)).monospace()
}
