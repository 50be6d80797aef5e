//! A file dialog drawn by ourselves: a folder's content, a name, and whether a file may be replaced.

use std::cmp::Ordering;
use std::env;
use std::path::{Path, PathBuf};

use eframe::egui::{
    Align, Area, Button, Color32, Context, Frame, Id, Key, Label, Layout, Modal, RichText, ScrollArea,
    TextEdit, TextWrapMode, Ui, vec2,
};

use super::Question;

/// The width of the dialog and the height of the list, in points.
const WIDTH: f32 = 520.0;
const LIST_HEIGHT: f32 = 260.0;
/// What is between the dialog and the window's edge at least.
const AROUND: f32 = 24.0;
/// The height of all but the list.
const BESIDE_LIST: f32 = 190.0;
/// Of a larger folder only so many entries are shown; its files can still be named.
const MOST_ENTRIES: usize = 5000;
/// And only so many are looked at.
const MOST_SEEN: usize = 20 * MOST_ENTRIES;

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
    entries: Vec<Entry>,
    /// Why the folder's content is not there, or not all of it.
    trouble: Option<String>,
    shows_hidden: bool,
    /// The file that is there already and would be replaced.
    to_replace: Option<PathBuf>,
    is_new: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    is_folder: bool,
}

impl Browser {
    pub(super) fn new<P>(question: &Question<P>) -> Self {
        let here = || env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let folder = question.folder.clone().filter(|folder| folder.is_dir()).unwrap_or_else(here);
        let mut browser = Self {
            folder: PathBuf::new(),
            typed_folder: String::new(),
            name: question.name.clone(),
            entries: Vec::new(),
            trouble: None,
            shows_hidden: false,
            to_replace: None,
            is_new: true,
        };
        browser.go(question, folder);
        browser
    }

    /// One that asks whether this file is to be replaced.
    pub(super) fn replacing<P>(question: &Question<P>, file: PathBuf) -> Self {
        let mut browser = Self::new(question);
        if let Some(folder) = file.parent() {
            browser.go(question, folder.to_owned());
        }
        browser.name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        browser.to_replace = Some(file);
        browser
    }

    /// Look at another folder.
    fn go<P>(&mut self, question: &Question<P>, folder: PathBuf) {
        self.typed_folder = folder.display().to_string();
        self.folder = folder;
        self.to_replace = None;
        self.read(question);
    }

