//! What the canvas shows: the settings' looks and what the worker has made.

use std::sync::Arc;

use eframe::egui::Ui;

use super::{App, STALE_OPACITY};
use crate::colormap::{ColorScale, Colormap};
use crate::gui::command::Command;
use crate::gui::h_lab::Look;
use crate::gui::plot::arrows::ArrowStyle;
use crate::gui::plot::canvas::{Bar, Ghost, GhostKind, Scene};
use crate::gui::plot::heat_map::{HeatMapStyle, TileImage};
use crate::heat_map::{HeatMap, norm_limits};
use crate::settings::UNUSED_COLORS;

impl App {
    pub(super) fn canvas_ui(&mut self, ui: &mut Ui) -> Command {
        let colors = self.colors();
        let heat_map = self.heat_map().filter(|map| map.colors.is_some()).map(Arc::clone);
        let look = HeatMapStyle {
            map: heat_map.as_ref().map_or_else(Colormap::default, |map| self.heat_map_colors(map)),
            opacity: self.settings.heat_map.opacity * self.opacity(),
        };
        let scene = Scene {
            field: self.shown.as_ref().map(|shown| &shown.field),
            census: self.shown.as_ref().and_then(|shown| shown.census.as_ref()),
            style: self.arrow_style(colors, heat_map.as_deref(), ui.visuals().dark_mode),
            ghosts: &self.ghosts(),
            probe: self.probe().filter(|_| self.settings.lab.open),
            equal_aspect: self.settings.grid.equal_aspect,
            follow: self.settings.grid.follow,
            heat_map: heat_map.as_ref().map(|map| (map, look)),
            bars: &self.bars(colors, heat_map.as_deref()),
            layers: self.layers.drawn(&self.settings.layers, self.opacity()),
            paths: self.descents.paths(&self.settings.descent, self.opacity()),
        };
        self.canvas.ui(ui, &scene)
    }

    /// Of what belongs to the field that is shown: dimmed where that is of earlier settings.
    pub(super) fn opacity(&self) -> f32 {
        if self.is_stale() { STALE_OPACITY } else { 1.0 }
    }

    /// The map of a heat map's colours.
    fn heat_map_colors(&self, map: &HeatMap<TileImage>) -> Colormap {
        self.settings.heat_map.map(map.order.quantity)
    }

    /// The colours of the surface: those of the canvas.
    pub(super) fn surface_look(&mut self) -> Look {
        let heat_map = self.heat_map().and_then(|map| {
            let colors = ColorScale { map: self.heat_map_colors(map), ..map.colors? };
            Some((map.order.quantity, colors))
        });
        let colors = self.colors().unwrap_or(UNUSED_COLORS);
        let arrows = self.settings.arrows;
        Look {
            surface: heat_map,
            arrows: (self.settings.arrows.quantity(), colors),
            direction: arrows.direction,
            anchor: arrows.anchor,
        }
    }

    /// The fields behind the arrows.
    pub(super) fn ghosts(&self) -> Vec<Ghost> {
        // A claim is looked at beside the exact gradient.
        let shows_exact = self.settings.arrows.ghosts || self.claimed().is_some();
        let exact = self.census().filter(|_| shows_exact).map(|census| &census.exact);
        [(GhostKind::Exact, exact), (GhostKind::Held, self.held()), (GhostKind::Claimed, self.claimed())]
            .into_iter()
            .filter_map(|(kind, field)| Some(Ghost { field: Arc::clone(field?), kind }))
            .collect()
    }

    fn arrow_style(
        &self,
        colors: Option<ColorScale>,
        heat_map: Option<&HeatMap<TileImage>>,
        dark_mode: bool,
    ) -> ArrowStyle {
        let quantity = heat_map.map(|map| map.order.quantity);
        let style = self.settings.arrows.style(colors, quantity, dark_mode);
        ArrowStyle { opacity: self.opacity(), ..style }
    }

    /// What stands beside the canvas.
    fn bars(&self, colors: Option<ColorScale>, heat_map: Option<&HeatMap<TileImage>>) -> Vec<Bar> {
        let heat_map = heat_map.and_then(|map| Some((map.order.quantity, map.colors?)));
        self.settings.bars(colors, heat_map, self.census().is_some())
    }

    /// What the arrows' colours mean: limits that are fixed, the field's own, or those that were locked. `None` where no
    /// arrow lives.
    fn colors(&mut self) -> Option<ColorScale> {
        let own = self.shown.as_ref().and_then(|shown| norm_limits(&shown.field));
        let limits = if self.settings.arrows.lock_limits { self.limits.or(own) } else { own };
        // What is locked is the limits of the settings' own field, not of the one that it is about to replace.
        self.limits = limits.filter(|_| self.limits.is_some() || self.is_up_to_date());
        self.settings.arrows.colors(limits)
    }
}
