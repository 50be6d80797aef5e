//! Every action with its keys.

use std::sync::LazyLock;

use eframe::egui::{Key, KeyboardShortcut, Modifiers, gui_zoom::kb_shortcuts};

use super::{Action, Group, Row, Scope};
use crate::gui::command::{Command, FileWish, Walk};
use crate::gui::undo::Way;

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

/// Whether a key is one of the signs that need Shift on some keyboards and none on others.
pub(super) fn is_sign(key: Key) -> bool {
    matches!(
        key,
        Key::Questionmark
            | Key::OpenBracket
            | Key::CloseBracket
            | Key::OpenCurlyBracket
            | Key::CloseCurlyBracket
            | Key::Plus
            | Key::Minus
            | Key::Equals
    )
}

fn row(
    action: Action,
    group: Group,
    keys: Vec<KeyboardShortcut>,
    words: [&'static str; 2],
    command: Command,
) -> Row {
    let [word, sentence] = words;
    Row { action, group, keys, word, sentence, scope: Scope::Window, repeats: false, command }
}

impl Row {
    fn repeated(self) -> Self {
        Self { repeats: true, ..self }
    }

    fn everywhere(self) -> Self {
        Self { scope: Scope::Everywhere, ..self }
    }
}

/// Every action, in the order of the sheet.
pub static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let groups = [of_function(), of_step(), of_canvas(), of_optimisers(), of_window(), of_files()];
    groups.into_iter().flatten().collect()
});

fn of_function() -> Vec<Row> {
    let row = |action, keys, words, command| row(action, Group::Function, keys, words, command);
    vec![
        row(
            Action::FocusExpression,
            vec![ctrl(Key::L)],
            ["type a function", "Puts the caret into the expression, with all of it selected."],
            Command::FocusExpression,
        ),
        row(
            Action::Examples,
            vec![plain(Key::G)],
            ["gallery", "Shows the gallery of examples."],
            Command::ShowExamples,
        ),
    ]
}

fn of_step() -> Vec<Row> {
    let row = |action, keys, words, command| row(action, Group::Step, keys, words, command);
    vec![
        row(
            Action::FinerH,
            vec![plain(Key::OpenBracket)],
            ["h finer", "Makes h a tenth of a decade smaller."],
            Command::MoveH { tenths: -1 },
        )
        .repeated(),
        row(
            Action::CoarserH,
            vec![plain(Key::CloseBracket)],
            ["h coarser", "Makes h a tenth of a decade larger."],
            Command::MoveH { tenths: 1 },
        )
        .repeated(),
        row(
            Action::DecadeFiner,
            vec![shift(Key::OpenBracket), shift(Key::OpenCurlyBracket), plain(Key::OpenCurlyBracket)],
            ["h ten times finer", "Makes h ten times smaller."],
            Command::MoveH { tenths: -10 },
        )
        .repeated(),
        row(
            Action::DecadeCoarser,
            vec![shift(Key::CloseBracket), shift(Key::CloseCurlyBracket), plain(Key::CloseCurlyBracket)],
            ["h ten times coarser", "Makes h ten times larger."],
            Command::MoveH { tenths: 10 },
        )
        .repeated(),
        row(
            Action::BestH,
            vec![plain(Key::B)],
            ["best h", "Takes the h for which the median error over the whole field is least."],
            Command::UseBestH,
        ),
        row(
            Action::Play,
            vec![plain(Key::P)],
            [
                "play",
                "Sweeps h down to 1e-20 and up to 1e-1, from where it is, and lets the arrows die; again stops.",
            ],
            Command::Play,
        ),
    ]
}

fn of_canvas() -> Vec<Row> {
    let row = |action, keys, words, command| row(action, Group::Canvas, keys, words, command);
    vec![
        row(
            Action::NextArrow,
            vec![plain(Key::N)],
            ["next arrow", "Looks at the next arrow, row by row, x0 running fastest."],
            Command::NextArrow { back: false, wrong: false },
        )
        .repeated(),
        row(
            Action::PreviousArrow,
            vec![shift(Key::N)],
            ["arrow before", "Looks at the arrow before."],
            Command::NextArrow { back: true, wrong: false },
        )
        .repeated(),
        row(
            Action::NextWrong,
            vec![plain(Key::W)],
            ["next wrong arrow", "Looks at the next arrow that is missing or wrong."],
            Command::NextArrow { back: false, wrong: true },
        )
        .repeated(),
        row(
            Action::PreviousWrong,
            vec![shift(Key::W)],
            ["wrong arrow before", "Looks at the one before that is missing or wrong."],
            Command::NextArrow { back: true, wrong: true },
        )
        .repeated(),
        row(
            Action::Fit,
            vec![plain(Key::F)],
            ["fit", "Shows the whole grid; so does a double click."],
            Command::FitView,
        ),
        row(
            Action::Hold,
            vec![plain(Key::H)],
            ["hold", "Freezes the arrows of now as a ghost behind those to come, or lets them go."],
            Command::Hold,
        ),
        row(Action::Lab, vec![plain(Key::L)], ["h lab", "Folds the h lab, or unfolds it."], Command::FoldLab),
    ]
}