    /// Read the folder's content: folders first, then files of the kinds asked for, each by name.
    fn read<P>(&mut self, question: &Question<P>) {
        (self.entries, self.trouble) = (Vec::new(), None);
        let entries = match self.folder.read_dir() {
            Ok(entries) => entries,
            Err(error) => {
                self.trouble = Some(format!("{} cannot be read: {error}.", self.folder.display()));
                return;
            }
        };
        let is_of_kind = |name: &str| {
            let extension = Path::new(name).extension();
            let is =
                |kind: &super::FileKind| extension.is_some_and(|e| e.eq_ignore_ascii_case(kind.extension));
            question.kinds.iter().any(is)
        };
        for (seen, entry) in entries.flatten().enumerate() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // Only a link must be asked where it leads: in a large folder asking takes a while.
            let is_folder = entry
                .file_type()
                .is_ok_and(|kind| kind.is_dir() || kind.is_symlink() && entry.path().is_dir());
            let is_hidden = name.starts_with('.');
            if (self.shows_hidden || !is_hidden) && (is_folder || is_of_kind(&name)) {
                self.entries.push(Entry { name, is_folder });
            }
            if self.entries.len() == MOST_ENTRIES || seen >= MOST_SEEN {
                self.trouble = Some("There is more here than is shown; type the name of another.".to_owned());
                break;
            }
        }
        self.entries.sort_by(Entry::compare);
    }

    pub(super) fn ui<P>(&mut self, context: &Context, question: &Question<P>) -> Answer {
        let id = Id::unique("file dialog");
        let area: Area = Modal::default_area(id).accessible_name(question.title);
        let frame = Frame::popup(&context.global_style()).inner_margin(14);
        let room = context.content_rect().size() - vec2(2.0 * AROUND, 2.0 * AROUND);
        let modal = Modal::new(id).area(area).frame(frame).show(context, |ui| {
            ui.set_width(room.x.min(WIDTH));
            self.content_ui(ui, question, (room.y - BESIDE_LIST).clamp(60.0, LIST_HEIGHT))
        });
        self.is_new = false;
        match modal.inner {
            Answer::None if modal.should_close() => Answer::Cancelled,
            answer => answer,
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
        let answer = self.buttons_ui(ui, question);
        match picked {
            Some((Entry { name, is_folder: true }, _)) => {
                self.go(question, self.folder.join(name));
                Answer::None
            }
            Some((Entry { name, .. }, is_final)) => {
                self.to_replace = None;
                self.name = name;
                if is_final { self.choose(question) } else { answer }
            }
            None if is_entered => self.choose(question),
            None => answer,
        }
    }

    fn folder_ui<P>(&mut self, ui: &mut Ui, question: &Question<P>) {
        ui.horizontal(|ui| {
            let label = ui.label("Folder");
            let up = "Up";
            let width = ui.available_width() - 100.0;
            let field = ui.add(TextEdit::singleline(&mut self.typed_folder).desired_width(width));
            let field =
                field.labelled_by(label.id).on_hover_text("Type a folder and press Enter to go there.");
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                let folder = self.folder.join(expanded(self.typed_folder.trim()));
                self.go(question, folder);
            }
            let parent = self.folder.parent().map(Path::to_owned);
            let up = ui.add_enabled(parent.is_some(), Button::new(up)).on_hover_text("The folder above.");
            if let Some(parent) = parent.filter(|_| up.clicked()) {
                self.go(question, parent);
            }
            if let Some(home) = env::home_dir()
                && ui.button("Home").on_hover_text("Your own folder.").clicked()
            {
                self.go(question, home);
            }
        });
    }

    /// What was clicked, and whether it was meant at once.
    fn list_ui(&self, ui: &mut Ui, height: f32) -> Option<(Entry, bool)> {
        let row = ui.spacing().interact_size.y;
        let mut picked = None;
        ScrollArea::vertical().auto_shrink(false).max_height(height).min_scrolled_height(height).show_rows(
            ui,
            row,
            self.entries.len(),
            |ui, rows| {
                let layout = Layout::top_down_justified(Align::LEFT);
                ui.with_layout(layout, |ui| {
                    for entry in &self.entries[rows] {
                        let text =
                            if entry.is_folder { format!("{}/", entry.name) } else { entry.name.clone() };
                        let is_it = !entry.is_folder && entry.name == self.name;
                        let button = Button::selectable(is_it, text).wrap_mode(TextWrapMode::Truncate);
                        let response = ui.add(button.min_size(vec2(0.0, row)));
                        if response.clicked() || response.double_clicked() {
                            picked = Some((entry.clone(), response.double_clicked()));
                        }
                    }
                });
                if self.entries.is_empty() && self.trouble.is_none() {
                    ui.weak("There is nothing of that kind here.");
                }
            },
        );
        picked
    }

    /// The field of the name, and whether Enter was pressed in it.
    fn name_ui<P>(&mut self, ui: &mut Ui, question: &Question<P>) -> bool {
        let mut is_entered = false;
        ui.horizontal(|ui| {
            let label = ui.label("Name");
            let field =
                ui.add(TextEdit::singleline(&mut self.name).desired_width(ui.available_width() - 130.0));
            let field = field.labelled_by(label.id);
            if self.is_new {
                field.request_focus();
            }
            if field.changed() {
                self.to_replace = None;
            }
            is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let hidden = ui.checkbox(&mut self.shows_hidden, "hidden files");
            if hidden.on_hover_text("Show also what begins with a dot.").changed() {
                self.read(question);
            }
        });
        is_entered
    }

    fn trouble_ui<P>(&self, ui: &mut Ui, question: &Question<P>) {
        let kinds: Vec<_> = question.kinds.iter().map(|kind| format!(".{}", kind.extension)).collect();
        let (text, color): (String, Color32) = match (&self.to_replace, &self.trouble) {
            (Some(path), _) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                (format!("{name} is there already. Replace it?"), ui.visuals().warn_fg_color)
            }
            (None, Some(trouble)) => (trouble.clone(), ui.visuals().error_fg_color),
            (None, None) => (format!("Files: {}", kinds.join(", ")), ui.visuals().weak_text_color()),
        };
        ui.add(Label::new(RichText::new(text).color(color)).wrap_mode(TextWrapMode::Wrap));
    }

    fn buttons_ui<P>(&mut self, ui: &mut Ui, question: &Question<P>) -> Answer {
        ui.horizontal(|ui| {
            let word = match (&self.to_replace, question.is_save) {
                (Some(_), _) => "Replace",
                (None, true) => "Save",
                (None, false) => "Open",
            };
            let is_named = !self.name.trim().is_empty();
            if ui.add_enabled(is_named, Button::new(word)).clicked() {
                return self.choose(question);
            }
            if ui.button("Cancel").on_hover_text("Leave everything as it is. Esc does the same.").clicked() {
                return Answer::Cancelled;
            }
            Answer::None
        })
        .inner
    }

    /// Take the name for an answer: a folder is gone to, a file that would be replaced is asked about once.
    fn choose<P>(&mut self, question: &Question<P>) -> Answer {
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Answer::None;
        }
        let path = self.folder.join(expanded(&name));
        if path.is_dir() {
            self.name.clear();
            self.go(question, path);
            return Answer::None;
        }
        let path = question.with_extension(path);
        if !question.is_save {
            if path.is_file() {
                return Answer::Chosen(path);
            }
            self.trouble = Some(format!("There is no file {}.", path.display()));
            return Answer::None;
        }
        if path.parent().is_some_and(|folder| !folder.is_dir()) {
            self.trouble = Some(format!("There is no folder for {}.", path.display()));
            return Answer::None;
        }
        if path.exists() && self.to_replace.as_ref() != Some(&path) {
            self.to_replace = Some(path);
            return Answer::None;
        }
        Answer::Chosen(path)
    }
}

impl Entry {
    fn compare(&self, other: &Self) -> Ordering {
        let key = |entry: &Self| (!entry.is_folder, entry.name.to_lowercase());
        key(self).cmp(&key(other))
    }
}

/// A path that begins with ~ begins in one's own folder.
fn expanded(path: &str) -> PathBuf {
    let rest = path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match (rest, env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(path),
    }
}
