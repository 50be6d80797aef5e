//! What outlives the window: its settings, its size and place, its looks, and the files opened lately.
//!
//! Two files in a folder of the user's: `session.gradfield`, which is a file as any other, and `window.toml`. Each is written
//! beside and put in place when it is whole, by a thread of its own, as a slow disk must not hold up a frame. Of two windows
//! the one that was changed last is remembered, but the files opened lately are those of both. What cannot be read is kept
//! aside as `NAME.damaged`.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use eframe::egui::ThemePreference;
use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::export::{FileError, OpenReason, open_settings, read_small_file, save_settings, write_whole_file};

/// The folder in place of the usual one.
const VARIABLE: &str = "GRADFIELD_STATE_DIR";
const SESSION: &str = "session.gradfield";
const WINDOW: &str = "window.toml";
/// The longest `window.toml` that is read, in bytes.
const MOST_BYTES: usize = 1 << 16;
/// So many damaged files of a name are kept aside at most; then the last one makes room.
const MOST_DAMAGED: u32 = 20;
/// How many files opened lately are kept.
const MOST_RECENT: usize = 10;
/// More sections than there are.
const MOST_FOLDED: usize = 20;
/// What egui enlarges everything by, at the least and at most.
const ZOOMS: [f32; 2] = [0.2, 5.0];
/// The least and the largest side of a window, in points, and how far from the corner of the screen it may be.
const SIDES: [f32; 2] = [200.0, 20_000.0];
const FARTHEST: f32 = 20_000.0;

/// Where it is kept.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// How the window is looked at, besides the settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    /// Light, dark, or as the desktop has it.
    pub theme: Theme,
    /// What everything is enlarged by.
    pub zoom: f32,
    /// Whether the window is as large as the screen.
    pub maximized: bool,
    /// Width and height where it is not, in points of the screen.
    pub size: Option<[f32; 2]>,
    /// Where its left upper corner is then.
    pub place: Option<[f32; 2]>,
    /// The height of the unfolded h lab, in points, where it is not the usual one.
    pub lab_height: Option<f32>,
    /// The titles of the sections with settings that are folded.
    pub folded: Vec<String>,
    /// The files opened or saved lately, the latest first.
    pub recent: Vec<String>,
    /// Whether the tour was taken or declined.
    pub tour_seen: bool,
    /// The file that was worked on, whole ...
    pub file: Option<String>,
    /// ... and whether it has not all that was set.
    pub unsaved: bool,
    /// Where the canvas looks, [from, to] along x0 and x1, where it does not show the whole grid.
    pub view: Option<[[f64; 2]; 2]>,
}

/// [`ThemePreference`], as a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl From<ThemePreference> for Theme {
    fn from(preference: ThemePreference) -> Self {
        match preference {
            ThemePreference::System => Self::System,
            ThemePreference::Light => Self::Light,
            ThemePreference::Dark => Self::Dark,
        }
    }
}

impl From<Theme> for ThemePreference {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            zoom: 1.0,
            maximized: false,
            size: None,
            place: None,
            lab_height: None,
            folded: vec![],
            recent: vec![],
            tour_seen: false,
            file: None,
            unsaved: false,
            view: None,
        }
    }
}

impl Habits {
    /// Put a file first among the recent ones. One whose name is no text is not kept.
    pub fn remember(&mut self, path: &Path) {
        if let Some(text) = whole_path(path).to_str() {
            self.recent.retain(|recent| recent != text);
            self.recent.insert(0, text.to_owned());
            self.recent.truncate(MOST_RECENT);
        }
    }

    /// Take in what another window has written meanwhile: the files that it opened, after those of ours; before them where
    /// we have opened none since.
    fn join(&mut self, other: Self, has_opened: bool) {
        let Self { recent, tour_seen, .. } = other;
        self.tour_seen |= tour_seen;
        let [mut first, then] =
            if has_opened { [self.recent.clone(), recent] } else { [recent, self.recent.clone()] };
        first.extend(then.into_iter().filter(|path| !first.contains(path)).collect::<Vec<_>>());
        first.truncate(MOST_RECENT);
        self.recent = first;
    }

    /// The nearest that a window can have.
    fn sound(mut self) -> Self {
        self.zoom = if self.zoom.is_finite() { self.zoom.clamp(ZOOMS[0], ZOOMS[1]) } else { 1.0 };
        let is_side = |side: &f32| (SIDES[0]..=SIDES[1]).contains(side);
        self.size = self.size.filter(|size| size.iter().all(is_side));
        self.place = self.place.filter(|place| place.iter().all(|at| at.abs() <= FARTHEST));
        self.lab_height = self.lab_height.filter(|height| (0.0..=SIDES[1]).contains(height));
        self.folded.truncate(MOST_FOLDED);
        self.recent.truncate(MOST_RECENT);
        self.view =
            self.view.filter(|view| view.iter().all(|[from, to]| from < to && (to - from).is_finite()));
        self
    }
}

/// What was remembered.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The settings, where there have been some.
    pub settings: Option<Settings>,
    /// The looks.
    pub habits: Habits,
    /// What could not be read, each a sentence.
    pub notices: Vec<String>,
}

