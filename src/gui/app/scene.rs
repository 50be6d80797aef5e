//! What the canvas shows: the settings' looks and what the worker has made.

use std::sync::Arc;

use eframe::egui::Ui;

use super::{App, STALE_OPACITY};
use crate::colormap::{ColorScale, Colormap, Scale};
use crate::gui::plot::arrows::ArrowStyle;
use crate::gui::plot::canvas::{Bar, Scene};
use crate::gui::plot::heat_map::{HeatMapStyle, TileImage};
use crate::gui::settings::Quantity;
use crate::heat_map::{HeatMap, norm_limits};

/// Where no arrow lives, nothing has a colour.
pub(super) const UNUSED_COLORS: ColorScale =
    ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 1.0 };

impl App {
    pub(super) fn canvas_ui(&mut self, ui: &mut Ui) {
        let colors = self.colors();
        let heat_map = self.heat_map().filter(|map| map.colors.is_some()).map(Arc::clone);
        let look = HeatMapStyle {
            map: self.settings.heat_map.colormap,
            opacity: self.settings.heat_map.opacity * self.opacity(),
        };
        let scene = Scene {
            field: self.shown.as_ref().map(|shown| &shown.field),
            style: self.arrow_style(colors, heat_map.as_deref(), ui.visuals().dark_mode),
            equal_aspect: self.settings.grid.equal_aspect,
            heat_map: heat_map.as_ref().map(|map| (map, look)),
            bars: &self.bars(colors, heat_map.as_deref()),
        };
        self.canvas.ui(ui, &scene);
    }

    fn opacity(&self) -> f32 {
        if self.is_stale() { STALE_OPACITY } else { 1.0 }
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
            scale: arrows.scale,
            thin: arrows.thin,
            opacity: self.opacity(),
            ..match heat_map.map(|map| map.order.quantity) {
                None => base,
                Some(Quantity::GradientNorm) => base.plain_on_heat_map(),
                Some(Quantity::Function) => base.on_heat_map(),
            }
        }
    }

    /// One for the heat map and one for the arrows, if these have colours of their own.
    fn bars(&self, colors: Option<ColorScale>, heat_map: Option<&HeatMap<TileImage>>) -> Vec<Bar> {
        let settings = self.settings.heat_map;
        let of_heat_map = heat_map.and_then(|map| {
            let colors = ColorScale { map: settings.colormap, ..map.colors? };
            let (quantity, role) = (map.order.quantity.name(), Some("heat map"));
            Some(Bar { colors, quantity, role, opacity: settings.opacity })
        });
        let are_plain = heat_map.is_some_and(|map| map.order.quantity == Quantity::GradientNorm);
        let of_arrows = colors.filter(|_| !are_plain).map(|colors| {
            let (quantity, role) = (Quantity::GradientNorm.name(), heat_map.map(|_| "arrows"));
            Bar { colors, quantity, role, opacity: 1.0 }
        });
        of_heat_map.into_iter().chain(of_arrows).collect()
    }

    /// What the colours mean: the field's own limits, or those that were locked.
    fn colors(&mut self) -> Option<ColorScale> {
        let own = self.shown.as_ref().and_then(|shown| norm_limits(&shown.field));
        let limits = if self.settings.arrows.lock_limits { self.limits.or(own) } else { own };
        // What is locked is the limits of the settings' own field, not of the one that it is about to replace.
        self.limits = limits.filter(|_| self.limits.is_some() || self.is_up_to_date());
        let [min, max] = limits?;
        Some(ColorScale {
            map: self.settings.arrows.colormap,
            scale: self.settings.arrows.color_scale,
            min,
            max,
        })
    }
}
