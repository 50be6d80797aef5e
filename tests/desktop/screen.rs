//! What is on the screen.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use eframe::egui::{Pos2, Rect, pos2};
use image::{ImageFormat, RgbImage};

/// Red, green and blue.
pub(crate) type Color = [u8; 3];

/// A picture of the whole screen.
pub(crate) struct Screen {
    image: RgbImage,
}

impl Screen {
    /// The screen as it is now.
    pub(crate) fn take() -> Self {
        let output = Command::new("import")
            .args(["-silent", "-window", "root", "png:-"])
            .stderr(Stdio::inherit())
            .output()
            .expect("ImageMagick's `import` takes pictures of the screen; tests/run.sh installs it");
        assert!(
            output.status.success(),
            "`import` could not take a picture of the screen: {}",
            output.status
        );
        let image = image::load_from_memory_with_format(&output.stdout, ImageFormat::Png)
            .expect("`import` writes the format it is asked for");
        Self { image: image.into_rgb8() }
    }

    /// The colour of the pixel in which a place lies, black beside the screen. A point of the window is a pixel, as the
    /// window lies in the screen's corner and has a scale of 1.
    pub(crate) fn at(&self, place: Pos2) -> Color {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a negative place becomes 0, and the plot has none"
        )]
        let (x, y) = (place.x as u32, place.y as u32);
        self.image.get_pixel_checked(x, y).map_or([0; 3], |pixel| pixel.0)
    }

    /// The colours of all pixels whose middle lies in a rectangle.
    pub(crate) fn within(&self, rect: Rect) -> impl Iterator<Item = Color> {
        let inside = move |x: u32, y: u32| rect.contains(pos2(x as f32 + 0.5, y as f32 + 0.5));
        self.image.enumerate_pixels().filter(move |&(x, y, _)| inside(x, y)).map(|(_, _, pixel)| pixel.0)
    }

    /// Save the picture among the build's files for a person to look at.
    pub(crate) fn save(&self) -> PathBuf {
        let path = PathBuf::from(concat!(env!("CARGO_TARGET_TMPDIR"), "/desktop.png"));
        self.image.save(&path).expect("the build's directory can be written to");
        path
    }
}

/// The largest difference of two colours in a channel.
pub(crate) fn difference(a: Color, b: Color) -> u8 {
    (0..3).map(|channel| a[channel].abs_diff(b[channel])).max().unwrap_or_default()
}

/// How far a colour is from grey: 0 is grey, 255 a pure colour.
pub(crate) fn chroma([r, g, b]: Color) -> u8 {
    r.max(g).max(b) - r.min(g).min(b)
}
