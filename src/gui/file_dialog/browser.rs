//! A file dialog drawn by ourselves: a folder's content, a name, and whether a file may be replaced.
//!
//! It works by keyboard alone: the arrow keys go through the list, Enter enters a folder or takes a file, Backspace goes to the
//! folder above, Esc leaves. Nothing that it asks of the disk holds the window.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::TryRecvError;

use eframe::egui::text::{CCursor, CCursorRange, CharIndex};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Area, Button, Color32, Context, Frame, Id, Key, Label, Modal, RichText, TextEdit, TextWrapMode, Ui, vec2,
};

use super::Question;
use super::disk::{Entry, Errand, Found, Listing, list, look, shown};
use super::list::{List, Picked};

/// The width of the dialog and the height of the list, in points.
const WIDTH: f32 = 520.0;
const LIST_HEIGHT: f32 = 260.0;
/// What is between the dialog and the window's edge at least.
const AROUND: f32 = 24.0;
/// The height of all but the list.
const BESIDE_LIST: f32 = 190.0;

/// What a frame has come to.
pub(super) enum Answer {
    /// Nothing yet.
    None,
    /// There will be no file.
    Cancelled,
    /// This file.
    Chosen(PathBuf),
}

/// A folder that is looked at, and the name that was typed.
pub(super) struct Browser {
    folder: PathBuf,
    /// The folder as it stands in its field, which may be another by now.
    typed_folder: String,
    name: String,
    /// What was picked, where that is what `name` shows: the name on the disk may be no text.
    picked: Option<Entry>,
    list: List,
    /// The content of the folder, as long as it is being read.
    reading: Option<Errand<Listing>>,
    /// What is at the path that was chosen, as long as that is being found out.
    looking: Option<Errand<Found>>,
    /// What keeps the folder or the file from being what is wanted.
    trouble: Option<String>,
    shows_hidden: bool,
    /// The file that is there already and would be replaced.
    to_replace: Option<PathBuf>,
    is_new: bool,
}

impl Browser {
    pub(super) fn new<P>(question: &Question<P>, context: &Context) -> Self {
        let here = || env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let folder = question.folder.clone().unwrap_or_else(here);
        let mut browser = Self {
            folder: PathBuf::new(),
            typed_folder: String::new(),
            name: question.name.clone(),
            picked: None,
            list: List::default(),
            reading: None,
            looking: None,
            trouble: None,
            shows_hidden: false,
            to_replace: None,
            is_new: true,
        };
        browser.go(question, folder, context);
        browser
    }

    /// One that asks whether this file is to be replaced.
    pub(super) fn replacing<P>(question: &Question<P>, file: PathBuf, context: &Context) -> Self {
        let mut browser = Self::new(question, context);
        if let Some(folder) = file.parent() {
            browser.go(question, folder.to_owned(), context);
        }
        let name = file.file_name().unwrap_or_default().to_owned();
        browser.take(Entry { text: shown(&name), name, is_folder: false });
        browser.to_replace = Some(file);
        browser
    }

    /// Whether an answer of the disk is being waited for.
    pub(super) fn waits(&self) -> bool {
        self.reading.is_some() || self.looking.is_some()
    }

    /// Look at another folder.
    fn go<P>(&mut self, question: &Question<P>, folder: PathBuf, context: &Context) {
        self.typed_folder = folder.display().to_string();
        self.folder = folder;
        self.to_replace = None;
        self.read(question, context);
    }

    /// Have the folder's content read. What is still being read of another is forgotten.
    fn read<P>(&mut self, question: &Question<P>, context: &Context) {
        (self.looking, self.trouble) = (None, None);
        self.list.set(vec![]);
        let (folder, kinds, hidden) = (self.folder.clone(), question.kinds, self.shows_hidden);
        match Errand::new(context, move |wanted| list(&folder, kinds, hidden, wanted)) {
            Ok(errand) => self.reading = Some(errand),
            Err(error) => self.trouble = Some(no_thread(&error)),
        }
    }

    /// Take what the disk has answered.
    fn poll<P>(&mut self, question: &Question<P>, context: &Context) -> Answer {
        match self.reading.as_ref().map(Errand::poll) {
            None | Some(Err(TryRecvError::Empty)) => {}
            Some(answer) => {
                self.reading = None;
                let Listing { entries, trouble } = answer.unwrap_or_default();
                self.list.set(entries);
                self.list.select(&self.name);
                self.trouble = trouble.or(self.trouble.take());
            }
        }
        match self.looking.as_ref().map(Errand::poll) {
            None | Some(Err(TryRecvError::Empty)) => Answer::None,
            Some(answer) => {
                self.looking = None;
                answer.map_or(Answer::None, |found| self.settle(question, found, context))
            }
        }
    }

