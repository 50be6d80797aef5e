//! A colour that is drawn.

/// sRGB and opacity, the first three not multiplied by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgba([u8; 4]);

impl Rgba {
    /// Not seen.
    pub const TRANSPARENT: Self = Self([0; 4]);
    /// The lightest.
    pub const WHITE: Self = Self::gray(255);
    /// The darkest.
    pub const BLACK: Self = Self::gray(0);

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self([r, g, b, 255])
    }

    /// An opaque shade between black and white.
    pub const fn gray(shade: u8) -> Self {
        Self::rgb(shade, shade, shade)
    }

    /// An opaque colour from its six hexadecimal digits.
    pub const fn hex(code: u32) -> Self {
        let [_, r, g, b] = code.to_be_bytes();
        Self::rgb(r, g, b)
    }

    /// The same colour with this opacity, from 0 to 255.
    #[must_use]
    pub const fn with_alpha(self, alpha: u8) -> Self {
        let [r, g, b, _] = self.0;
        Self([r, g, b, alpha])
    }

    /// The same colour with its opacity multiplied by a factor from 0 to 1.
    #[must_use]
    pub fn faded(self, factor: f32) -> Self {
        let Self([.., alpha]) = self;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates; NaN becomes 0"
        )]
        let alpha = (f32::from(alpha) * factor).round() as u8;
        self.with_alpha(alpha)
    }

    /// Red, green, blue, opacity.
    pub const fn to_array(self) -> [u8; 4] {
        self.0
    }

    /// Whether nothing shows through.
    pub const fn is_opaque(self) -> bool {
        self.0[3] == 255
    }
}
