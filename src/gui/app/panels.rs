//! The panel with the settings, and the status bar.

use std::time::Duration;

use eframe::egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use super::App;
use crate::gui::command::Command;
use crate::gui::layout::keep_focus_in_sight;
use crate::gui::panels::status::Status;
use crate::gui::panels::{
    arrows, descent as descent_panel, difference, grid, heat_map, layers as layer_panel, parameters, status,
};
use crate::gui::settings::Settings;
use crate::worker::JobKind;

/// How often a running computation's progress is looked at.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// The sections of the panel with the settings, which fold.
struct Sections<'s> {
    ui: &'s mut Ui,
    /// The titles of those that are folded.
    folded: &'s mut Vec<String>,
}

impl Sections<'_> {
    /// Show one, as it was left.
    fn show<R>(&mut self, title: &str, fill: impl FnOnce(&mut Ui) -> R) -> Option<R> {
        let was_folded = self.folded.iter().any(|folded| folded == title);
        let section = CollapsingHeader::new(RichText::new(title).strong()).default_open(!was_folded);
        let shown = section.show(self.ui, fill);
        // From the middle of its way on it counts as there.
        let is_folded = shown.openness < 0.5;
        if is_folded && !was_folded {
            self.folded.push(title.to_owned());
        } else if was_folded && !is_folded {
            self.folded.retain(|folded| folded != title);
        }
        shown.body_returned
    }
}

impl App {
    pub(super) fn side_panel(&mut self, ui: &mut Ui) -> Command {
        let shown = self.heat_map().map(|map| heat_map::Shown {
            quantity: map.order.quantity,
            has_colors: map.colors.is_some(),
            lacks_census: map.lacks_census,
            uncolored: map.uncolored(),
        });
        let used = self.entry.parameters();
        let playing = &mut self.playing;
        let layers_shown = self.layers.shown();
        let folded = &mut self.session.habits.folded;
        let Settings { parameters, grid, difference, arrows, heat_map, layers, descent, .. } =
            &mut self.settings;
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                let mut sections = Sections { ui: &mut *ui, folded };
                let parameters = (!used.is_empty())
                    .then(|| {
                        sections
                            .show("Parameters", |ui| parameters::parameters_ui(ui, parameters, used, playing))
                    })
                    .flatten();
                let grid = sections.show("Grid", |ui| grid::grid_ui(ui, grid));
                let difference = sections.show("Difference", |ui| difference::difference_ui(ui, difference));
                let arrows = sections.show("Arrows", |ui| arrows::arrows_ui(ui, arrows));
                let heat_map = sections.show("Heat map", |ui| heat_map::heat_map_ui(ui, heat_map, shown));
                let layers = sections.show("Layers", |ui| layer_panel::layers_ui(ui, layers, layers_shown));
                let descent = sections.show("Optimisers", |ui| descent_panel::descent_ui(ui, descent));
                keep_focus_in_sight(ui);
                [parameters, grid, difference, arrows, heat_map, layers, descent]
                    .into_iter()
                    .flatten()
                    .fold(Command::None, Command::or)
            })
            .inner
    }

    pub(super) fn status_bar(&self, ui: &mut Ui) -> Command {
        let running = self.worker.progress(JobKind::Field).map(|p| (p.done, p.total, p.age));
        if running.is_some() {
            ui.ctx().request_repaint_after(PROGRESS_INTERVAL);
        }
        let shown = self.shown.as_ref();
        status::status_ui(
            ui,
            &Status {
                field: shown.map(|shown| &*shown.field),
                diagnosis: shown.map(|shown| &shown.diagnosis),
                census: shown.and_then(|shown| shown.census.as_deref()),
                elapsed: shown.map_or(Duration::ZERO, |shown| shown.elapsed),
                hidden: self.canvas.drawn().hidden,
                heat_map: self.heat_map().filter(|map| map.colors.is_some()).map(|map| map.order),
                running,
                stale: self.is_stale(),
                preview_of: self.preview_of(),
                stopped: self.failure.is_some(),
            },
        )
    }

    /// The points of the submitted field, if the one on the canvas is the coarse one before it.
    fn preview_of(&self) -> Option<usize> {
        let submitted = self.submitted.as_ref().filter(|_| self.shown_is_preview)?;
        submitted.grid().counts().ok().map(|[n0, n1]| n0 * n1)
    }
}
