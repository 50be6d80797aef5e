//! The gallery of examples: a card for each, with a thumbnail that the program draws itself.
//!
//! | file | what it knows |
//! |---|---|
//! | this one | the window, its groups, and when thumbnails are made |
//! | `card` | one example |

mod card;

use std::time::{Duration, Instant};

use eframe::egui::{
    Align, Button, Color32, Context, Id, Label, Layout, Response, RichText, ScrollArea, Separator, TextStyle,
    TextWrapMode, Ui, UiBuilder, Vec2, vec2,
};

use super::command::Command;
use super::plot::thumbnail::{Thumbnail, ThumbnailStyle};
use super::settings::Settings;
use super::sheet::Sheet;
use crate::examples::{self, Example};
use card::{CARD, Card};

/// Between two cards, in points.
const GAP: f32 = 8.0;
/// Room for the scroll bar.
const SCROLL_BAR: f32 = 14.0;
/// The largest group then has two rows, any other one.
const MOST_COLUMNS: usize = 7;
/// The window is no higher than this many points, however large the screen.
const MOST_HEIGHT: f32 = 1320.0;
/// The height of the line above what is said of an example.
const SEPARATOR: f32 = 6.0;
/// How much of a frame may go into thumbnails that are not there yet: they are also painted for the first time in it.
const TIME_FOR_THUMBNAILS: Duration = Duration::from_millis(2);

/// What the gallery keeps between frames.
#[derive(Default)]
pub struct Gallery {
    sheet: Sheet,
    /// Whether the card to begin with is to take the focus.
    is_new: bool,
    /// In the order of [`examples::all`], as far as they are made; they stay.
    thumbnails: Vec<Thumbnail>,
}

impl Gallery {
    /// Show it from the next frame on.
    pub fn open(&mut self, context: &Context) {
        self.is_new = true;
        self.sheet.open(context);
    }

    /// Close it, and say what had the focus: now it is for others to give that back.
    pub(super) fn hand_over(&mut self, context: &Context) -> Option<Id> {
        self.sheet.hand_over(context)
    }

    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.sheet.is_open()
    }

    /// The thumbnails, in the order of [`examples::all`], as far as they are made.
    pub fn thumbnails(&self) -> &[Thumbnail] {
        &self.thumbnails
    }

    /// The gallery, if it is open, and the example that is picked.
    pub fn ui(&mut self, context: &Context, settings: &Settings) -> Command {
        if self.is_open() {
            self.make_thumbnails(context);
        }
        let mut sheet = std::mem::take(&mut self.sheet);
        let picked =
            sheet.show(context, "Gallery of examples", |ui, room| self.content_ui(ui, room, settings));
        if picked.is_some() {
            self.is_new = false;
        }
        let picked = picked.flatten();
        if picked.is_some() {
            sheet.close(context);
        }
        self.sheet = sheet;
        picked.map_or(Command::None, |example| Command::Load(Box::new(settings.showing(example)), example))
    }

    /// Make some of the thumbnails that are not there yet, and have the next frame go on.
    fn make_thumbnails(&mut self, context: &Context) {
        let start = Instant::now();
        for example in examples::all().skip(self.thumbnails.len()) {
            match Thumbnail::new(context, &example.thumbnail_seed(), example.color_scale) {
                Ok(thumbnail) => self.thumbnails.push(thumbnail),
                // A test has them all made.
                Err(error) => unreachable!("{}: {error}", example.name),
            }
            if start.elapsed() >= TIME_FOR_THUMBNAILS {
                break;
            }
        }
        if self.thumbnails.len() < examples::all().count() {
            context.request_repaint();
        }
    }

    fn content_ui(&self, ui: &mut Ui, room: Vec2, settings: &Settings) -> Option<&'static Example> {
        let columns = columns(room.x - SCROLL_BAR);
        let width = columns as f32 * (CARD.x + GAP) - GAP + SCROLL_BAR;
        ui.set_width(width);
        ui.set_height(room.y.min(MOST_HEIGHT));
        header_ui(ui);
        ui.separator();
        let height = ui.available_height() - lesson_height(ui, width);
        let scroll = ScrollArea::vertical().auto_shrink(false).max_height(height).min_scrolled_height(height);
        let seen = scroll.show(ui, |ui| self.groups_ui(ui, columns, settings)).inner;
        ui.add(Separator::default().spacing(SEPARATOR));
        lesson_ui(ui, seen.pointed.or(seen.focused));
        seen.picked
    }

    fn groups_ui(&self, ui: &mut Ui, columns: usize, settings: &Settings) -> Seen {
        let style =
            ThumbnailStyle { direction: settings.arrows.direction, colormap: settings.arrows.colormap };
        let current = examples::all().find(|example| settings.shows(example));
        let first = current.or(examples::all().next());
        let is = |other: Option<&Example>, example| other.is_some_and(|other| std::ptr::eq(other, example));
        let mut thumbnails = self.thumbnails.iter();
        let mut seen = Seen::default();
        for group in examples::groups() {
            ui.add_space(GAP);
            ui.label(RichText::new(&group.name).strong().size(15.0));
            ui.add_space(2.0);
            for row in group.examples.chunks(columns) {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    for example in row {
                        let is_current = is(current, example);
                        let card = Card { example, thumbnail: thumbnails.next(), is_current };
                        let response = card.ui(ui, style);
                        if self.is_new && is(first, example) {
                            response.request_focus();
                            response.scroll_to_me(None);
                        }
                        seen.note(example, &response);
                    }
                });
                ui.add_space(GAP - ui.spacing().item_spacing.y);
            }
        }
        seen
    }
}

