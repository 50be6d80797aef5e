//! The help: a sheet over the window with the keys, the functions, the notation, and what the marks mean.
//!
//! | file | what it knows |
//! |---|---|
//! | this one | the sheet and its pages |
//! | `keys` | the page of the keys |
//! | `functions` | the page of the functions, to be searched |
//! | `notation` | how a function may be written |
//! | `causes` | the causes of a bad arrow with their marks |

mod causes;
mod functions;
mod keys;
pub mod notation;

use eframe::egui::{
    Align, Context, Id, Key, Label, Layout, Memory, Modifiers, RichText, ScrollArea, Ui, Vec2, vec2,
};

use super::command::Command;
use super::plot::legend::Marks;
use super::sheet::Sheet;
use super::shortcuts::{Action, with_hint};

/// The size of the sheet's content where there is room, in points.
const SIZE: Vec2 = vec2(820.0, 640.0);
/// What an arrow key scrolls by, in points, and what a page key leaves of a page.
const LINE: f32 = 40.0;
const OVERLAP: f32 = 40.0;

/// What the help keeps between frames.
#[derive(Default)]
pub struct Help {
    sheet: Sheet,
    page: Page,
    filter: String,
    marks: Marks,
}

/// A page of the help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The keys.
    #[default]
    Keys,
    /// What can be called.
    Functions,
    /// How a function may be written.
    Notation,
    /// The causes of a bad arrow.
    Causes,
    /// What the program is.
    About,
}

impl Page {
    /// All, in the order of their tabs.
    pub const ALL: [Self; 5] = [Self::Keys, Self::Functions, Self::Notation, Self::Causes, Self::About];

    /// The word on its tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Keys => "Keys",
            Self::Functions => "Functions",
            Self::Notation => "Notation",
            Self::Causes => "Wrong arrows",
            Self::About => "About",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Keys => "What every key does.",
            Self::Functions => "What can be called in a function, each with an example.",
            Self::Notation => "How a function may be written: as in a book, in Python, with NumPy.",
            Self::Causes => "Why an arrow is missing or wrong, and its mark.",
            Self::About => "What this program is, and which version.",
        }
    }
}

impl Help {
    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.sheet.is_open()
    }

    /// The page that is shown.
    pub fn page(&self) -> Page {
        self.page
    }

    /// Show it, or close it.
    pub fn toggle(&mut self, context: &Context) {
        if self.is_open() {
            self.sheet.close(context);
        } else {
            self.sheet.open(context);
        }
    }

    /// Close it, and say what had the focus: now it is for others to give that back.
    pub(super) fn hand_over(&mut self, context: &Context) -> Option<Id> {
        self.sheet.hand_over(context)
    }

    /// The sheet, if it is open, and what is asked for there.
    pub fn ui(&mut self, context: &Context) -> Command {
        let mut sheet = std::mem::take(&mut self.sheet);
        let asked = sheet.show(context, "Help", |ui, room| self.sheet_ui(ui, room));
        self.sheet = sheet;
        asked.unwrap_or_default()
    }

    fn sheet_ui(&mut self, ui: &mut Ui, room: Vec2) -> Command {
        let size = SIZE.min(room);
        ui.set_width(size.x);
        ui.set_height(size.y);
        let command = self.header_ui(ui);
        ui.separator();
        if self.page == Page::Functions {
            functions::filter_ui(ui, &mut self.filter);
        }
        let scroll = ScrollArea::vertical().id_salt(self.page.title()).auto_shrink(false);
        scroll.show(ui, |ui| {
            scroll_by_keys(ui);
            match self.page {
                Page::Keys => keys::keys_ui(ui),
                Page::Functions => functions::functions_ui(ui, &self.filter),
                Page::Notation => notation::notation_ui(ui),
                Page::Causes => causes::causes_ui(ui, &self.marks),
                Page::About => about_ui(ui),
            }
        });
        command
    }

    fn header_ui(&mut self, ui: &mut Ui) -> Command {
        let row = vec2(ui.available_width(), ui.spacing().interact_size.y + 4.0);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            for page in Page::ALL {
                ui.selectable_value(&mut self.page, page, page.title()).on_hover_text(page.tooltip());
            }
            ui.separator();
            let tooltip = "Five steps from a bowl to the best h. Your own settings come back at the end.";
            let tour = ui.button("Take the tour").on_hover_text(with_hint(tooltip, Action::Tour));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = ui.button("Close").on_hover_text("Back to the window. Esc does the same.");
                if close.clicked() {
                    ui.close();
                }
            });
            if tour.clicked() { Command::ShowTour } else { Command::None }
        })
        .inner
    }
}

/// Page keys scroll unless a text is typed; arrow keys while nothing has the focus, as they move that as well.
fn scroll_by_keys(ui: &Ui) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let is_free = ui.memory(Memory::focused).is_none();
    let page = ui.clip_rect().height() - OVERLAP;
    let far = 1e6;
    for (key, by) in [
        (Key::ArrowUp, LINE),
        (Key::ArrowDown, -LINE),
        (Key::PageUp, page),
        (Key::PageDown, -page),
        (Key::Home, far),
        (Key::End, -far),
    ] {
        let is_for_page = is_free || !matches!(key, Key::ArrowUp | Key::ArrowDown);
        if is_for_page && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(vec2(0.0, by));
        }
    }
}

/// A heading on a page.
fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(6.0);
    ui.label(RichText::new(text).strong().size(15.0));
}

/// A column of some width.
fn cell(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        content(ui);
    });
}

/// Text as it is typed.
fn code(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).monospace()).wrap());
}

fn about_ui(ui: &mut Ui) {
    heading(ui, &format!("gradfield {}", env!("CARGO_PKG_VERSION")));
    ui.label("A microscope for numerical gradients: type f(x0, x1), watch its finite-difference gradient field, drag h.");
    ui.add_space(6.0);
    ui.label(
        "Every number is rounded as a computer rounds it, in f64, f32, f16 or bf16, and judged against the exact gradient: the \
         derivative by the chain rule, in some 32 digits, rounded once. So an arrow that is wrong is known to be wrong, by how \
         much, and why.",
    );
    ui.add_space(6.0);
    ui.label(
        "The same fields, curves and descents come from the command line, without a window: gradfield --help",
    );
    ui.add_space(6.0);
    ui.label(concat!("Free software, under the terms of ", env!("CARGO_PKG_LICENSE"), ", at your choice."));
}
