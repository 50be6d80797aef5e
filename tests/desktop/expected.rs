//! Where on the screen what must be.
//!
//! Places come from the same window without a screen, directions and colours from the gradient as a formula.

use std::f32::consts::FRAC_PI_2;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::emath::Rot2;
use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use egui_plot::PlotPoint;
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::expr::Axis;
use gradfield::gui::app::App;
use gradfield::gui::plot::arrows::{ArrowStyle, Layout, view_of};
use gradfield::gui::settings::Settings;

use crate::screen::{Color, Screen, chroma, difference};

/// The window's size in points, which are pixels here.
pub(crate) const SIZE: [f32; 2] = [1280.0, 860.0];

/// The most a pixel inside an arrow may differ from the arrow's colour, in a channel of 255: neighbours in the colour
/// map differ by 4, and a rounding error of the gradient may turn one into the other.
const SAME: u8 = 6;
/// The least a pixel beside an arrow differs from its colour: canvas, grid lines and the halo are grey, which even
/// the green in the middle of jet, (127, 255, 127), is not.
const OTHER: u8 = 40;
/// The most a ring's pixels may differ from its colour: the line is little more than a pixel wide, so many are part
/// canvas or part halo, which makes up to 39. Its middle differs by 72 or more, the least where two grid lines cross.
const RING_SAME: u8 = 55;
/// No pixel of canvas, grid lines, rings and halos, all of them grey, is this colourful.
const COLORFUL: u8 = 20;
/// The longest the window without a screen may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// An arrow of a node.
struct Arrow {
    node: [f64; 2],
    tail: Pos2,
    /// Unit vector on the screen.
    direction: Vec2,
    color: Color,
}

/// What the plot must show of a function.
pub(crate) struct Expected {
    /// The middle of the button that makes h too small.
    pub(crate) button: Pos2,
    /// The middle of the field for the text.
    pub(crate) entry: Pos2,
    plot: Rect,
    /// Of an arrow.
    length: f32,
    /// Width of an arrow's shaft.
    shaft: f32,
    /// Of the middle of a ring's line.
    radius: f32,
    ring_color: Color,
    /// Of all nodes whose gradient is not zero, whatever h makes of it.
    arrows: Vec<Arrow>,
}

/// Where to click for a large canvas with nothing on it but arrows and rings: on the h lab's fold, and on the box of the marks
/// by cause, which are colourful.
pub(crate) fn clicks_for_a_plain_canvas() -> [Pos2; 2] {
    let window = window_without_screen(Settings::default());
    let marks = window.get_by_label("mark wrong arrows").rect();
    let fold = window.get_by_role_and_label(Role::Button, "h lab").rect().center();
    [pos2(marks.left() + marks.height() / 2.0, marks.center().y), fold]
}

impl Expected {
    /// The function of this text and gradient on the default grid, with this h.
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    pub(crate) fn of(text: &str, gradient: impl Fn([f64; 2]) -> [f64; 2], h: f64) -> Self {
        let mut settings = Settings { expression: text.to_owned(), ..Settings::default() };
        settings.difference.h = h;
        settings.lab.open = false;
        settings.arrows.mark_causes = false;
        let window = window_without_screen(settings);
        let app = window.state();
        let (field, transform) = (app.field().expect("a field"), app.canvas().transform().expect("a plot"));
        let axes = [Axis::X0, Axis::X1].map(|axis| field.grid.axis(axis));
        let nodes = axes[1].iter().flat_map(|&x1| axes[0].iter().map(move |&x0| [x0, x1]));
        let live: Vec<_> =
            nodes.map(|node| (node, gradient(node))).filter(|(_, [g0, g1])| g0.hypot(*g1) > 0.0).collect();
        let norms = || live.iter().map(|(_, [g0, g1])| g0.hypot(*g1));
        let colors = ColorScale {
            map: Colormap::Jet,
            scale: Scale::Linear,
            min: norms().fold(f64::INFINITY, f64::min),
            max: norms().fold(0.0, f64::max),
        };
        let arrow = |&(node, [g0, g1]): &([f64; 2], [f64; 2])| Arrow {
            node,
            tail: transform.position_from_point(&PlotPoint::new(node[0], node[1])),
            // Downhill, and the screen's y points down.
            direction: vec2(-g0 as f32, g1 as f32).normalized(),
            color: colors.color(g0.hypot(g1)),
        };
        // A screen without a desktop has no wish for the light theme.
        let style = ArrowStyle::new(colors, true);
        let layout = Layout::new(&field.grid, &view_of(transform), &style).expect("a plot with room");
        assert_eq!(layout.stride, [1, 1], "no arrow may be left out");
        let [r, g, b, _] = style.zero_color.to_array();
        Self {
            entry: window.get_by_role_and_label(Role::TextInput, "f(x0, x1) =").rect().center(),
            button: window.get_by_label("10e-50  too small").rect().center(),
            plot: *transform.frame(),
            length: layout.length as f32,
            shaft: layout.shaft as f32,
            radius: (layout.mark / 2.0 - layout.stroke / 2.0) as f32,
            ring_color: [r, g, b],
            arrows: live.iter().map(arrow).collect(),
        }
    }