impl Store {
    /// In the folder that the environment names, or where this system keeps such things. `None` where it has no such place.
    pub fn usual() -> Option<Self> {
        if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
            return Some(Self::in_folder(folder));
        }
        let places = etcetera::choose_base_strategy().ok()?;
        Some(Self::in_folder(places.state_dir().unwrap_or_else(|| places.data_dir()).join("gradfield")))
    }

    /// In a folder, which is made when something is to be kept.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// What is there.
    pub fn read(&self) -> Remembered {
        let mut remembered = Remembered::default();
        let path = self.folder.join(SESSION);
        match open_settings(&path) {
            Ok(reading) => {
                if !reading.notices.is_empty() {
                    remembered.notices.push(kept_aside(&path, NOT_ALL));
                    remembered.notices.extend(reading.notices);
                }
                remembered.settings = Some(reading.settings);
            }
            Err(error) => match error.reason {
                OpenReason::Unreadable(reason) if reason.kind() == io::ErrorKind::NotFound => {}
                OpenReason::Unreadable(reason) => remembered.notices.push(kept_aside(&path, &lost(&reason))),
                OpenReason::NoSettings(reason) => remembered.notices.push(kept_aside(&path, &lost(&reason))),
            },
        }
        match self.habits() {
            Ok(habits) => remembered.habits = habits.unwrap_or_default(),
            Err(reason) => {
                remembered.notices.push(kept_aside(&self.folder.join(WINDOW), &lost(&reason)));
            }
        }
        remembered
    }

    /// The looks, if there are any.
    fn habits(&self) -> io::Result<Option<Habits>> {
        let bytes = match read_small_file(&self.folder.join(WINDOW), MOST_BYTES) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        // What is there is not what was written.
        let damaged = || io::Error::other("it is damaged");
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(damaged)?;
        let habits: Habits = toml::from_str(&text).map_err(|_error| damaged())?;
        Ok(Some(habits.sound()))
    }

    fn write(&self, settings: &Settings, habits: &Habits) -> Result<(), FileError> {
        let failed = |path: &Path, reason| FileError { path: path.to_owned(), reason };
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, error))?;
        save_settings(settings, &self.folder.join(SESSION))?;
        let path = self.folder.join(WINDOW);
        let text = toml::to_string(habits).map_err(|error| failed(&path, io::Error::other(error)))?;
        write_whole_file(&path, |to| to.write_all(text.as_bytes()))
    }
}

/// A path from the root.
pub(super) fn whole_path(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_error| path.to_owned())
}

/// What is said of a file of which nothing was read, and of one of which something was not.
fn lost(reason: &dyn fmt::Display) -> String {
    format!("What the window remembered could not be read ({reason})")
}
const NOT_ALL: &str = "Some of what the window remembered is not known here";

/// Put a file out of the way, so that it is not written over; what there is to say about it.
fn kept_aside(path: &Path, said: &str) -> String {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".damaged");
    // One that is kept already may be all there is of earlier settings.
    for number in 2..=MOST_DAMAGED {
        if !Path::new(&aside).exists() {
            break;
        }
        path.as_os_str().clone_into(&mut aside);
        aside.push(format!(".damaged-{number}"));
    }
    match fs::rename(path, &aside) {
        Ok(()) => format!("{said}; the whole file is kept as {}.", Path::new(&aside).display()),
        Err(_) => format!("{said}."),
    }
}

/// Writes what is to be remembered, one after the other, without anyone waiting for it.
#[derive(Debug)]
pub struct Keeper {
    orders: Option<Sender<(Settings, Habits)>>,
    trouble: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// One for a place, from which these were read. `notify` is called on its thread when there is [`Self::trouble`].
    pub fn new(store: Store, read: &Habits, notify: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel::<(Settings, Habits)>();
        let (complain, trouble) = mpsc::channel();
        let mut recent = read.recent.clone();
        let thread = thread::Builder::new().name("keeper".to_owned()).spawn(move || {
            let mut has_complained = false;
            while let Ok(order) = inbox.recv() {
                // Only the latest counts.
                let (settings, mut habits) = inbox.try_iter().last().unwrap_or(order);
                let has_opened = habits.recent != recent;
                recent.clone_from(&habits.recent);
                if let Ok(Some(other)) = store.habits() {
                    habits.join(other, has_opened);
                }
                if let Err(error) = store.write(&settings, &habits)
                    && !std::mem::replace(&mut has_complained, true)
                {
                    // At the end nobody listens any more.
                    drop(complain.send(error.to_string()));
                    notify();
                }
            }
        })?;
        Ok(Self { orders: Some(orders), trouble, thread: Some(thread) })
    }

    /// Have something written.
    pub fn keep(&self, settings: Settings, habits: Habits) {
        if let Some(orders) = &self.orders {
            drop(orders.send((settings, habits)));
        }
    }

    /// Why something could not be written, a sentence; once only.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.try_recv().ok()
    }
}

impl Drop for Keeper {
    /// Whatever is still to be written is written.
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
