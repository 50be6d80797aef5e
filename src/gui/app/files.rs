//! What goes to files and to the clipboard, and what is said of it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Context, Theme};

use super::App;
use super::figure::copy_picture;
use crate::export::figure::{FigureFormat, Picture, compose, picture};
use crate::export::python::{self, ScriptLook};
use crate::export::{self, Format};
use crate::field::{CancelToken, Cancelled, GradientField, Progress};
use crate::gui::command::FileWish;
use crate::gui::file_dialog::{FileDialog, FileKind, Question};
use crate::gui::toasts::{Toasts, Tone};
use crate::number_text::format_bytes;
use crate::settings::{EXTENSION, Settings};
use crate::worker::{JobContext, Outcome, Task, Worker};

/// How often it is looked how much of a file is written.
const INTERVAL: Duration = Duration::from_millis(100);
/// What is done sooner than this is not announced.
const PATIENCE: Duration = Duration::from_millis(300);

/// What a field is written as.
const DATA: [FileKind; 3] = [
    FileKind { name: "Table (CSV)", extension: "csv" },
    FileKind { name: "JSON", extension: "json" },
    FileKind { name: "NumPy array", extension: "npy" },
];

/// What a figure is written as.
const FIGURES: [FileKind; 3] = [
    FileKind { name: "Scalable (SVG)", extension: "svg" },
    FileKind { name: "Pixels (PNG)", extension: "png" },
    FileKind { name: "Page (PDF)", extension: "pdf" },
];
/// What the settings are written as.
const SETTINGS: [FileKind; 1] = [FileKind { name: "gradfield", extension: EXTENSION }];
/// Pixels a point of an exported picture: it is looked at enlarged, and printed.
const PIXELS_A_POINT: f64 = 2.0;

/// What a file is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Open,
    Save,
    Figure,
    Data,
}

/// What has come of an export.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Exported {
    /// A whole file of so many bytes.
    File(PathBuf, u64),
    /// A picture for the clipboard.
    Picture(Picture),
    /// Nothing, and why.
    Failed(String),
}

/// Files on their way.
#[derive(Default)]
pub(super) struct Files {
    dialog: FileDialog<Purpose>,
    pub(super) toasts: Toasts,
    /// A thread of their own, from the first export on: a large file must not hold the canvas up, nor be begun anew
    /// whenever a slider moves.
    worker: Option<Worker<Task<Exported>>>,
    /// The name of the file that is being written.
    running: Option<String>,
    /// The folder of the last file.
    folder: Option<PathBuf>,
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

    /// Ask for files in our own dialog, whatever the desktop has.
    pub fn use_own_file_dialog(&mut self) {
        self.files.dialog = FileDialog::own();
    }

    pub(super) fn obey_file(&mut self, wish: FileWish, context: &Context) {
        match wish {
            FileWish::Open => self.ask_for_file(Purpose::Open),
            FileWish::Save => self.ask_for_file(Purpose::Save),
            FileWish::ExportFigure => self.ask_for_file(Purpose::Figure),
            FileWish::ExportData => self.ask_for_file(Purpose::Data),
            FileWish::CopyImage => self.copy_image(context),
            FileWish::CopyScript => match self.script() {
                Ok(script) => {
                    let note = "The Python program is on the clipboard.";
                    let without = if self.has_layers() {
                        " It draws the arrows, without heat map, layers and paths."
                    } else {
                        ""
                    };
                    self.copy_text(context, script, &format!("{note}{without}"));
                }
                Err(problem) => self.files.toasts.push(Tone::Trouble, problem),
            },
            FileWish::CopyLink => {
                let link = self.link();
                self.copy_text(context, link, "The command line that opens this is on the clipboard.");
            }
        }
    }

    /// Whether the canvas shows more than arrows.
    fn has_layers(&self) -> bool {
        let Settings { heat_map, layers, descent, .. } = &self.settings;
        heat_map.show
            || layers.contours.show
            || layers.streamlines.show
            || layers.critical_points
            || descent.show
    }

    fn copy_text(&mut self, context: &Context, text: String, note: &str) {
        context.copy_text(text);
        self.files.toasts.push(Tone::Done, note);
    }

