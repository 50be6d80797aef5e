//! What is made on a thread of its own: files of data and figures, and the image for the clipboard.
//!
//! Whoever cancels it is told what has come of it: nothing, or a file that was in its place already.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Context, Theme};

use super::App;
use super::figure::copy_picture;
use super::files::PYTHON;
use crate::export::figure::{FigureFormat, Picture, compose, picture};
use crate::export::python::Script;
use crate::export::{self, Format};
use crate::field::{CancelToken, GradientField, Progress};
use crate::gui::toasts::{Doing, Tone};
use crate::number_text::format_bytes;
use crate::worker::{JobContext, Outcome, Task, Worker};

/// How often it is looked how much of a file is written.
const INTERVAL: Duration = Duration::from_millis(100);
/// What is done sooner than this is not announced.
const PATIENCE: Duration = Duration::from_millis(300);

/// Pixels a point of an exported picture: it is looked at enlarged, and printed.
const PIXELS_A_POINT: f64 = 2.0;

/// What has come of an export.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Exported {
    /// A whole file of so many bytes.
    File(PathBuf, u64),
    /// A picture for the clipboard.
    Picture(Picture),
    /// Nothing, and why.
    Failed(String),
    /// Nothing, as it was no longer wanted.
    Cancelled,
}

/// What is being made.
pub(super) struct Running {
    /// The name of the file.
    name: String,
    /// To say that it is no longer wanted. It may be too late for that, so what has come of it is still waited for.
    cancel: CancelToken,
}

impl Running {
    /// Ask it to stop.
    pub(super) fn cancel(&self) {
        self.cancel.cancel();
    }
}

impl App {
    /// What is being written, once that has taken a while.
    pub(super) fn running(&self, context: &Context) -> Option<Doing> {
        let Running { name, cancel } = self.files.running.as_ref()?;
        let progress = self.files.worker.as_ref()?.progress(())?;
        context.request_repaint_after(INTERVAL);
        let text = match () {
            () if cancel.is_cancelled() => format!("Cancelling {name}"),
            () if progress.done > 0 => format!("Writing {name}: {}", format_bytes(progress.done as f64)),
            () => format!("Making {name}"),
        };
        (progress.age >= PATIENCE).then(|| Doing { text, can_cancel: !cancel.is_cancelled() })
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
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(PYTHON)) {
            return self.export_script(context, path);
        }
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
            // Between two pieces either wish is heard, as nothing more can be written.
            format.write(&scene, PIXELS_A_POINT, watch.cancel[0], to)
        });
    }

    /// Write the Python program that draws it to a file.
    fn export_script(&mut self, context: &Context, path: PathBuf) {
        match self.script(is_dark(context)) {
            Ok(Script { text, notes }) => {
                if !notes.is_empty() {
                    self.files.toasts.push(Tone::Notice, notes.join(" "));
                }
                self.export(context, path, move |_, to| to.write_all(text.as_bytes()));
            }
            Err(problem) => self.files.toasts.push(Tone::Trouble, problem),
        }
    }

    /// Put what the canvas shows on the clipboard, as sharp as the screen.
    pub fn copy_image(&mut self, context: &Context) {
        let Some((content, settings, sheet)) = self.figure_of_canvas(is_dark(context)) else {
            return self.files.toasts.push(Tone::Trouble, NO_FIGURE);
        };
        let scale = f64::from(context.pixels_per_point());
        let cancel = CancelToken::new();
        let wanted = cancel.clone();
        let task = Task::new(move |context: &JobContext<'_, Exported>| {
            context.progress.start(0);
            let scene = compose(&content, &settings, &sheet);
            context.cancel.check()?;
            if wanted.is_cancelled() {
                return Ok(Exported::Cancelled);
            }
            Ok(match picture(&scene, scale) {
                Ok(_) if wanted.is_cancelled() => Exported::Cancelled,
                Ok(picture) => Exported::Picture(picture),
                Err(error) => Exported::Failed(error.to_string()),
            })
        });
        self.start(context, Running { name: "the image".to_owned(), cancel }, task);
    }

    /// Have a file written.
    fn export(
        &mut self,
        context: &Context,
        path: PathBuf,
        write: impl Fn(&Watch<'_>, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let cancel = CancelToken::new();
        let by_user = cancel.clone();
        let task = Task::new(move |context| {
            let watch = Watch { cancel: [&by_user, context.cancel], progress: context.progress };
            let mut bytes = 0;
            context.progress.start(0);
            let write = |file: &mut dyn Write| {
                let mut watched = Watched { to: file, watch: &watch, bytes: 0 };
                write(&watch, &mut watched)?;
                bytes = watched.bytes;
                Ok(())
            };
            Ok(match export::write_whole_file_if(&path, write, || watch.check()) {
                Ok(()) => Exported::File(path.clone(), bytes),
                Err(_) if watch.check().is_err() => Exported::Cancelled,
                Err(error) => Exported::Failed(error.to_string()),
            })
        });
        self.start(context, Running { name, cancel }, task);
    }

    /// Have something made, unless something else still is.
    fn start(&mut self, context: &Context, running: Running, task: Task<Exported>) {
        if let Some(Running { name, .. }) = &self.files.running {
            let text = format!("{name} is still being made. Wait for it, or cancel it first.");
            self.files.toasts.push(Tone::Trouble, text);
            return;
        }
        if self.files.worker.is_none() {
            let context = context.clone();
            match Worker::spawn(move || context.request_repaint()) {
                Ok(worker) => self.files.worker = Some(worker),
                Err(error) => {
                    let name = running.name;
                    let text = format!("{name} cannot be made: the system gives no thread for it ({error}).");
                    self.files.toasts.push(Tone::Trouble, text);
                    return;
                }
            }
        }
        if let Some(worker) = &self.files.worker {
            worker.submit(task);
            self.files.running = Some(running);
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
            let running = self.files.running.take();
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
                Outcome::Partial(Exported::Cancelled) | Outcome::Finished(Exported::Cancelled) => {
                    let name = running.map(|running| running.name).unwrap_or_default();
                    (Tone::Done, format!("Cancelled: {name}."))
                }
                Outcome::Failed(error) => (Tone::Trouble, error.to_string()),
            };
            self.files.toasts.push(tone, text);
        }
    }
}

const NO_FIGURE: &str = "There is no field yet to make a figure of.";

pub(super) fn is_dark(context: &Context) -> bool {
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
    /// The user, and whoever closes the window.
    cancel: [&'a CancelToken; 2],
    progress: &'a Progress,
}

impl Watch<'_> {
    fn check(&self) -> io::Result<()> {
        let is_cancelled = self.cancel.iter().any(|token| token.is_cancelled());
        if is_cancelled { Err(io::Error::other("it was cancelled")) } else { Ok(()) }
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