    pub(super) fn ui<P>(&mut self, context: &Context, question: &Question<P>) -> Answer {
        let answered = self.poll(question, context);
        let id = Id::unique("file dialog");
        let area: Area = Modal::default_area(id).accessible_name(question.title);
        let frame = Frame::popup(&context.global_style()).inner_margin(14);
        let room = context.content_rect().size() - vec2(2.0 * AROUND, 2.0 * AROUND);
        let modal = Modal::new(id).area(area).frame(frame).show(context, |ui| {
            ui.set_width(room.x.min(WIDTH));
            self.content_ui(ui, question, (room.y - BESIDE_LIST).clamp(60.0, LIST_HEIGHT))
        });
        self.is_new = false;
        let should_close = modal.should_close();
        match (answered, modal.inner) {
            (Answer::None, Answer::None) if should_close => Answer::Cancelled,
            (Answer::None, answer) => answer,
            (answered, _) => answered,
        }
    }

    fn content_ui<P>(&mut self, ui: &mut Ui, question: &Question<P>, list_height: f32) -> Answer {
        ui.label(RichText::new(question.title).strong().size(16.0));
        self.folder_ui(ui, question);
        ui.separator();
        let picked = self.list_ui(ui, list_height);
        ui.separator();
        let is_entered = self.name_ui(ui, question);
        self.trouble_ui(ui, question);
        let (is_confirmed, is_cancelled) = self.buttons_ui(ui, question);
        let context = ui.ctx();
        match picked {
            Picked::Meant(Entry { name, is_folder: true, .. }) => {
                self.go(question, self.folder.join(name), context);
            }
            Picked::Above => {
                if let Some(parent) = self.folder.parent().map(Path::to_owned) {
                    self.go(question, parent, context);
                }
            }
            Picked::Selected(entry) if !entry.is_folder => self.take(entry),
            Picked::Meant(entry) => {
                self.take(entry);
                self.choose(question, context);
            }
            Picked::Selected(_) | Picked::Nothing => {
                if is_entered || is_confirmed {
                    self.choose(question, context);
                }
            }
        }
        if is_cancelled { Answer::Cancelled } else { Answer::None }
    }

    /// Take a file of the list for the one that is meant.
    fn take(&mut self, entry: Entry) {
        self.forget();
        self.name.clone_from(&entry.text);
        self.picked = Some(entry);
    }

    /// What was found out was about another name.
    fn forget(&mut self) {
        (self.to_replace, self.looking) = (None, None);
        if self.reading.is_none() {
            self.trouble = None;
        }
    }

