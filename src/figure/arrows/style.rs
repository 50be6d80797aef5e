//! What the user chooses about arrows.

use crate::analysis::Cause;
use crate::colormap::ColorScale;
use crate::figure::Rgba;
use crate::figure::palette::cause_color;
use crate::heat_map::Quantity;

/// Which way an arrow points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Along -g, where f falls fastest.
    #[default]
    Descent,
    /// Along g, where f grows fastest.
    Ascent,
}

/// What the length of an arrow says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Length {
    /// Nothing: all are equally long.
    #[default]
    Equal,
    /// |g|; an arrow of mean |g| is as long as an arrow of equal length would be.
    Magnitude,
}

/// Which part of an arrow lies on its node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// It begins there.
    #[default]
    Tail,
    /// Its middle.
    Middle,
    /// It ends there.
    Tip,
}

/// What is marked at nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// Nothing: a node without an arrow stays empty.
    None,
    /// Nodes without an arrow, by what the gradient is there.
    ByState,
    /// Nodes whose arrow is missing or wrong, by cause as far as the census is known, else by state.
    #[default]
    ByCause,
}

/// How arrows look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrowStyle {
    /// Which way they point.
    pub direction: Direction,
    /// What their length says.
    pub length: Length,
    /// Which part of them lies on the node.
    pub anchor: Anchor,
    /// What the colours mean.
    pub quantity: Quantity,
    /// The colour of its values.
    pub colors: ColorScale,
    /// One colour for all arrows instead, where those of the values would vanish in what lies behind; opaque.
    pub plain: Option<Rgba>,
    /// Factor on the length.
    pub scale: f32,
    /// Whether to leave arrows out where there would be more than one in 10 points.
    pub thin: bool,
    /// What is marked.
    pub marks: Marks,
    /// Colour of the ring at a node whose gradient is zero, and of an arrow whose value is not known or NaN; opaque.
    pub zero_color: Rgba,
    /// Colour of the diamond at a node whose gradient is not finite; opaque.
    pub not_finite_color: Rgba,
    /// Colours of the marks by cause, in the order of [`Cause::ALL`]; opaque.
    pub cause_colors: [Rgba; Cause::ALL.len()],
    /// Colour of the line around every arrow and mark.
    pub halo_color: Rgba,
    /// Width of that line in points; less where arrows are so close that it would hide their colour.
    pub halo_width: f32,
    /// 1 for a field that is current, less to dim it; changing it costs nothing.
    pub opacity: f32,
}

impl ArrowStyle {
    /// The article's arrows, coloured by |g|, with marks and a halo that stand out in the dark or the light theme.
    pub fn new(colors: ColorScale, dark_mode: bool) -> Self {
        let halo = if dark_mode { Rgba::WHITE.with_alpha(190) } else { Rgba::BLACK.with_alpha(130) };
        let zero = if dark_mode { Rgba::gray(190) } else { Rgba::gray(90) };
        let cause_colors = Cause::ALL.map(|cause| cause_color(cause, dark_mode));
        Self {
            direction: Direction::default(),
            length: Length::default(),
            anchor: Anchor::default(),
            quantity: Quantity::GradientNorm,
            colors,
            plain: None,
            scale: 1.0,
            thin: true,
            marks: Marks::default(),
            zero_color: zero,
            not_finite_color: cause_colors[Cause::Undefined as usize],
            cause_colors,
            halo_color: halo,
            halo_width: 1.0,
            opacity: 1.0,
        }
    }

    /// The same arrows on a heat map, whose colours are those of no theme: a light line around arrows and dark marks.
    #[must_use]
    pub fn on_heat_map(self) -> Self {
        Self { zero_color: Rgba::gray(30), halo_color: Rgba::WHITE.with_alpha(210), ..self }
    }

    /// The same arrows on a heat map of what their own colours would say, where these would vanish: all white, with a
    /// dark line around.
    #[must_use]
    pub fn plain_on_heat_map(self) -> Self {
        let (white, dark) = (Rgba::WHITE, Rgba::BLACK.with_alpha(200));
        Self { plain: Some(white), zero_color: white, halo_color: dark, ..self }
    }

    /// The style with everything neutral that the instances do not depend on.
    #[must_use]
    pub fn of_instances(&self) -> Self {
        Self { halo_color: Rgba::TRANSPARENT, halo_width: 0.0, opacity: 1.0, ..*self }
    }
}
