//! What the dialog asks of the disk: each question on a thread of its own, as a drive that does not answer, such as one of a
//! network that is gone, must not hold the window.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use eframe::egui::Context;

use super::FileKind;

/// What is answered sooner than this is not announced.
const PATIENCE: Duration = Duration::from_millis(200);
/// Of a larger folder only so many entries are shown; its files can still be named.
const MOST_ENTRIES: usize = 100_000;

/// A question that is not answered yet. Dropping it is the end of it: its answer goes nowhere.
pub(super) struct Errand<T> {
    answer: Receiver<T>,
    since: Instant,
    /// As long as this is there, the answer is wanted.
    _asker: Arc<()>,
}

/// Whether an answer is still wanted.
pub(super) struct Wanted(Weak<()>);

impl Wanted {
    fn is(&self) -> bool {
        self.0.strong_count() > 0
    }
}

impl<T: Send + 'static> Errand<T> {
    /// Have something found out. The window is drawn anew when it is.
    ///
    /// Fails where the system has no thread to give.
    pub(super) fn new(
        context: &Context,
        find: impl FnOnce(&Wanted) -> T + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, answer) = mpsc::channel();
        let asker = Arc::new(());
        let wanted = Wanted(Arc::downgrade(&asker));
        let on_thread = context.clone();
        thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            // Nobody may be there for it any more.
            if sender.send(find(&wanted)).is_ok() {
                on_thread.request_repaint();
            }
        })?;
        // To say that it takes a while.
        context.request_repaint_after(PATIENCE);
        Ok(Self { answer, since: Instant::now(), _asker: asker })
    }

    /// The answer, if it is there.
    pub(super) fn poll(&self) -> Result<T, TryRecvError> {
        self.answer.try_recv()
    }

    /// Whether it takes a while.
    pub(super) fn is_slow(&self) -> bool {
        self.since.elapsed() >= PATIENCE
    }
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name, which need not be a text.
    pub(super) name: OsString,
    /// How it is shown: what could break the line is not.
    pub(super) text: String,
    pub(super) is_folder: bool,
}

impl Entry {
    fn new(name: OsString, is_folder: bool) -> Self {
        let text = shown(&name);
        Self { name, text, is_folder }
    }
}

/// A name as it is shown, on one line.
pub(super) fn shown(name: &OsStr) -> String {
    name.to_string_lossy().replace(char::is_control, "\u{fffd}")
}

/// What there is in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// Folders first, then files of the kinds asked for, each by name.
    pub(super) entries: Vec<Entry>,
    /// Why it is not there, or not all of it.
    pub(super) trouble: Option<String>,
}

/// Read what is in a folder.
pub(super) fn list(folder: &Path, kinds: &[FileKind], shows_hidden: bool, wanted: &Wanted) -> Listing {
    let found = match folder.read_dir() {
        Ok(found) => found,
        Err(error) => {
            let trouble = Some(format!("{} cannot be read: {error}.", folder.display()));
            return Listing { trouble, ..Listing::default() };
        }
    };
    let is_of_kind = |name: &OsStr| {
        let extension = Path::new(name).extension();
        let is = |kind: &FileKind| extension.is_some_and(|e| e.eq_ignore_ascii_case(kind.extension));
        kinds.iter().any(is)
    };
    let mut listing = Listing::default();
    for entry in found.flatten().take_while(|_| wanted.is()) {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") && !shows_hidden {
            continue;
        }
        // Only a link must be asked where it leads: in a large folder asking takes a while.
        let is_folder =
            entry.file_type().is_ok_and(|kind| kind.is_dir() || kind.is_symlink() && entry.path().is_dir());
        if is_folder || is_of_kind(&name) {
            listing.entries.push(Entry::new(name, is_folder));
        }
    }
    listing
        .entries
        .sort_by_cached_key(|entry| (!entry.is_folder, entry.text.to_lowercase(), entry.name.clone()));
    if listing.entries.len() > MOST_ENTRIES {
        listing.entries.truncate(MOST_ENTRIES);
        listing.trouble = Some("There is more here than is shown; type the name of another.".to_owned());
    }
    listing
}

/// What is at a path that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A folder.
    Folder(PathBuf),
    /// Something else.
    File(PathBuf),
    /// Nothing yet, in a folder that there is.
    Nothing(PathBuf),
    /// Nothing, and no folder for it either.
    NoFolder(PathBuf),
    /// It cannot be found out: why.
    Trouble(String),
}

/// Look what is at a path. `whole` is the file that is meant if there is no folder of just that name.
pub(super) fn look(path: PathBuf, whole: PathBuf) -> Found {
    if path.is_dir() {
        return Found::Folder(path);
    }
    match fs::metadata(&whole) {
        Ok(there) if there.is_dir() => Found::Folder(whole),
        Ok(_) => Found::File(whole),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            let has_folder = whole.parent().is_some_and(Path::is_dir);
            if has_folder { Found::Nothing(whole) } else { Found::NoFolder(whole) }
        }
        Err(error) => Found::Trouble(format!("{} cannot be used: {error}.", whole.display())),
    }
}