    fn ask_for_file(&mut self, purpose: Purpose) {
        let (title, name, kinds, is_save) = match purpose {
            Purpose::Open => ("Open", "", &SETTINGS[..], false),
            Purpose::Save => ("Save", "field.gradfield", &SETTINGS[..], true),
            Purpose::Figure => ("Export figure", "field.svg", &FIGURES[..], true),
            Purpose::Data => ("Export data", "field.csv", &DATA[..], true),
        };
        // What was opened is saved under its own name.
        let file = self.file().filter(|_| purpose == Purpose::Save).and_then(Path::file_name);
        let name = file.map_or_else(|| name.to_owned(), |file| file.to_string_lossy().into_owned());
        let folder = self.files.folder.clone();
        self.files.dialog.ask(Question { purpose, title, is_save, name, folder, kinds });
    }

    /// Dialogs, notes, and what the dialogs have come to.
    pub(super) fn files_ui(&mut self, context: &Context) {
        if let Some((purpose, path)) = self.files.dialog.ui(context) {
            self.files.folder = path.parent().map(Path::to_owned);
            match purpose {
                Purpose::Open => self.open_or_complain(&path),
                Purpose::Save => match self.save_file(&path) {
                    Ok(()) => self.files.toasts.push(Tone::Done, format!("Saved {}.", path.display())),
                    Err(error) => self.files.toasts.push(Tone::Trouble, error.to_string()),
                },
                Purpose::Figure => self.export_figure(context, path),
                Purpose::Data => self.export_data(context, path),
            }
        }
        let running = self.running(context);
        if self.files.toasts.ui(context, running.as_deref()) {
            if let Some(worker) = &self.files.worker {
                worker.cancel(());
            }
            let name = self.files.running.take().unwrap_or_default();
            self.files.toasts.push(Tone::Done, format!("Cancelled: {name}."));
        }
    }

    /// What is being written, once that has taken a while.
    fn running(&self, context: &Context) -> Option<String> {
        let name = self.files.running.as_ref()?;
        let progress = self.files.worker.as_ref()?.progress(())?;
        context.request_repaint_after(INTERVAL);
        (progress.age >= PATIENCE).then(|| {
            if progress.done > 0 {
                format!("Writing {name}: {}", format_bytes(progress.done as f64))
            } else {
                format!("Making {name}")
            }
        })
    }

    /// Write the field on the canvas to a file.
    pub fn export_data(&mut self, context: &Context, path: PathBuf) {
        let Some(field) = self.field().map(Arc::clone) else {
            self.files.toasts.push(Tone::Trouble, "There is no field yet to be written.");
            return;
        };
        match Format::of_file(&path) {
            Ok(format) => {
                self.export(context, path, move |watch, to| write_data(&field, format, watch, to));
            }
            Err(error) => self.files.toasts.push(Tone::Trouble, error.to_string()),
        }
    }

    /// Write what the canvas shows to a file.
    pub fn export_figure(&mut self, context: &Context, path: PathBuf) {
        let format = match FigureFormat::of_file(&path) {
            Ok(format) => format,
            Err(error) => return self.files.toasts.push(Tone::Trouble, error.to_string()),
        };
        let Some((content, settings, sheet)) = self.figure_of_canvas(is_dark(context)) else {
            return self.files.toasts.push(Tone::Trouble, NO_FIGURE);
        };
        self.export(context, path, move |watch, to| {
            let scene = compose(&content, &settings, &sheet);
            watch.check()?;
            let bytes = format.bytes(&scene, PIXELS_A_POINT).map_err(io::Error::other)?;
            to.write_all(&bytes)
        });
    }

