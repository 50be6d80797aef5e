//! Files that are dragged over the window and dropped onto it.

use std::path::{Path, PathBuf};

use eframe::egui::{Align2, Color32, Context, FontId, Id, LayerId, Order, Ui};

use super::App;
use crate::gui::command::Command;
use crate::gui::settings::EXTENSION;
use crate::gui::toasts::Tone;

/// What lies over the window while a file is dragged over it, and the size of the letters on it, in points.
const SHADE: Color32 = Color32::from_black_alpha(190);
const LETTERS: f32 = 22.0;

fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

/// What is said over the window while these files, as far as they are known, are dragged over it; `None` without any.
pub fn promise(files: &[Option<PathBuf>]) -> Option<String> {
    if files.is_empty() {
        return None;
    }
    let known = files.iter().flatten();
    Some(match known.clone().find(|path| is_ours(path)) {
        Some(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            format!("Let go to open {}.", name.replace(char::is_control, "\u{fffd}"))
        }
        None if known.count() < files.len() => format!("Let go to open it, if it is a file of .{EXTENSION}."),
        None => format!("Only files whose names end in .{EXTENSION} are opened."),
    })
}

impl App {
    /// Open a file that was dropped, or say why not.
    pub(super) fn dropped(&mut self, ui: &Ui) -> Command {
        let dropped: Vec<PathBuf> =
            ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if let Some(path) = dropped.iter().find(|path| is_ours(path)) {
            return Command::Open(path.clone());
        }
        if let Some(other) = dropped.first() {
            let text = format!("{} is not opened: its name does not end in .{EXTENSION}.", other.display());
            self.files.toasts.push(Tone::Trouble, text);
        }
        Command::None
    }
}

/// Say what becomes of the files that are dragged over the window.
pub(super) fn hover_ui(context: &Context) {
    let hovered: Vec<_> =
        context.input(|input| input.raw.hovered_files.iter().map(|file| file.path.clone()).collect());
    let Some(text) = promise(&hovered) else { return };
    let painter = context.layer_painter(LayerId::new(Order::Tooltip, Id::unique("dragged file")));
    let screen = context.content_rect();
    painter.rect_filled(screen, 0.0, SHADE);
    let font = FontId::proportional(LETTERS);
    painter.text(screen.center(), Align2::CENTER_CENTER, text, font, Color32::WHITE);
}
