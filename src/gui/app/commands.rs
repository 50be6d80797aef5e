//! What panels, keys and dialogs ask for, and what goes on by itself.

use eframe::egui;

use super::App;
use super::document::Document;
use crate::gui::command::Command;
use crate::worker::JobKind;

/// The longest time between two frames that counts, in seconds: what plays in a window that was hidden does not jump.
const LONGEST_FRAME: f64 = 0.1;

impl App {
    pub(super) fn obey(&mut self, command: Command, context: &egui::Context) {
        match command {
            Command::None => {}
            Command::FitView => self.canvas.fit(),
            Command::Cover(view) => self.settings.grid.cover(view),
            Command::Cancel => {
                self.worker.cancel(JobKind::Field);
                self.failure = Some("The computation was cancelled.".to_owned());
            }
            Command::Compute => {
                self.submitted = None;
                self.failure = None;
            }
            Command::Probe(_) | Command::MoveProbe(_) | Command::Play | Command::Hold | Command::UseBestH => {
                self.obey_lab(&command);
            }
            Command::FocusExpression
            | Command::MoveH { .. }
            | Command::NextArrow { .. }
            | Command::FoldLab
            | Command::ToggleTheme
            | Command::FullScreen
            | Command::ShowHelp
            | Command::ShowTour
            | Command::Tour(_) => self.obey_learner(&command, context),
            Command::LookAt(point) => {
                self.settings.lab.probe = point;
                self.canvas.look_at(point);
            }
            Command::ShowDescents => self.settings.descent.show = true,
            Command::MoveStart(start) => self.settings.descent.start = start,
            Command::Descend(walk) => {
                // By key they may be asked for before they are shown.
                self.settings.descent.show = true;
                self.descents.walk(walk);
            }
            Command::SetRate(rule, rate) => self.settings.descent.set_rate(rule, rate),
            Command::MakeParameter(name) => self.settings.make_parameter(&name),
            Command::Complain(notice) => self.entry.complain(notice),
            Command::UseH(h) => {
                self.lab.play = None;
                self.settings.difference.h = h;
            }
            Command::File(wish) => self.obey_file(wish, context),
            Command::ShowExamples => self.gallery.open(context),
            Command::Step(way) => self.step(way),
            Command::EndLesson => {
                self.entry.follow(None);
                self.session.history.end_lesson();
            }
            Command::Open(path) => self.open_or_complain(&path),
            Command::Load(settings, example) => {
                self.forget_tour();
                self.leave_document();
                self.load(*settings);
                self.begin_document(Document::default());
                self.entry.follow(Some(example));
            }
        }
    }

    /// Let h and the parameters go their ways while they are being swept.
    pub(super) fn play(&mut self, context: &egui::Context) {
        let seconds = f64::from(context.input(|input| input.stable_dt)).clamp(0.0, LONGEST_FRAME);
        if self.playing.advance(&mut self.settings.parameters, self.entry.parameters(), seconds) {
            context.request_repaint();
        }
        if self.descents.advance(seconds) {
            context.request_repaint();
        }
        if !self.settings.difference.scheme.has_step() {
            self.lab.play = None;
        }
        let Some(play) = &mut self.lab.play else { return };
        self.settings.difference.h = play.advance(seconds);
        context.request_repaint();
    }
}
