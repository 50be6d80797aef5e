//! What the canvas shows: the settings' looks and what the worker has made.

use std::sync::Arc;

use eframe::egui::Ui;

use super::{App, STALE_OPACITY};
use crate::colormap::{ColorScale, Colormap, Scale};
use crate::gui::command::Command;
use crate::gui::h_lab::Look;
use crate::gui::plot::arrows::{ArrowStyle, Marks};
use crate::gui::plot::canvas::{Bar, Ghost, GhostKind, Scene};
use crate::gui::plot::heat_map::{HeatMapStyle, TileImage};
use crate::gui::settings::Quantity;
use crate::heat_map::{HeatMap, norm_limits};

/// Where no arrow lives, nothing has a colour.
pub(super) const UNUSED_COLORS: ColorScale =
    ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 1.0 };

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

    fn opacity(&self) -> f32 {
        if self.is_stale() { STALE_OPACITY } else { 1.0 }
    }

    /// The map of a heat map's colours.
    fn heat_map_colors(&self, map: &HeatMap<TileImage>) -> Colormap {
        map.order.quantity.colormap(self.settings.heat_map.colormap)
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
            arrows: (self.color_by(), colors),
            direction: arrows.direction,
            anchor: arrows.anchor,
        }
    }

    /// What the arrows' colours mean.
    fn color_by(&self) -> Quantity {
        match self.settings.arrows.color_by {
            // f is the heat map's: it is nothing of an arrow.
            Quantity::Function => Quantity::GradientNorm,
            quantity => quantity,
        }
    }

    /// The fields behind the arrows.
    fn ghosts(&self) -> Vec<Ghost> {
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
        let arrows = self.settings.arrows;
        let base = ArrowStyle::new(colors.unwrap_or(UNUSED_COLORS), dark_mode);
        ArrowStyle {
            direction: arrows.direction,
            length: arrows.length,
            anchor: arrows.anchor,
            quantity: self.color_by(),
            scale: arrows.scale,
            thin: arrows.thin,
            marks: if arrows.mark_causes { Marks::ByCause } else { Marks::ByState },
            opacity: self.opacity(),
            ..match heat_map.map(|map| map.order.quantity) {
                None => base,
                Some(quantity) if quantity == self.color_by() => base.plain_on_heat_map(),
                Some(_) => base.on_heat_map(),
            }
        }
    }

    /// One for the heat map and one for the arrows, if these have colours of their own.
    fn bars(&self, colors: Option<ColorScale>, heat_map: Option<&HeatMap<TileImage>>) -> Vec<Bar> {
        let of_heat_map = heat_map.and_then(|map| {
            let colors = ColorScale { map: self.heat_map_colors(map), ..map.colors? };
            let role = Some("heat map");
            Some(Bar { colors, quantity: map.order.quantity, role, opacity: self.settings.heat_map.opacity })
        });
        let quantity = self.color_by();
        let are_plain = heat_map.is_some_and(|map| map.order.quantity == quantity);
        let waits = quantity.needs_census() && self.census().is_none();
        let of_arrows = colors.filter(|_| !are_plain).map(|colors| {
            let role = if waits { Some("to come") } else { heat_map.map(|_| "arrows") };
            Bar { colors, quantity, role, opacity: 1.0 }
        });
        of_heat_map.into_iter().chain(of_arrows).collect()
    }

    /// What the arrows' colours mean: limits that are fixed, the field's own, or those that were locked. `None` where no
    /// arrow lives.
    fn colors(&mut self) -> Option<ColorScale> {
        let own = self.shown.as_ref().and_then(|shown| norm_limits(&shown.field));
        let limits = if self.settings.arrows.lock_limits { self.limits.or(own) } else { own };
        // What is locked is the limits of the settings' own field, not of the one that it is about to replace.
        self.limits = limits.filter(|_| self.limits.is_some() || self.is_up_to_date());
        let quantity = self.color_by();
        let scale = quantity.scale(self.settings.arrows.color_scale);
        let [min, max] = limits.map(|limits| quantity.fixed_limits(scale).unwrap_or(limits))?;
        let map = quantity.colormap(self.settings.arrows.colormap);
        Some(ColorScale { map, scale, min, max })
    }
}
