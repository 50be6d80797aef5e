//! Heat map, contour lines, streamlines and critical points.

use std::fmt::Write;

use super::figure::{bar_options, color_options};
use super::layout::{WIDTH, color, list, listed, number};
use super::{INTO_TEXT, MOST_POINTS, ScriptContours, ScriptHeatMap, ScriptStreamlines, Writer};
use crate::analysis::CriticalKind;
use crate::figure::palette::{LineKind, critical_color, layer_color};
use crate::figure::{lines, theme};
use crate::heat_map::Quantity;
use crate::number_text::format_count;

/// matplotlib's streamlines have room for so many side by side where their density is 1.
const ACROSS: f64 = 30.0;

impl Writer<'_> {
    /// The colours behind everything.
    pub(super) fn heat_map(&self, text: &mut String) {
        let Some(ScriptHeatMap { colors, opacity, zero }) = self.look.heat_map else { return };
        let values = match colors.quantity {
            Quantity::Function => "values",
            Quantity::GradientNorm => "slope",
            Quantity::Direction => "np.where(drawn, np.degrees(np.arctan2(g1, g0)), np.nan)",
            Quantity::Digits => "digits",
            Quantity::AngleError => "angle",
        };
        let values = match zero {
            Some(first) => format!("np.where({values} == 0, {}, {values})", number(first)),
            None => values.to_owned(),
        };
        let mut options = color_options(colors, false);
        options.extend((opacity < 1.0).then(|| format!("alpha={}", number(opacity))));
        let whole = format!("heat = plt.pcolormesh(x0, x1, {values}, {})\n", options.join(", "));
        if whole.len() <= WIDTH {
            text.push_str(&whole);
        } else {
            let places = ["x0".to_owned(), "x1".to_owned(), values];
            write!(text, "heat = plt.pcolormesh(\n{}{})\n", listed(places, 4), listed(options, 4))
                .expect(INTO_TEXT);
        }
        writeln!(text, "plt.colorbar(heat, {})", bar_options(colors.quantity)).expect(INTO_TEXT);
    }

    /// Lines along which f has one value.
    pub(super) fn contours(&self, text: &mut String) {
        let Some(ScriptContours { levels, labels, opacity }) = &self.look.contours else { return };
        let lines = if *labels { "lines = " } else { "" };
        let levels: Vec<String> = levels.iter().map(|level| number(*level)).collect();
        text.push_str(&list("levels = ", &levels, "", 0));
        write!(
            text,
            "{lines}plt.contour(\n    x0, x1, values, levels, colors={}, linewidths={}, linestyles=\"solid\",\n)\n",
            self.line_color(LineKind::Contours, *opacity),
            lines::WIDTH
        )
        .expect(INTO_TEXT);
        if *labels {
            writeln!(
                text,
                "plt.clabel(lines, fmt=\"%g\", colors={}, fontsize=8)",
                color(theme::strong_ink(self.is_on_dark()))
            )
            .expect(INTO_TEXT);
        }
    }

    /// Lines that follow the arrows.
    pub(super) fn streamlines(&self, text: &mut String) {
        let Some(ScriptStreamlines { across, opacity }) = self.look.streamlines else { return };
        let sign = if self.look.descent { "-" } else { "" };
        write!(
            text,
            "plt.streamplot(  # matplotlib chooses by a rule of its own where they begin\n    \
             x0, x1, {sign}g0, {sign}g1, density={}, color={}, linewidth={},\n)\n",
            number(super::layout::rounded_to(across as f64 / ACROSS, 2).max(0.05)),
            self.line_color(LineKind::Streamlines, opacity),
            lines::WIDTH
        )
        .expect(INTO_TEXT);
    }

    /// Whether lines lie on what is dark for the most part, as a heat map is.
    fn is_on_dark(&self) -> bool {
        self.look.dark_mode || self.look.heat_map.is_some()
    }

    fn line_color(&self, kind: LineKind, opacity: f64) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "from 0 to 1")]
        let faded = layer_color(kind, self.is_on_dark()).faded(opacity as f32);
        color(faded)
    }

    /// Where the gradient is zero.
    pub(super) fn critical_points(&self, text: &mut String) {
        let points = &self.look.critical_points;
        if points.is_empty() {
            return;
        }
        if points.len() > MOST_POINTS {
            writeln!(text, "# The first {MOST_POINTS} of {} by rising f.", format_count(points.len()))
                .expect(INTO_TEXT);
        }
        text.push_str("for name, marker, color, points in [\n");
        for kind in CriticalKind::ALL {
            let shown = points.iter().take(MOST_POINTS).filter(|(other, _)| *other == kind);
            let pairs: Vec<String> =
                shown.map(|(_, [x0, x1])| format!("({}, {})", number(*x0), number(*x1))).collect();
            if pairs.is_empty() {
                continue;
            }
            let color = color(critical_color(kind, self.look.dark_mode));
            let before = format!("    (\"{}\", \"{}\", {color}, ", kind.name(), marker(kind));
            text.push_str(&list(&before, &pairs, "),", 4));
        }
        text.push_str(
            "]:\n    plt.scatter(\n        *np.transpose(points), 80, color, marker=marker, edgecolors=\"white\", zorder=5, label=name\n    )\n",
        );
    }
}

/// matplotlib's mark that looks like ours.
fn marker(kind: CriticalKind) -> &'static str {
    match kind {
        CriticalKind::Minimum => "v",
        CriticalKind::Maximum => "^",
        CriticalKind::Saddle => "X",
        CriticalKind::Degenerate => "s",
    }
}
