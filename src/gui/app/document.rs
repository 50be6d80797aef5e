//! The file that is worked on, and whether all that is set is in it.
//!
//! Nothing is lost where it is not: the window remembers all that is set, and that the file has not got it; and whatever is
//! opened in its place is a step that can be taken back, which leads back to the file as well.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, ViewportCommand};

use super::App;
use crate::export::{FileError, OpenError, open_settings, save_settings};
use crate::gui::settings::Settings;
use crate::gui::store::whole_path;
use crate::gui::toasts::Tone;
use crate::gui::undo::differ;

/// The window's title where no file is open, and what it ends with where one is.
pub const PROGRAM: &str = "gradfield";

/// What is worked on.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// The file that it was opened from or saved in, if there is one.
    path: Option<PathBuf>,
    /// What the file has, as far as it is known to be of what is worked on.
    saved: Option<Settings>,
    /// Whether the file has more than could be taken from it, which saving would drop.
    has_more: bool,
}

impl Document {
    /// A file that has these settings; `None` where it has others.
    pub(super) fn of_file(path: &Path, saved: Option<Settings>, has_more: bool) -> Self {
        Self { path: Some(whole_path(path)), saved, has_more }
    }
}

/// The window's title: the open file's name, with a mark where not all is saved, as the platform has it.
///
/// The name is cleaned of control characters.
pub fn title(file: Option<&Path>, is_unsaved: bool, is_macos: bool) -> String {
    let Some(file) = file else { return PROGRAM.to_owned() };
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let name = name.replace(char::is_control, "\u{fffd}");
    match (is_unsaved, is_macos) {
        (false, _) => format!("{name} - {PROGRAM}"),
        (true, false) => format!("*{name} - {PROGRAM}"),
        (true, true) => format!("{name} - Edited"),
    }
}

impl App {
    fn document(&self) -> Option<&Document> {
        self.session.documents.get(self.session.history.document())
    }

    /// The file that is worked on.
    pub fn file(&self) -> Option<&Path> {
        self.document()?.path.as_deref()
    }

    /// Whether something is set otherwise than in the file that is worked on. What is no step to be taken back, such as from
    /// where the surface is looked at, does not count.
    pub fn is_unsaved(&self) -> bool {
        let Some(Document { path: Some(_), saved, .. }) = self.document() else { return false };
        saved.as_ref().is_none_or(|saved| differ(saved, self.own_settings()))
    }

    /// The window's title.
    pub fn title(&self) -> String {
        title(self.file(), self.is_unsaved(), cfg!(target_os = "macos"))
    }

    /// Have the window show its title, where that has changed.
    pub(super) fn show_title(&mut self, context: &Context) {
        let title = self.title();
        if title != self.session.title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.session.title = title;
        }
    }

    /// Open a file of settings.
    pub fn open_file(&mut self, path: &Path) -> Result<(), OpenError> {
        let reading = open_settings(path)?;
        self.forget_tour();
        self.leave_document();
        self.load(reading.settings);
        let has_more = !reading.notices.is_empty();
        if has_more {
            self.files.toasts.push(Tone::Trouble, reading.notices.join(" "));
        }
        self.session.habits.remember(path);
        self.begin_document(Document::of_file(path, Some(self.settings.clone()), has_more));
        Ok(())
    }

    /// Open a file, or say why not.
    pub(super) fn open_or_complain(&mut self, path: &Path) {
        if let Err(error) = self.open_file(path) {
            self.files.toasts.push(Tone::Trouble, error.to_string());
        }
    }

    /// Save the settings in a file, which is worked on from then on.
    pub fn save_file(&mut self, path: &Path) -> Result<(), FileError> {
        save_settings(self.own_settings(), path)?;
        let document = Document::of_file(path, Some(self.own_settings().clone()), false);
        self.session.habits.remember(path);
        let index = self.session.history.document();
        if let Some(slot) = self.session.documents.get_mut(index) {
            *slot = document;
        }
        Ok(())
    }

    /// Save the settings in a file and say so, or why not.
    pub(super) fn save_or_complain(&mut self, path: &Path) {
        match self.save_file(path) {
            Ok(()) => self.files.toasts.push(Tone::Done, format!("Saved {}.", path.display())),
            Err(error) => self.files.toasts.push(Tone::Trouble, error.to_string()),
        }
    }

    /// The file that may be written to without asking: the open one, unless that would drop what is in it.
    pub(super) fn file_to_save(&self) -> Option<PathBuf> {
        self.document().filter(|document| !document.has_more)?.path.clone()
    }

    /// Something else is about to take the place of what is worked on: say where that stays if it is in no file.
    pub(super) fn leave_document(&mut self) {
        let Some(name) = self.file().filter(|_| self.is_unsaved()).and_then(Path::file_name) else { return };
        let name = name.to_string_lossy();
        let text = format!("What was changed in {name} is not saved. Undo brings it back.");
        self.files.toasts.push(Tone::Notice, text);
    }

    /// What has just been loaded is another document.
    pub(super) fn begin_document(&mut self, document: Document) {
        self.session.history.begin(self.session.documents.len());
        self.session.documents.push(document);
    }
}
