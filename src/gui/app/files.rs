//! Which files are asked for, and what goes to the clipboard as text.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use eframe::egui::Context;

use super::App;
use super::exports::{Exported, Running, is_dark};
use crate::export;
use crate::export::python::{Script, script_of_figure};
use crate::gui::command::FileWish;
use crate::gui::file_dialog::{FileDialog, FileKind, Question};
use crate::gui::toasts::{Toasts, Tone};
use crate::settings::EXTENSION;
use crate::worker::{Task, Worker};

/// What a field is written as.
const DATA: [FileKind; 3] = [
    FileKind { name: "Table (CSV)", extension: "csv" },
    FileKind { name: "JSON", extension: "json" },
    FileKind { name: "NumPy array", extension: "npy" },
];

/// The extension of programs that draw figures.
pub(super) const PYTHON: &str = "py";

/// What a figure is written as.
const FIGURES: [FileKind; 4] = [
    FileKind { name: "Scalable (SVG)", extension: "svg" },
    FileKind { name: "Pixels (PNG)", extension: "png" },
    FileKind { name: "Page (PDF)", extension: "pdf" },
    FileKind { name: "Python program", extension: PYTHON },
];

/// What the settings are written as.
const SETTINGS: [FileKind; 1] = [FileKind { name: "gradfield", extension: EXTENSION }];

/// What a file is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Open,
    Save,
    Figure,
    Data,
}

/// Files on their way.
#[derive(Default)]
pub(super) struct Files {
    dialog: FileDialog<Purpose>,
    pub(super) toasts: Toasts,
    /// A thread of their own, from the first export on: a large file must not hold the canvas up, nor be begun anew
    /// whenever a slider moves.
    pub(super) worker: Option<Worker<Task<Exported>>>,
    pub(super) running: Option<Running>,
    /// The folder of the last file.
    folder: Option<PathBuf>,
}

impl Files {
    /// None yet, on a window.
    pub(super) fn over(window: &eframe::CreationContext<'_>) -> Self {
        Self { dialog: FileDialog::over(window), ..Self::default() }
    }
}

impl App {
    /// The notes above the status bar.
    pub fn toasts(&self) -> &Toasts {
        &self.files.toasts
    }

    /// The title of the dialog that asks for a file.
    pub fn asked_for(&self) -> Option<&'static str> {
        self.files.dialog.title()
    }

    /// Whether our own dialog waits for the disk.
    pub fn is_reading_folder(&self) -> bool {
        self.files.dialog.waits()
    }

    /// Ask for files in our own dialog, whatever the desktop has.
    pub fn use_own_file_dialog(&mut self) {
        self.files.dialog = FileDialog::own();
    }

    pub(super) fn obey_file(&mut self, wish: FileWish, context: &Context) {
        match wish {
            FileWish::Open => self.ask_for_file(Purpose::Open, context),
            FileWish::Save => match self.file_to_save() {
                Some(path) => self.save_or_complain(&path),
                None => self.ask_for_file(Purpose::Save, context),
            },
            FileWish::SaveAs => self.ask_for_file(Purpose::Save, context),
            FileWish::ExportFigure => self.ask_for_file(Purpose::Figure, context),
            FileWish::ExportData => self.ask_for_file(Purpose::Data, context),
            FileWish::CopyImage => self.copy_image(context),
            FileWish::CopyScript => match self.script(is_dark(context)) {
                Ok(Script { text, notes }) => {
                    let said = [&["The Python program is on the clipboard.".to_owned()], &notes[..]].concat();
                    self.copy_text(context, text, &said.join(" "));
                }
                Err(problem) => self.files.toasts.push(Tone::Trouble, problem),
            },
            FileWish::CopyLink => {
                let link = self.link();
                self.copy_text(context, link, "The command line that opens this is on the clipboard.");
            }
        }
    }

    fn copy_text(&mut self, context: &Context, text: String, note: &str) {
        context.copy_text(text);
        self.files.toasts.push(Tone::Done, note);
    }

    fn ask_for_file(&mut self, purpose: Purpose, context: &Context) {
        let (title, kinds, is_save) = match purpose {
            Purpose::Open => ("Open", &SETTINGS[..], false),
            Purpose::Save => ("Save", &SETTINGS[..], true),
            Purpose::Figure => ("Export figure", &FIGURES[..], true),
            Purpose::Data => ("Export data", &DATA[..], true),
        };
        let offered = |kinds: &[FileKind]| {
            let stem = export::offered_stem(self.file(), &self.own_settings().expression);
            kinds.first().map_or_else(|| stem.clone(), |kind| format!("{stem}.{}", kind.extension))
        };
        // What was opened has a name already, which is none to be changed.
        let own_name = || self.file().and_then(Path::file_name).and_then(OsStr::to_str).map(str::to_owned);
        let name = match purpose {
            Purpose::Open => String::new(),
            Purpose::Save => own_name().unwrap_or_else(|| offered(kinds)),
            Purpose::Figure | Purpose::Data => offered(kinds),
        };
        let beside_file = || self.file().and_then(Path::parent).map(Path::to_owned);
        let folder = self.files.folder.clone().or_else(beside_file);
        self.files.dialog.ask(Question { purpose, title, is_save, name, folder, kinds }, context);
    }

    /// Dialogs, notes, and what the dialogs have come to.
    pub(super) fn files_ui(&mut self, context: &Context) {
        if let Some((purpose, path)) = self.files.dialog.ui(context) {
            self.files.folder = path.parent().map(Path::to_owned);
            match purpose {
                Purpose::Open => self.open_or_complain(&path),
                Purpose::Save => self.save_or_complain(&path),
                Purpose::Figure => self.export_figure(context, path),
                Purpose::Data => self.export_data(context, path),
            }
        }
        let running = self.running(context);
        if self.files.toasts.ui(context, running.as_ref())
            && let Some(running) = &self.files.running
        {
            running.cancel();
        }
    }

    /// The Python program that makes this figure, or why there is none.
    pub fn script(&self, dark_mode: bool) -> Result<Script, String> {
        let figure = self.figure_of_canvas(dark_mode).filter(|_| !self.is_stale());
        let (content, settings, sheet) =
            figure.ok_or("There is no field that a program could make: the settings have none.")?;
        script_of_figure(&content, &settings, &sheet).map_err(|error| error.to_string())
    }
}
