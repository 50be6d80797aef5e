//! Which file? The desktop's own dialog, and one of ours where it has none.

mod browser;
pub mod probe;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, Wake, Waker};

use eframe::egui::Context;

use browser::Browser;
use probe::Desktop;

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
    /// Ours even where the desktop has one.
    is_own: bool,
}

enum Asked<P> {
    /// The desktop shows its dialog; what it will answer.
    Desktop(Question<P>, Answer),
    /// We show ours.
    Own(Question<P>, Box<Browser>),
}

type Answer = Pin<Box<dyn Future<Output = Option<rfd::FileHandle>>>>;

impl<P> Default for FileDialog<P> {
    fn default() -> Self {
        Self { asked: None, is_own: false }
    }
}

impl<P: Clone> FileDialog<P> {
    /// One that always shows our own dialog, whatever the desktop has.
    pub fn own() -> Self {
        Self { asked: None, is_own: true }
    }

    /// What is being asked.
    pub fn title(&self) -> Option<&'static str> {
        self.asked.as_ref().map(|(Asked::Desktop(question, _) | Asked::Own(question, _))| question.title)
    }

    /// Show it. A question that has not been answered yet is forgotten, but not while the desktop still shows it.
    pub fn ask(&mut self, question: Question<P>) {
        if matches!(self.asked, Some(Asked::Desktop(..))) {
            return;
        }
        let is_desktops = cfg!(not(target_os = "linux")) || Desktop::of_process().has_file_dialog();
        self.asked = Some(if is_desktops && !self.is_own {
            let answer = ask_desktop(&question);
            Asked::Desktop(question, answer)
        } else {
            let browser = Browser::new(&question);
            Asked::Own(question, Box::new(browser))
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
                            let browser = Browser::replacing(question, whole);
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

fn ask_desktop<P>(question: &Question<P>) -> Answer {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(question.title);
    if let Some(folder) = &question.folder {
        dialog = dialog.set_directory(folder);
    }
    for kind in question.kinds {
        dialog = dialog.add_filter(kind.name, &[kind.extension]);
    }
    if question.is_save {
        Box::pin(dialog.set_file_name(&question.name).save_file())
    } else {
        Box::pin(dialog.pick_file())
    }
}

/// The answer has come: look at it in the next frame.
struct Repaint(Context);

impl Wake for Repaint {
    fn wake(self: Arc<Self>) {
        self.0.request_repaint();
    }
}
