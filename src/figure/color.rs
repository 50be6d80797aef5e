//! A colour that is drawn.

/// sRGB and opacity, the first three not multiplied by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(transparent)]
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

    /// What is seen of it, taken for opaque, on another that is: with an opacity from 0 to 1.
    #[must_use]
    pub fn over(self, ground: Self, opacity: f32) -> Self {
        let mixed = |top: u8, bottom: u8| {
            let mixed = f32::from(bottom) + opacity.clamp(0.0, 1.0) * (f32::from(top) - f32::from(bottom));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two of 0 to 255"
            )]
            let mixed = mixed.round() as u8;
            mixed
        };
        let (Self([r, g, b, _]), Self([under_r, under_g, under_b, _])) = (self, ground);
        Self::rgb(mixed(r, under_r), mixed(g, under_g), mixed(b, under_b))
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

impl From<[u8; 4]> for Rgba {
    fn from(channels: [u8; 4]) -> Self {
        Self(channels)
    }
}
