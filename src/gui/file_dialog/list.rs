//! The content of a folder as a list: one stop of the Tab key, within which the arrow keys go.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align, Button, Context, Event, EventFilter, Id, Key, Layout, Response, ScrollArea, Sense, StrokeKind,
    TextWrapMode, Ui, WidgetInfo, vec2,
};

use super::disk::Entry;

/// So many rows further, or back, by a key for a page.
const PAGE: usize = 10;

/// The entries, and the one that is selected.
#[derive(Default)]
pub(super) struct List {
    entries: Vec<Entry>,
    selected: Option<usize>,
    /// Whether the selected one is to be brought into sight.
    is_sought: bool,
    /// How far it is scrolled, in points.
    offset: f32,
}

/// What a frame has come to.
pub(super) enum Picked {
    Nothing,
    /// This one is selected.
    Selected(Entry),
    /// This one is meant: a folder to go to, or a file.
    Meant(Entry),
    /// The folder above is.
    Above,
}

impl List {
    /// Other entries, of which none is selected.
    pub(super) fn set(&mut self, entries: Vec<Entry>) {
        *self = Self { entries, is_sought: true, ..Self::default() };
    }

    /// The one that is selected.
    pub(super) fn selected(&self) -> Option<&Entry> {
        self.entries.get(self.selected?)
    }

    /// Have the one selected that has this text, or none.
    pub(super) fn select(&mut self, text: &str) {
        self.selected = self.entries.iter().position(|entry| entry.text == text);
        self.is_sought = true;
    }

    /// Go into it by key: to the selected one, or the first.
    pub(super) fn enter(&mut self, context: &Context) -> Option<Entry> {
        context.memory_mut(|memory| memory.request_focus(Self::id()));
        self.selected = self.selected.or(Some(0));
        self.is_sought = true;
        self.selected().cloned()
    }

    pub(super) fn id() -> Id {
        Id::unique("entries of the folder")
    }

    /// Show it, or what there is to say where it is empty.
    pub(super) fn ui(&mut self, ui: &mut Ui, height: f32, folder: &str, empty: &str) -> Picked {
        let row = ui.spacing().interact_size.y;
        let (width, pitch) = (ui.available_width(), row + ui.spacing().item_spacing.y);
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let response = ui.interact(rect, Self::id(), Sense::focusable_noninteractive());
        let by_key = self.keys(ui, &response);
        self.seek(pitch, height);
        let area = ScrollArea::vertical().auto_shrink(false).max_height(height).min_scrolled_height(height);
        let area = area.vertical_scroll_offset(self.offset);
        let mut by_pointer = Picked::Nothing;
        let layout = Layout::top_down_justified(Align::LEFT);
        let mut inside = ui.new_child(eframe::egui::UiBuilder::new().max_rect(rect).layout(layout));
        let shown = area.show_rows(&mut inside, row, self.entries.len(), |ui, rows| {
            ui.with_layout(layout, |ui| {
                for index in rows {
                    let entry = &self.entries[index];
                    let text = if entry.is_folder { format!("{}/", entry.text) } else { entry.text.clone() };
                    let button = Button::selectable(self.selected == Some(index), text);
                    // The list has the focus as a whole.
                    let button = button.wrap_mode(TextWrapMode::Truncate).sense(Sense::CLICK);
                    let clicked = ui.add(button.min_size(vec2(0.0, row)));
                    if clicked.double_clicked() {
                        by_pointer = Picked::Meant(entry.clone());
                    } else if clicked.clicked() {
                        by_pointer = Picked::Selected(entry.clone());
                        self.selected = Some(index);
                        ui.memory_mut(|memory| memory.request_focus(Self::id()));
                    }
                }
            });
            if self.entries.is_empty() {
                ui.weak(empty);
            }
        });
        self.offset = shown.state.clamped_offset().y;
        self.tell(ui, &response, folder);
        match by_key {
            Picked::Nothing => by_pointer,
            by_key => by_key,
        }
    }

    /// Scroll to the selected one where it is sought.
    fn seek(&mut self, pitch: f32, height: f32) {
        if !std::mem::take(&mut self.is_sought) {
            return;
        }
        let top = self.selected.map_or(0.0, |index| index as f32 * pitch);
        self.offset = self.offset.clamp((top + pitch - height).max(0.0), top.max(0.0));
    }

    /// Show where the keyboard is, and say it.
    fn tell(&self, ui: &Ui, response: &Response, folder: &str) {
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, format!("Content of {folder}")));
        if let Some(entry) = self.selected() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(entry.text.as_str()));
        }
        if response.has_focus() {
            let stroke = ui.visuals().selection.stroke;
            ui.painter().rect_stroke(response.rect.expand(2.0), 2.0, stroke, StrokeKind::Outside);
        }
    }

    /// What keys ask for while it has the focus.
    fn keys(&mut self, ui: &Ui, response: &Response) -> Picked {
        if !response.has_focus() {
            return Picked::Nothing;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let mut picked = Picked::Nothing;
        for event in ui.input(|input| input.events.clone()) {
            match event {
                Event::Key { key: Key::Enter, pressed: true, .. } => {
                    if let Some(entry) = self.selected() {
                        return Picked::Meant(entry.clone());
                    }
                }
                Event::Key { key: Key::Backspace, pressed: true, .. } => return Picked::Above,
                Event::Key { key, pressed: true, .. } => {
                    if let Some(index) = self.next(key) {
                        picked = self.go_to(index);
                    }
                }
                Event::Text(text) => {
                    if let Some(index) = self.next_beginning_with(&text) {
                        picked = self.go_to(index);
                    }
                }
                _ => {}
            }
        }
        picked
    }

    fn go_to(&mut self, index: usize) -> Picked {
        self.selected = Some(index);
        self.is_sought = true;
        self.selected().cloned().map_or(Picked::Nothing, Picked::Selected)
    }

    /// Where a key leads.
    fn next(&self, key: Key) -> Option<usize> {
        let last = self.entries.len().checked_sub(1)?;
        let down = |steps: usize| self.selected.map_or(0, |index| (index + steps).min(last));
        let up = |steps: usize| self.selected.map_or(last, |index| index.saturating_sub(steps));
        match key {
            Key::ArrowDown => Some(down(1)),
            Key::PageDown => Some(down(PAGE)),
            Key::ArrowUp => Some(up(1)),
            Key::PageUp => Some(up(PAGE)),
            Key::Home => Some(0),
            Key::End => Some(last),
            _ => None,
        }
    }

    /// The next one that begins with a letter, in capitals or not; after the last comes the first.
    fn next_beginning_with(&self, letter: &str) -> Option<usize> {
        let letter = letter.to_lowercase();
        let from = self.selected.map_or(0, |index| index + 1);
        let count = self.entries.len();
        (from..count).chain(0..from.min(count)).find(|index| {
            let text = &self.entries[*index].text;
            text.chars().take(1).flat_map(char::to_lowercase).eq(letter.chars())
        })
    }
}
