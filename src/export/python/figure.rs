//! The figure from its size to its title, and the arrows on it.

use std::fmt::Write;

use super::layout::{color, listed, number, quoted, rounded_to, unquoted};
use super::look::ranges;
use super::{INTO_TEXT, ScriptColors, Writer};
use crate::colormap::Colormap;
use crate::export::figure::{Words, method_words};
use crate::field::AxisSpec;
use crate::figure::ghosts::GhostKind;
use crate::figure::theme;
use crate::heat_map::{LEAST_ANGLE, Quantity};
use crate::settings::Anchor;

impl Writer<'_> {
    /// The figure.
    pub(super) fn draw(&self, text: &mut String) {
        let look = self.look;
        if look.dark_mode {
            let [page, canvas, lines] =
                [theme::page(true), theme::canvas(true), theme::grid(true, false)].map(color);
            write!(
                text,
                "plt.style.use([\"dark_background\", {{\n    \"figure.facecolor\": {page}, \"axes.facecolor\": {canvas}, \
                 \"grid.color\": {lines},\n}}])\n"
            )
            .expect(INTO_TEXT);
        }
        let size =
            look.size.map(|[width, height]| format!("figsize=({}, {})", number(width), number(height)));
        // Which has room for two colour bars.
        let layout = look.heat_map.map(|_| "layout=\"constrained\"".to_owned());
        let options: Vec<String> = size.into_iter().chain(layout).collect();
        writeln!(text, "plt.figure({})", options.join(", ")).expect(INTO_TEXT);
        if self.shown_colors().any(|colors| colors.map() == Colormap::Direction) {
            text.push_str(&direction_map());
        }
        self.heat_map(text);
        self.contours(text);
        self.streamlines(text);
        if look.is_thinned() {
            let [columns, rows] = look.stride;
            writeln!(text, "few = np.s_[::{rows}, ::{columns}]  # more arrows would touch").expect(INTO_TEXT);
        }
        self.ghosts(text);
        self.arrows(text);
        self.critical_points(text);
        self.draw_ways(text);
        for (function, [low, high]) in ["xlim", "ylim"].into_iter().zip(self.view()) {
            writeln!(text, "plt.{function}({}, {})", number(low), number(high)).expect(INTO_TEXT);
        }
        if look.equal_aspect {
            text.push_str("plt.gca().set_aspect(\"equal\")\n");
        }
        text.push_str("plt.xlabel(\"x0\")\nplt.ylabel(\"x1\")\nplt.grid()\n");
        if !look.critical_points.is_empty() || !look.descents.is_empty() {
            text.push_str("plt.legend()\n");
        }
        if look.title {
            self.title(text);
        }
        text.push_str("plt.show()\n");
    }

    /// What is shown of the plane: the ranges of the grid, and the cells around its nodes where these are seen.
    fn view(&self) -> [[f64; 2]; 2] {
        if let Some(view) = self.look.view {
            return view;
        }
        if self.look.heat_map.is_none() {
            return ranges(self.request);
        }
        let grid = self.request.grid();
        grid.axes.map(|AxisSpec { min, max, step }| {
            let half = step / 2.0;
            [rounded_to(min - half, 12), rounded_to(if grid.closed { max + half } else { max }, 12)]
        })
    }

    /// An array, or that part of it which has arrows.
    fn few(&self, array: &str) -> String {
        if self.look.is_thinned() { format!("{array}[few]") } else { array.to_owned() }
    }

    /// The places of arrows of some gradient, and their components.
    fn places(&self, names: [&str; 2], unit: &str) -> Vec<String> {
        let sign = if self.look.descent { "-" } else { "" };
        let components = names.map(|name| {
            let component = format!("{sign}{name}/{unit}");
            if self.look.is_thinned() { self.few(&format!("({component})")) } else { component }
        });
        ["x0", "x1"].map(|name| self.few(name)).into_iter().chain(components).collect()
    }

    /// Behind some options those that all arrows have: how they lie, how long they are, and that they are before lines.
    fn options(&self, others: &[&str]) -> Vec<String> {
        let look = self.look;
        let mut options: Vec<String> = others.iter().map(|&option| option.to_owned()).collect();
        options.push("angles=\"xy\"".to_owned());
        match look.anchor {
            Anchor::Tail => {}
            Anchor::Middle => options.push("pivot=\"mid\"".to_owned()),
            Anchor::Tip => options.push("pivot=\"tip\"".to_owned()),
        }
        let is_scaled = (look.scale - 1.0).abs() > 0.0;
        // Beside others, which are measured by them.
        if is_scaled || look.ghosts && !look.equal_length {
            let count = self.few("drawn");
            let factor = if is_scaled { format!("/{}", number(look.scale.max(1e-3))) } else { String::new() };
            options.push(format!("scale=1.8*max(10, {count}.size**0.5){factor}"));
        }
        if look.contours.is_some() || look.streamlines.is_some() {
            options.push("zorder=3".to_owned());
        }
        options
    }

    /// The exact gradient's arrows behind the others.
    fn ghosts(&self, text: &mut String) {
        if !self.look.ghosts {
            return;
        }
        let unit = if self.look.equal_length {
            "size"
        } else {
            text.push_str("mean = norm[drawn].mean() if drawn.any() else np.nanmean(size)\n");
            "mean"
        };
        let places = self.places(["e0", "e1"], unit);
        let gray = format!("color={}", color(GhostKind::Exact.color(self.look.dark_mode)));
        let options = self.options(&[&gray]);
        write!(text, "plt.quiver(\n{}{})\n", listed(places, 4), listed(options, 4)).expect(INTO_TEXT);
    }

    /// The arrows and their colours, of which matplotlib makes none where there is no arrow.
    fn arrows(&self, text: &mut String) {
        let look = self.look;
        let unit = if look.equal_length { "norm" } else { "norm[drawn].mean()" };
        let mut places = self.places(["g0", "g1"], unit);
        if look.has_plain_arrows() {
            let options = self.options(&["color=\"white\"", "edgecolor=\"black\"", "linewidth=0.25"]);
            write!(text, "plt.quiver(\n{}{})\n", listed(places, 4), listed(options, 4)).expect(INTO_TEXT);
            return;
        }
        let colors = look.colors;
        // A logarithm has only what is above 0.
        let has_some = if colors.is_logarithmic() && colors.quantity == Quantity::Function {
            "(drawn & (values > 0)).any()".to_owned()
        } else {
            format!("{}.any()", self.few("drawn"))
        };
        places.push(self.few(&arrow_values(colors)));
        let outline: &[&str] =
            if look.heat_map.is_some() { &["edgecolor=\"white\"", "linewidth=0.25"] } else { &[] };
        let options = color_options(colors, true).into_iter().chain(self.options(outline));
        write!(
            text,
            "if {has_some}:\n    arrows = plt.quiver(\n{}{}    )\n    plt.colorbar(arrows, {})\n",
            listed(places, 8),
            listed(options, 8),
            bar_options(colors.quantity)
        )
        .expect(INTO_TEXT);
    }

    /// Function and method above the figure.
    fn title(&self, text: &mut String) {
        /// A longer function does not fit.
        const MOST: usize = 60;
        let function = self.request.program().text();
        let shown: String = match function.char_indices().nth(MOST) {
            Some((end, _)) => format!("{}...", &function[..end]),
            None => function.to_owned(),
        };
        let words = method_words(self.request).into_iter().map(|words| match words {
            Words::Text(text) => unquoted(&text),
            Words::H => "h = {h}".to_owned(),
            Words::Parameter(at, name) => {
                let python = self.f.parameters.get(at).map_or("h", |(name, _)| name.as_str());
                format!("{} = {{{python}}}", unquoted(&name))
            }
        });
        let method = words.collect::<Vec<_>>().join(", ");
        let is_format = if method.contains('{') { "f" } else { "" };
        write!(
            text,
            "plt.title(\n    \"f(x0, x1) = {}\\n\"\n    {is_format}\"{method}\"\n)\n",
            unquoted(&shown)
        )
        .expect(INTO_TEXT);
    }
}