    /// Put what the canvas shows on the clipboard, as sharp as the screen.
    pub fn copy_image(&mut self, context: &Context) {
        let Some((content, settings, sheet)) = self.figure_of_canvas(is_dark(context)) else {
            return self.files.toasts.push(Tone::Trouble, NO_FIGURE);
        };
        let scale = f64::from(context.pixels_per_point());
        let task = Task::new(move |context: &JobContext<'_, Exported>| {
            context.progress.start(0);
            let scene = compose(&content, &settings, &sheet);
            context.cancel.check()?;
            Ok(match picture(&scene, scale) {
                Ok(picture) => Exported::Picture(picture),
                Err(error) => Exported::Failed(error.to_string()),
            })
        });
        self.start(context, "the image".to_owned(), task);
    }

    /// The Python program that makes this figure, or why there is none.
    pub fn script(&self) -> Result<String, String> {
        let request = self.submitted.as_ref().filter(|_| !self.is_stale());
        let request =
            request.ok_or("There is no field that a program could make: the settings have none.")?;
        let view = self.canvas.transform().map(|transform| {
            let bounds = transform.bounds();
            [0, 1].map(|axis| [bounds.min()[axis], bounds.max()[axis]])
        });
        let limits = self.limits().filter(|_| self.settings.arrows.lock_limits);
        let look = ScriptLook { limits, view, ..ScriptLook::of(&self.settings) };
        python::script(request, &look).map_err(|error| error.to_string())
    }

    /// Have a file written.
    fn export(
        &mut self,
        context: &Context,
        path: PathBuf,
        write: impl Fn(&Watch<'_>, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let task = Task::new(move |context| {
            let watch = Watch { cancel: context.cancel, progress: context.progress };
            let mut bytes = 0;
            context.progress.start(0);
            let written = export::write_whole_file(&path, |file| {
                let mut watched = Watched { to: file, watch: &watch, bytes: 0 };
                write(&watch, &mut watched)?;
                bytes = watched.bytes;
                Ok(())
            });
            context.cancel.check()?;
            Ok(match written {
                Ok(()) => Exported::File(path.clone(), bytes),
                Err(error) => Exported::Failed(error.to_string()),
            })
        });
        self.start(context, name, task);
    }

    /// Have something made, unless something else still is.
    fn start(&mut self, context: &Context, name: String, task: Task<Exported>) {
        if let Some(name) = &self.files.running {
            let text = format!("{name} is still being made. Wait for it, or cancel it first.");
            self.files.toasts.push(Tone::Trouble, text);
            return;
        }
        if self.files.worker.is_none() {
            let context = context.clone();
            match Worker::spawn(move || context.request_repaint()) {
                Ok(worker) => self.files.worker = Some(worker),
                Err(error) => {
                    let text = format!("{name} cannot be made: the system gives no thread for it ({error}).");
                    self.files.toasts.push(Tone::Trouble, text);
                    return;
                }
            }
        }
        if let Some(worker) = &self.files.worker {
            worker.submit(task);
            self.files.running = Some(name);
        }
    }

    /// Whether a file is being written.
    pub fn is_exporting(&self) -> bool {
        self.files.running.is_some()
    }

    /// Say what has come of exports.
    pub(super) fn poll_exports(&mut self, context: &Context) {
        let reports = self.files.worker.as_ref().map_or_else(Vec::new, Worker::poll);
        for report in reports {
            let (tone, text) = match report.outcome {
                Outcome::Partial(Exported::File(path, bytes))
                | Outcome::Finished(Exported::File(path, bytes)) => {
                    (Tone::Done, format!("Wrote {} ({}).", path.display(), format_bytes(bytes as f64)))
                }
                Outcome::Partial(Exported::Picture(picture))
                | Outcome::Finished(Exported::Picture(picture)) => {
                    copy_picture(context, &picture);
                    let [width, height] = picture.size;
                    (Tone::Done, format!("The image is on the clipboard ({width} x {height} pixels)."))
                }
                Outcome::Partial(Exported::Failed(text)) | Outcome::Finished(Exported::Failed(text)) => {
                    (Tone::Trouble, text)
                }
                Outcome::Failed(error) => (Tone::Trouble, error.to_string()),
            };
            self.files.running = None;
            self.files.toasts.push(tone, text);
        }
    }
}

const NO_FIGURE: &str = "There is no field yet to make a figure of.";

fn is_dark(context: &Context) -> bool {
    context.theme() == Theme::Dark
}

fn write_data(
    field: &GradientField,
    format: Format,
    watch: &Watch<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    watch.check()?;
    format.write(field, io::BufWriter::with_capacity(1 << 16, to))
}

/// Who is waiting for a file.
struct Watch<'a> {
    cancel: &'a CancelToken,
    progress: &'a Progress,
}

impl Watch<'_> {
    fn check(&self) -> io::Result<()> {
        self.cancel.check().map_err(|Cancelled| io::Error::other("it was cancelled"))
    }
}

/// A file that tells how much of it is written, and ends when it is no longer wanted.
struct Watched<'a> {
    to: &'a mut dyn Write,
    watch: &'a Watch<'a>,
    bytes: u64,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.watch.check()?;
        let written = self.to.write(bytes)?;
        self.watch.progress.advance(written);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
