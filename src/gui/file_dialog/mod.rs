//! Which file? The desktop's own dialog, and one of ours where it has none.

mod browser;
mod disk;
mod list;
pub mod probe;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, Wake, Waker};

use eframe::egui::Context;

use browser::Browser;
use probe::{Desktop, Dialog};

/// Whose answer it is and what files it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<P> {
    /// For whoever asks to know it by.
    pub purpose: P,
    /// Above the dialog.
    pub title: &'static str,
    /// Whether a file is to be written rather than read.
    pub is_save: bool,
    /// The name that is offered for a file to be written.
    pub name: String,
    /// Where to begin; where the program was started, if `None`.
    pub folder: Option<PathBuf>,
    /// The kinds of file, the usual one first.
    pub kinds: &'static [FileKind],
}

/// Files that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    /// What they are.
    pub name: &'static str,
    /// How their names end, without the dot.
    pub extension: &'static str,
}

impl<P> Question<P> {
    /// The file that is meant by a path: without an extension, of the usual kind.
    fn with_extension(&self, mut path: PathBuf) -> PathBuf {
        if let ([usual, ..], true, None) = (self.kinds, self.is_save, path.extension()) {
            path.set_extension(usual.extension);
        }
        path
    }
}

/// At most one question at a time.
pub struct FileDialog<P> {
    asked: Option<Asked<P>>,
    /// The desktop's, over our window.
    desktops: rfd::AsyncFileDialog,
    /// Ours even where the desktop has one.
    is_own: bool,
}

enum Asked<P> {
    /// The desktop shows its dialog; what it will answer.
    Desktop(Question<P>, Answer),
    /// We show ours.
    Own(Question<P>, Box<Browser>),
}

impl<P> Asked<P> {
    fn ourselves(question: Question<P>, context: &Context) -> Self {
        let browser = Browser::new(&question, context);
        Self::Own(question, Box::new(browser))
    }
}

type Answer = Pin<Box<dyn Future<Output = Option<rfd::FileHandle>>>>;

impl<P> Default for FileDialog<P> {
    fn default() -> Self {
        Self { asked: None, desktops: rfd::AsyncFileDialog::new(), is_own: false }
    }
}

impl<P: Clone> FileDialog<P> {
    /// One that always shows our own dialog, whatever the desktop has.
    pub fn own() -> Self {
        Self { is_own: true, ..Self::default() }
    }

    /// One whose dialogs of the desktop stay above a window.
    pub fn over(window: &eframe::CreationContext<'_>) -> Self {
        Self { desktops: rfd::AsyncFileDialog::new().set_parent(window), ..Self::default() }
    }

    /// Whether our dialog waits for the disk.
    pub fn waits(&self) -> bool {
        matches!(&self.asked, Some(Asked::Own(_, browser)) if browser.waits())
    }

    /// What is being asked.
    pub fn title(&self) -> Option<&'static str> {
        self.asked.as_ref().map(|(Asked::Desktop(question, _) | Asked::Own(question, _))| question.title)
    }

    /// Show it. A question that has not been answered yet is forgotten, but not while the desktop still shows it.
    pub fn ask(&mut self, question: Question<P>, context: &Context) {
        if matches!(self.asked, Some(Asked::Desktop(..))) {
            return;
        }
        let usual = if cfg!(target_os = "linux") { Desktop::of_process().dialog() } else { Dialog::Usual };
        self.asked = Some(match usual {
            Dialog::None => Asked::ourselves(question, context),
            _ if self.is_own => Asked::ourselves(question, context),
            dialog => {
                let answer = ask_desktop(self.desktops.clone(), &question, dialog);
                Asked::Desktop(question, answer)
            }
        });
    }

    /// Show ours in this frame; the file that was chosen, in whichever dialog.
    pub fn ui(&mut self, context: &Context) -> Option<(P, PathBuf)> {
        let answered = match self.asked.as_mut()? {
            Asked::Desktop(question, answer) => {
                let waker = Waker::from(Arc::new(Repaint(context.clone())));
                match answer.as_mut().poll(&mut task::Context::from_waker(&waker)) {
                    Poll::Pending => return None,
                    Poll::Ready(file) => {
                        let chosen = file.map(|file| file.path().to_owned());
                        let whole = chosen.clone().map(|path| question.with_extension(path));
                        // The desktop has asked about the name without its extension.
                        if let Some(whole) =
                            whole.filter(|whole| chosen.as_ref() != Some(whole) && whole.exists())
                        {
                            let browser = Browser::replacing(question, whole, context);
                            self.asked = Some(Asked::Own(question.clone(), Box::new(browser)));
                            context.request_repaint();
                            return None;
                        }
                        chosen.map(|path| (question, path))
                    }
                }
            }
            Asked::Own(question, browser) => match browser.ui(context, question) {
                browser::Answer::None => return None,
                browser::Answer::Cancelled => None,
                browser::Answer::Chosen(path) => Some((question, path)),
            },
        };
        let answered =
            answered.map(|(question, path)| (question.purpose.clone(), question.with_extension(path)));
        self.asked = None;
        context.request_repaint();
        answered
    }
}

fn ask_desktop<P>(dialog: rfd::AsyncFileDialog, question: &Question<P>, kind: Dialog) -> Answer {
    let mut dialog = dialog.set_title(question.title);
    if let Some(folder) = &question.folder {
        dialog = dialog.set_directory(folder);
    }
    for kind in question.kinds {
        dialog = dialog.add_filter(kind.name, &[kind.extension]);
    }
    let mut name = question.name.clone();
    if let (Dialog::Zenity, Some(folder)) =
        (kind, question.folder.as_ref().and_then(|folder| folder.to_str()))
    {
        // It is told the folder by the name alone; one that ends in a slash is the folder itself.
        name = format!("{folder}/{name}");
    }
    if !name.is_empty() {
        dialog = dialog.set_file_name(name);
    }
    if question.is_save { Box::pin(dialog.save_file()) } else { Box::pin(dialog.pick_file()) }
}

/// The answer has come: look at it in the next frame.
struct Repaint(Context);

impl Wake for Repaint {
    fn wake(self: Arc<Self>) {
        self.0.request_repaint();
    }
}
