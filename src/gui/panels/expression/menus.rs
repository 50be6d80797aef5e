//! The menus beside the expression.

use std::path::{Path, PathBuf};

use eframe::egui::{Button, ThemePreference, Ui};

use crate::gui::command::{Command, FileWish};
use crate::gui::shortcuts::{Action, row, with_hint, written};
use crate::gui::undo::Way;

const DATA_TOOLTIP: &str =
    "Saves every grid point with f and its gradient in a file: CSV, JSON or for NumPy.";

pub(super) fn menus_ui(ui: &mut Ui, steps: [bool; 2], recent: &[String]) -> Command {
    let ways = [
        (Way::Undo, "Undo", "Takes back the last change of the settings.", Action::Undo),
        (Way::Redo, "Redo", "Does again what was taken back.", Action::Redo),
    ];
    let stepped = ways.into_iter().zip(steps).fold(
        Command::None,
        |command, ((way, name, tooltip, action), is_there)| {
            let tooltip = with_hint(tooltip, action);
            let button = ui.add_enabled(is_there, Button::new(name)).on_hover_text(&tooltip);
            let button = button.on_disabled_hover_text(&tooltip);
            if button.clicked() { Command::Step(way) } else { command }
        },
    );
    let file = file_menu(ui, recent);
    let tooltip = "Functions worth looking at, each with a grid and an h that show why.";
    let examples = ui.button("Examples").on_hover_text(with_hint(tooltip, Action::Examples));
    theme_menu(ui);
    let tooltip = "Keys, functions, notation, and what the marks of wrong arrows mean.";
    let help = ui.button("Help").on_hover_text(with_hint(tooltip, Action::Help));
    match () {
        () if examples.clicked() => Command::ShowExamples,
        () if help.clicked() => Command::ShowHelp,
        () => stepped.or(file),
    }
}

/// What can be taken along, and brought back.
fn file_menu(ui: &mut Ui, recent: &[String]) -> Command {
    let mut command = Command::None;
    let menu = ui.menu_button("File", |ui| {
        let mut wish = None;
        let mut of_action = |ui: &mut Ui, word: &str, asked: FileWish, action: Action| {
            let row = row(action);
            let key = row.keys.first().map_or_else(String::new, written);
            if ui.add(Button::new(word).shortcut_text(key)).on_hover_text(row.sentence).clicked() {
                wish = Some(asked);
            }
        };
        of_action(ui, "Open...", FileWish::Open, Action::Open);
        let opened = recent_menu(ui, recent);
        of_action(ui, "Save", FileWish::Save, Action::Save);
        of_action(ui, "Save as...", FileWish::SaveAs, Action::SaveAs);
        ui.separator();
        of_action(ui, "Export figure...", FileWish::ExportFigure, Action::Export);
        let data = ui.button("Export data...").on_hover_text(DATA_TOOLTIP).clicked();
        ui.separator();
        of_action(ui, "Copy image", FileWish::CopyImage, Action::CopyImage);
        of_action(ui, "Copy as Python", FileWish::CopyScript, Action::CopyScript);
        of_action(ui, "Copy link", FileWish::CopyLink, Action::CopyLink);
        let wish = wish.or(data.then_some(FileWish::ExportData));
        command = opened.or(wish.map_or(Command::None, Command::File));
        if command != Command::None {
            ui.close();
        }
    });
    menu.response.on_hover_text("Take it along: files and the clipboard.");
    command
}

/// Light, dark, or as the desktop has it.
fn theme_menu(ui: &mut Ui) {
    let mut preference = ui.options(|options| options.theme_preference);
    let menu = ui.menu_button("Theme", |ui| {
        for (option, name) in [
            (ThemePreference::System, "as the desktop"),
            (ThemePreference::Light, "light"),
            (ThemePreference::Dark, "dark"),
        ] {
            if ui.radio_value(&mut preference, option, name).clicked() {
                ui.close();
            }
        }
    });
    menu.response.on_hover_text(with_hint("Light or dark, or as the desktop has it.", Action::Theme));
    ui.ctx().set_theme(preference);
}

/// The files opened or saved lately.
fn recent_menu(ui: &mut Ui, recent: &[String]) -> Command {
    let mut command = Command::None;
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            for path in recent {
                let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
                if ui.button(name).on_hover_text(path).clicked() {
                    command = Command::Open(PathBuf::from(path));
                    ui.close();
                }
            }
        });
    });
    command
}