/// What a frame learns of the cards.
#[derive(Default)]
struct Seen {
    picked: Option<&'static Example>,
    pointed: Option<&'static Example>,
    focused: Option<&'static Example>,
}

impl Seen {
    fn note(&mut self, example: &'static Example, response: &Response) {
        let note = |slot: &mut Option<_>, is: bool| {
            if is {
                *slot = Some(example);
            }
        };
        note(&mut self.picked, response.clicked());
        note(&mut self.pointed, response.hovered());
        note(&mut self.focused, response.has_focus());
    }
}

/// How many cards fit side by side.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number; NaN becomes 1")]
fn columns(width: f32) -> usize {
    (((width + GAP) / (CARD.x + GAP)).max(1.0) as usize).min(MOST_COLUMNS)
}

fn header_ui(ui: &mut Ui) {
    let height = ui.spacing().interact_size.y + 4.0;
    let row = vec2(ui.available_width(), height);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| {
        let close = ui
            .add(Button::new("Close"))
            .on_hover_text("Back to the window, which stays as it is. Esc does the same.");
        if close.clicked() {
            ui.close();
        }
        let layout = Layout::left_to_right(Align::Center);
        ui.with_layout(layout, |ui| {
            ui.label(RichText::new("Functions worth looking at").strong().size(18.0));
            let about = RichText::new("Each brings its own range, step, scheme and h.").weak();
            ui.add(Label::new(about).truncate());
        });
    });
}

/// The height of the longest lesson in a window of some width, with the line above it and all between: what is below the
/// cards must not move while the pointer does.
fn lesson_height(ui: &Ui, width: f32) -> f32 {
    let font = TextStyle::Body.resolve(ui.style());
    let lay_out = |example: &Example| {
        ui.painter().layout(example.lesson.clone(), font.clone(), Color32::PLACEHOLDER, width).size().y
    };
    let longest = examples::all().map(lay_out).fold(0.0, f32::max);
    let gap = ui.spacing().item_spacing.y;
    SEPARATOR + gap + ui.spacing().interact_size.y + gap + longest + gap
}

/// What there is to see in an example, and what to try.
fn lesson_ui(ui: &mut Ui, example: Option<&Example>) {
    let Some(example) = example else { return };
    ui.scope_builder(UiBuilder::new(), |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(&example.name).strong());
            let expression = RichText::new(&example.expression).monospace().size(12.0);
            ui.add(Label::new(expression).wrap_mode(TextWrapMode::Truncate));
        });
        ui.add(Label::new(&example.lesson).wrap_mode(TextWrapMode::Wrap));
    });
}
