//! From where the surface is looked at.

/// From where the surface is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// How far the eye has gone around the box to the right, in degrees from -180 to 180; at 0, x0 grows to the right and x1
    /// away from the eye.
    pub yaw: f64,
    /// How high the eye is, in degrees from -90 to 90, where the floor is seen as the canvas is.
    pub pitch: f64,
    /// How much larger than to fit, within [`Self::ZOOMS`].
    pub zoom: f64,
    /// How far everything is moved to the right and up, in units of the box; [`Self::FARTHEST`] at most either way.
    pub pan: [f64; 2],
}

impl Default for Camera {
    fn default() -> Self {
        Self { yaw: 30.0, pitch: 30.0, zoom: 1.0, pan: [0.0; 2] }
    }
}

impl Camera {
    /// The least and the largest zoom.
    pub const ZOOMS: [f64; 2] = [0.5, 8.0];
    /// So far one may pan, which brings any corner of the box to the middle and leaves some of it in sight.
    pub const FARTHEST: f64 = std::f64::consts::SQRT_2;

    /// Go around by some degrees to the right, and up by some.
    pub fn turn(&mut self, right: f64, up: f64) {
        *self = Self { yaw: self.yaw + right, pitch: self.pitch + up, ..*self }.sound();
    }

    /// Make everything larger by a factor.
    pub fn zoom_by(&mut self, factor: f64) {
        *self = Self { zoom: self.zoom * factor, ..*self }.sound();
    }

    /// Move everything to the right and up by so many units of the box.
    pub fn pan_by(&mut self, right: f64, up: f64) {
        let [x, y] = self.pan;
        *self = Self { pan: [x + right, y + up], ..*self }.sound();
    }

    /// The nearest camera that there is; what is not a number becomes as it is at first.
    #[must_use]
    pub fn sound(self) -> Self {
        let usual = Self::default();
        let or = |value: f64, usual: f64| if value.is_finite() { value } else { usual };
        let [least, most] = Self::ZOOMS;
        let yaw = or(self.yaw, usual.yaw);
        Self {
            // One that is within stays as it is, to the bit.
            yaw: if yaw.abs() <= 180.0 { yaw } else { (yaw + 180.0).rem_euclid(360.0) - 180.0 },
            pitch: or(self.pitch, usual.pitch).clamp(-90.0, 90.0),
            zoom: or(self.zoom, usual.zoom).clamp(least, most),
            pan: self.pan.map(|pan| or(pan, 0.0).clamp(-Self::FARTHEST, Self::FARTHEST)),
        }
    }
}