fn of_optimisers() -> Vec<Row> {
    let row = |action, keys, words, walk| row(action, Group::Optimisers, keys, words, Command::Descend(walk));
    vec![
        row(
            Action::Descend,
            vec![plain(Key::D)],
            ["descend", "Lets the optimisers go down, a few steps a second, or stops them."],
            Walk::Play,
        ),
        row(Action::Step, vec![plain(Key::S)], ["step", "One step more of each optimiser."], Walk::Step)
            .repeated(),
        row(
            Action::Reset,
            vec![plain(Key::R)],
            ["reset", "Puts the optimisers back at their start."],
            Walk::Reset,
        ),
        row(
            Action::AllSteps,
            vec![plain(Key::A)],
            ["all steps", "Shows the optimisers' whole way at once."],
            Walk::All,
        ),
    ]
}

fn of_window() -> Vec<Row> {
    let row = |action, keys, words, command| row(action, Group::Window, keys, words, command).everywhere();
    vec![
        row(
            Action::Help,
            vec![plain(Key::F1), plain(Key::Questionmark), shift(Key::Questionmark)],
            ["help", "Shows this sheet, or closes it. The sign ? does the same while nothing is typed."],
            Command::ShowHelp,
        ),
        row(
            Action::Tour,
            vec![shift(Key::F1)],
            ["tour", "Begins the tour: five steps from a bowl to the best h."],
            Command::ShowTour,
        ),
        row(
            Action::Theme,
            vec![plain(Key::T)],
            ["theme", "Light or dark, whichever it is not now."],
            Command::ToggleTheme,
        ),
        row(
            Action::FullScreen,
            vec![plain(Key::F11)],
            ["full screen", "Gives the window the whole screen, or takes it back."],
            Command::FullScreen,
        ),
        row(
            Action::ZoomIn,
            vec![kb_shortcuts::ZOOM_IN, kb_shortcuts::ZOOM_IN_SECONDARY],
            ["larger", "Makes everything in the window larger."],
            Command::None,
        ),
        row(
            Action::ZoomOut,
            vec![kb_shortcuts::ZOOM_OUT],
            ["smaller", "Makes everything in the window smaller."],
            Command::None,
        ),
        row(
            Action::ZoomReset,
            vec![kb_shortcuts::ZOOM_RESET],
            ["usual size", "Brings everything back to its usual size."],
            Command::None,
        ),
    ]
}

fn of_files() -> Vec<Row> {
    let row = |action, keys, words, command| row(action, Group::Files, keys, words, command);
    let step = |action, keys, words, way| {
        let row = row(action, keys, words, Command::Step(way));
        Row { scope: Scope::Steps(way), repeats: true, ..row }
    };
    vec![
        step(Action::Undo, vec![ctrl(Key::Z)], ["undo", "Takes back the last change."], Way::Undo),
        step(
            Action::Redo,
            vec![ctrl_shift(Key::Z), ctrl(Key::Y)],
            ["redo", "Brings back what was taken back."],
            Way::Redo,
        ),
        row(
            Action::Save,
            vec![ctrl(Key::S)],
            ["save", "Saves all that is set in the file that is open, or asks for one."],
            Command::File(FileWish::Save),
        ),
        row(
            Action::SaveAs,
            vec![ctrl_shift(Key::S)],
            ["save as", "Saves all that is set in another file, which is open from then on."],
            Command::File(FileWish::SaveAs),
        ),
        row(Action::Open, vec![ctrl(Key::O)], ["open", "Opens such a file."], Command::File(FileWish::Open)),
        row(
            Action::Export,
            vec![ctrl(Key::E)],
            ["export", "Saves the figure in a file: SVG, PNG or PDF."],
            Command::File(FileWish::ExportFigure),
        ),
        row(
            Action::CopyImage,
            vec![ctrl_shift(Key::C)],
            ["copy image", "Copies the figure to the clipboard."],
            Command::File(FileWish::CopyImage),
        ),
        row(
            Action::CopyScript,
            vec![ctrl_shift(Key::P)],
            [
                "copy as Python",
                "Copies a Python program that makes this figure, but for the marks of arrows that are missing or wrong.",
            ],
            Command::File(FileWish::CopyScript),
        ),
        row(
            Action::CopyLink,
            vec![ctrl_shift(Key::L)],
            ["copy link", "Copies the command line that opens the window with all that is set."],
            Command::File(FileWish::CopyLink),
        ),
    ]
}