    /// Complain where the plot has no colours yet.
    pub(crate) fn colours_on(&self, screen: &Screen) -> Result<(), String> {
        let is_there = screen.within(self.plot).any(|color| chroma(color) > 100);
        if is_there { Ok(()) } else { Err("the plot has no colours".to_owned()) }
    }

    /// Complain of the first arrow that is not on the screen as it must be.
    pub(crate) fn arrows_on(&self, screen: &Screen) -> Result<(), String> {
        assert_eq!(self.arrows.len(), 255, "all nodes of 16 x 16 but one have an arrow");
        self.arrows.iter().try_for_each(|arrow| {
            self.arrow_on(screen, arrow)
                .map_err(|complaint| format!("the arrow of the node {:?}: {complaint}", arrow.node))
        })
    }

    fn arrow_on(&self, screen: &Screen, arrow: &Arrow) -> Result<(), String> {
        // Parts of the length: the shaft ends, and the head is widest, at about one half.
        for part in [0.15, 0.35, 0.5, 0.75] {
            let (place, color) = self.sample(screen, arrow, part, 0.0);
            if difference(color, arrow.color) > SAME {
                return Err(format!("at {part} of it, {place:?}, is {color:?} and not {:?}", arrow.color));
            }
        }
        // No tail behind the node, nothing to the sides, nothing after the tip.
        for (part, quarters) in [(0.35, 1.0), (0.35, 2.0), (0.35, 3.0), (1.15, 0.0)] {
            let (place, color) = self.sample(screen, arrow, part, quarters);
            if difference(color, arrow.color) < OTHER {
                return Err(format!("beside it, {place:?}, is its colour too: {color:?}"));
            }
        }
        let [shaft, head] = [0.25, 0.55].map(|part| self.width(screen, arrow, part));
        // They are 1 and 2.5 shaft widths, less or more by up to a pixel for their smooth edges.
        let between = 1.5 * self.shaft;
        if shaft > between || head < between {
            return Err(format!("its shaft is {shaft} pixels wide and its head {head}"));
        }
        Ok(())
    }

    /// Place and colour at a part of an arrow's length, the arrow turned about its tail by quarters.
    fn sample(&self, screen: &Screen, arrow: &Arrow, part: f32, quarters: f32) -> (Pos2, Color) {
        let direction = Rot2::from_angle(quarters * FRAC_PI_2) * arrow.direction;
        let place = arrow.tail + part * self.length * direction;
        (place, screen.at(place))
    }

    /// How wide an arrow is at a part of its length, to half a pixel.
    fn width(&self, screen: &Screen, arrow: &Arrow, part: f32) -> f32 {
        let middle = arrow.tail + part * self.length * arrow.direction;
        let inside = (-20..=20_i8)
            .map(|halves| middle + 0.5 * f32::from(halves) * arrow.direction.rot90())
            .filter(|&place| difference(screen.at(place), arrow.color) < OTHER);
        0.5 * inside.count() as f32
    }

    /// Complain of anything colourful in the plot, as arrows are at every |g|.
    pub(crate) fn no_arrow_on(&self, screen: &Screen) -> Result<(), String> {
        let colorful = screen.within(self.plot).filter(|&color| chroma(color) >= COLORFUL);
        match colorful.count() {
            0 => Ok(()),
            count => Err(format!("{count} pixels of the plot are colourful")),
        }
    }

    /// Complain of the first node without a hollow ring.
    pub(crate) fn rings_on(&self, screen: &Screen) -> Result<(), String> {
        for Arrow { node, tail: center, .. } in &self.arrows {
            let inside = screen.at(*center);
            if difference(inside, self.ring_color) <= RING_SAME {
                return Err(format!("the ring of the node {node:?} is not hollow: {inside:?} in its middle"));
            }
            for eighth in 0..8_u8 {
                let place = *center + self.radius * Vec2::angled(0.5 * FRAC_PI_2 * f32::from(eighth));
                let color = screen.at(place);
                if difference(color, self.ring_color) > RING_SAME {
                    return Err(format!("the ring of the node {node:?}, {place:?}, is {color:?}"));
                }
            }
        }
        Ok(())
    }
}

/// The window at its full size, without a screen, once the field of its settings is there.
fn window_without_screen(settings: Settings) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(SIZE)
        .build_eframe(move |creation| App::new(creation, settings).expect("a thread for the worker"));
    let start = Instant::now();
    while harness.state().is_waiting() {
        assert!(start.elapsed() < PATIENCE, "the field did not come");
        std::thread::sleep(Duration::from_millis(1));
        harness.step();
    }
    // As many frames as it asks for: the layout settles with them.
    harness.run();
    harness
}