    fn folder_ui<P>(&mut self, ui: &mut Ui, question: &Question<P>) {
        ui.horizontal(|ui| {
            let label = ui.label("Folder");
            let width = ui.available_width() - 100.0;
            let field = ui.add(TextEdit::singleline(&mut self.typed_folder).desired_width(width));
            let field =
                field.labelled_by(label.id).on_hover_text("Type a folder and press Enter to go there.");
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                // As it is shown it need not be a text.
                let is_same = self.typed_folder == self.folder.display().to_string();
                let typed = || self.folder.join(expanded(self.typed_folder.trim()));
                let folder = if is_same { self.folder.clone() } else { typed() };
                self.go(question, folder, ui.ctx());
                ui.memory_mut(|memory| memory.request_focus(List::id()));
            }
            let parent = self.folder.parent().map(Path::to_owned);
            let up = ui.add_enabled(parent.is_some(), Button::new("Up")).on_hover_text("The folder above.");
            if let Some(parent) = parent.filter(|_| up.clicked()) {
                self.go(question, parent, ui.ctx());
            }
            if let Some(home) = env::home_dir()
                && ui.button("Home").on_hover_text("Your own folder.").clicked()
            {
                self.go(question, home, ui.ctx());
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, height: f32) -> Picked {
        let empty = match (&self.reading, &self.trouble) {
            (Some(reading), _) if reading.is_slow() => "Reading ...",
            (Some(_), _) | (None, Some(_)) => "",
            (None, None) => "There is nothing of that kind here.",
        };
        let folder = self.folder.file_name().unwrap_or(self.folder.as_os_str());
        self.list.ui(ui, height, &shown(folder), empty)
    }

    /// The field of the name, and whether Enter was pressed in it.
    fn name_ui<P>(&mut self, ui: &mut Ui, question: &Question<P>) -> bool {
        let mut is_entered = false;
        ui.horizontal(|ui| {
            let label = ui.label("Name");
            let id = Id::unique("name of the file");
            let field =
                TextEdit::singleline(&mut self.name).id(id).desired_width(ui.available_width() - 130.0);
            let field = ui.add(field).labelled_by(label.id);
            if self.is_new {
                select_stem(ui.ctx(), id, &self.name);
            }
            if field.changed() {
                self.forget();
                self.picked = None;
                self.list.select(&self.name);
            }
            // From the field the arrow leads into the list above it.
            if field.has_focus()
                && ui.input(|input| input.key_pressed(Key::ArrowUp) || input.key_pressed(Key::ArrowDown))
                && let Some(entry) = self.list.enter(ui.ctx())
                && !entry.is_folder
            {
                self.take(entry);
            }
            is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if is_entered {
                // The name may turn out not to be the last word.
                field.request_focus();
            }
            let hidden = ui.checkbox(&mut self.shows_hidden, "hidden files");
            if hidden.on_hover_text("Show also what begins with a dot.").changed() {
                self.read(question, ui.ctx());
            }
        });
        is_entered
    }

    fn trouble_ui<P>(&self, ui: &mut Ui, question: &Question<P>) {
        let kinds: Vec<_> = question.kinds.iter().map(|kind| format!(".{}", kind.extension)).collect();
        let is_slow = self.looking.as_ref().is_some_and(Errand::is_slow);
        let (text, color): (String, Color32) = match (&self.to_replace, &self.trouble) {
            _ if is_slow => ("Looking for it ...".to_owned(), ui.visuals().weak_text_color()),
            (Some(path), _) => {
                let name = shown(path.file_name().unwrap_or_default());
                (format!("{name} is there already. Replace it?"), ui.visuals().warn_fg_color)
            }
            (None, Some(trouble)) => (trouble.clone(), ui.visuals().error_fg_color),
            (None, None) => (format!("Files: {}", kinds.join(", ")), ui.visuals().weak_text_color()),
        };
        ui.add(Label::new(RichText::new(text).color(color)).wrap_mode(TextWrapMode::Wrap));
    }

    /// The folder that is selected, where no file is named.
    fn selected_folder(&self) -> Option<OsString> {
        let selected = self.list.selected().filter(|entry| entry.is_folder && self.name.trim().is_empty());
        selected.map(|entry| entry.name.clone())
    }

    /// Whether the one and the other button was clicked.
    fn buttons_ui<P>(&self, ui: &mut Ui, question: &Question<P>) -> (bool, bool) {
        ui.horizontal(|ui| {
            let word = match (&self.to_replace, question.is_save) {
                _ if self.selected_folder().is_some() => "Open folder",
                (Some(_), _) => "Replace",
                (None, true) => "Save",
                (None, false) => "Open",
            };
            let is_named = !self.name.trim().is_empty() || self.selected_folder().is_some();
            let is_confirmed = ui.add_enabled(is_named, Button::new(word)).clicked();
            let cancel = ui.button("Cancel").on_hover_text("Leave everything as it is. Esc does the same.");
            (is_confirmed, cancel.clicked())
        })
        .inner
    }

    /// Have it found out what is at the path that the name means.
    fn choose<P>(&mut self, question: &Question<P>, context: &Context) {
        if let Some(folder) = self.selected_folder() {
            return self.go(question, self.folder.join(folder), context);
        }
        let picked = self.picked.as_ref().filter(|picked| picked.text == self.name);
        let (path, whole) = match picked {
            Some(picked) => {
                let path = self.folder.join(&picked.name);
                (path.clone(), path)
            }
            None if self.name.trim().is_empty() => return,
            None => {
                let path = self.folder.join(expanded(self.name.trim()));
                (path.clone(), question.with_extension(path))
            }
        };
        match Errand::new(context, move |_| look(path, whole)) {
            Ok(errand) => (self.looking, self.trouble) = (Some(errand), None),
            Err(error) => self.trouble = Some(no_thread(&error)),
        }
    }

    /// Take the path for an answer: a folder is gone to, a file that would be replaced is asked about once.
    fn settle<P>(&mut self, question: &Question<P>, found: Found, context: &Context) -> Answer {
        match (found, question.is_save) {
            (Found::Folder(folder), _) => {
                self.name.clear();
                self.picked = None;
                self.go(question, folder, context);
            }
            (Found::File(path), false) | (Found::Nothing(path), true) => return Answer::Chosen(path),
            (Found::File(path), true) if self.to_replace.as_ref() == Some(&path) => {
                return Answer::Chosen(path);
            }
            (Found::File(path), true) => self.to_replace = Some(path),
            (Found::Nothing(path) | Found::NoFolder(path), false) => {
                self.trouble = Some(format!("There is no file {}.", path.display()));
            }
            (Found::NoFolder(path), true) => {
                self.trouble = Some(format!("There is no folder for {}.", path.display()));
            }
            (Found::Trouble(trouble), _) => self.trouble = Some(trouble),
        }
        Answer::None
    }
}

fn no_thread(error: &std::io::Error) -> String {
    format!("The disk cannot be asked: the system gives no thread for it ({error}).")
}

/// Give the focus to the field of the name, with all but the extension selected, which one would type again.
fn select_stem(context: &Context, id: Id, name: &str) {
    let end = Path::new(name).file_stem().map_or(0, |stem| stem.to_string_lossy().chars().count());
    let [start, end] = [0, end].map(|at| CCursor::new(CharIndex(at)));
    let mut state = TextEditState::load(context, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
    state.store(context, id);
    context.memory_mut(|memory| memory.request_focus(id));
}

/// A path that begins with ~ begins in one's own folder.
fn expanded(path: &str) -> PathBuf {
    let rest = path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match (rest, env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(path),
    }
}
