//! The looks that follow from the settings: the same in the window and in a file.

use super::{ArrowSettings, HeatMapSettings, Settings};
use crate::colormap::{ColorScale, Colormap, Scale};
use crate::figure::arrows::{ArrowStyle, Marks};
use crate::figure::color_bar::Bar;
use crate::heat_map::{HeatMapOrder, Quantity};

/// Where no arrow lives, nothing has a colour.
pub const UNUSED_COLORS: ColorScale =
    ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 1.0 };

impl ArrowSettings {
    /// What the arrows' colours mean.
    pub fn quantity(&self) -> Quantity {
        match self.color_by {
            // f is the heat map's: it is nothing of an arrow.
            Quantity::Function => Quantity::GradientNorm,
            quantity => quantity,
        }
    }

    /// The arrows' colours where |g| has these limits; `None` where no arrow lives, and there are none.
    pub fn colors(&self, limits: Option<[f64; 2]>) -> Option<ColorScale> {
        let quantity = self.quantity();
        let scale = quantity.scale(self.color_scale);
        let [min, max] = limits.map(|limits| quantity.fixed_limits(scale).unwrap_or(limits))?;
        Some(ColorScale { map: quantity.colormap(self.colormap), scale, min, max })
    }

    /// How the arrows look, on a heat map of some quantity or on none.
    pub fn style(
        &self,
        colors: Option<ColorScale>,
        heat_map: Option<Quantity>,
        dark_mode: bool,
    ) -> ArrowStyle {
        let base = ArrowStyle::new(colors.unwrap_or(UNUSED_COLORS), dark_mode);
        ArrowStyle {
            direction: self.direction,
            length: self.length,
            anchor: self.anchor,
            quantity: self.quantity(),
            scale: self.scale,
            thin: self.thin,
            marks: if self.mark_causes { Marks::ByCause } else { Marks::ByState },
            ..match heat_map {
                None => base,
                Some(quantity) if quantity == self.quantity() => base.plain_on_heat_map(),
                Some(_) => base.on_heat_map(),
            }
        }
    }
}

impl HeatMapSettings {
    /// The heat map that is asked for, with these limits of its colours or the field's own; `None` without one.
    pub fn order(&self, limits: Option<[f64; 2]>) -> Option<HeatMapOrder> {
        let scale = self.quantity.scale(self.color_scale);
        self.show.then_some(HeatMapOrder { quantity: self.quantity, scale, limits })
    }

    /// The map of a heat map's colours, whatever it shows.
    pub fn map(&self, quantity: Quantity) -> Colormap {
        quantity.colormap(self.colormap)
    }
}

impl Settings {
    /// The colour bars from the top down: one for the heat map, if there is one, and one for the arrows, if these have
    /// colours of their own.
    pub fn bars(
        &self,
        arrows: Option<ColorScale>,
        heat_map: Option<(Quantity, ColorScale)>,
        has_census: bool,
    ) -> Vec<Bar> {
        let of_heat_map = heat_map.map(|(quantity, colors)| {
            let colors = ColorScale { map: self.heat_map.map(quantity), ..colors };
            Bar { colors, quantity, role: Some("heat map"), opacity: self.heat_map.opacity }
        });
        let quantity = self.arrows.quantity();
        let are_plain = heat_map.is_some_and(|(shown, _)| shown == quantity);
        let waits = quantity.needs_census() && !has_census;
        let of_arrows = arrows.filter(|_| !are_plain).map(|colors| {
            let role = if waits { Some("to come") } else { heat_map.map(|_| "arrows") };
            Bar { colors, quantity, role, opacity: 1.0 }
        });
        of_heat_map.into_iter().chain(of_arrows).collect()
    }
}