/// What arrows have their colours by. Below the first colour is what is not known.
fn arrow_values(colors: ScriptColors) -> String {
    match colors.quantity {
        Quantity::Function => "values".to_owned(),
        Quantity::GradientNorm => "norm".to_owned(),
        Quantity::Direction => "np.degrees(np.arctan2(g1, g0))".to_owned(),
        Quantity::Digits => "np.nan_to_num(digits, nan=-1)".to_owned(),
        Quantity::AngleError if colors.is_logarithmic() => {
            let least = number(LEAST_ANGLE);
            format!("np.nan_to_num(np.maximum(angle, {least}), nan={least}/2)")
        }
        Quantity::AngleError => "np.nan_to_num(angle, nan=-1)".to_owned(),
    }
}

/// What a colour bar says.
pub(super) fn bar_options(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Function => "label=\"f\"",
        Quantity::GradientNorm => "label=\"|g|\"",
        Quantity::Direction => "label=\"direction of g in degrees\", ticks=range(-180, 181, 90)",
        Quantity::Digits => "label=\"correct digits\"",
        Quantity::AngleError => "label=\"angle error in degrees\"",
    }
}

/// The colour map, and the values of its ends where they are not those of what is drawn.
pub(super) fn color_options(colors: ScriptColors, of_arrows: bool) -> Vec<String> {
    let map = match colors.map() {
        Colormap::Direction => "colors".to_owned(),
        map => quoted(map.name()),
    };
    let map = if of_arrows && colors.quantity.needs_census() {
        format!("plt.get_cmap({map}).with_extremes(under=\"dimgray\")")
    } else {
        map
    };
    let ends = colors.limits().map(|limits| apart(limits, colors.is_logarithmic()));
    let ends = ends.map(|[low, high]| format!("{}, {}", number(low), number(high)));
    let scale = match (ends, colors.is_logarithmic()) {
        (ends, true) => Some(format!("norm=LogNorm({})", ends.unwrap_or_default())),
        (Some(ends), false) => Some(format!("clim=({ends})")),
        (None, false) => None,
    };
    std::iter::once(format!("cmap={map}")).chain(scale).collect()
}

/// Limits about one value where they are that, so that it has the middle of the colours.
fn apart([low, high]: [f64; 2], is_logarithmic: bool) -> [f64; 2] {
    if low < high {
        [low, high]
    } else if is_logarithmic {
        [low / 2.0, 2.0 * low]
    } else if low == 0.0 {
        [-1.0, 1.0]
    } else {
        [low - low.abs() / 2.0, low + low.abs() / 2.0]
    }
}

/// Our map of directions, which matplotlib has not, from every fifth of its 256 colours.
fn direction_map() -> String {
    let digits: Vec<String> = (0..=51_u8)
        .map(|i| {
            let [r, g, b] = Colormap::Direction.entry(5 * i);
            format!("{r:02x}{g:02x}{b:02x}")
        })
        .collect();
    let lines: Vec<String> = digits.chunks(13).map(|line| format!("    \"{}\"\n", line.concat())).collect();
    let lines = lines.concat();
    format!(
        "circle = bytes.fromhex(  # every fifth colour; those between are right to 1 of 255\n{lines})\n\
         circle = np.frombuffer(circle, np.uint8).reshape(-1, 3)/255\n\
         colors = LinearSegmentedColormap.from_list(\"direction\", circle)\n"
    )
}
