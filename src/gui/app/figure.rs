//! A figure of what the canvas shows: for a file, or for the clipboard.

use std::sync::Arc;

use eframe::egui::{ColorImage, Context};

use super::App;
use crate::export::figure::{Content, Picture, Sheet};
use crate::settings::Settings;

impl App {
    /// What the canvas shows, how it looks, and a sheet on which it is as large and shows the same part of the plane;
    /// `None` before there is a field.
    pub fn figure_of_canvas(&self, dark_mode: bool) -> Option<(Content, Settings, Sheet)> {
        let field = Arc::clone(self.field()?);
        let transform = self.canvas.transform()?;
        let (bounds, frame) = (transform.bounds(), transform.frame().size());
        let view = [0, 1].map(|axis| [bounds.min()[axis], bounds.max()[axis]]);
        let content = Content {
            field,
            census: self.census().cloned(),
            ghosts: self.ghosts(),
            contours: self.contours().cloned(),
            streamlines: self.streamlines().cloned(),
            critical_points: self.critical_points().cloned(),
            descents: Arc::new(self.descents().to_vec()),
            steps: self.descent_steps(),
            limits: self.limits(),
            heat_map_limits: self
                .heat_map()
                .and_then(|map| map.colors)
                .map(|colors| [colors.min, colors.max]),
        };
        let canvas = [frame.x, frame.y].map(f64::from);
        Some((content, self.settings.clone(), Sheet::around(canvas, view, dark_mode)))
    }
}

/// Put a picture on the clipboard.
pub fn copy_picture(context: &Context, picture: &Picture) {
    context.copy_image(ColorImage::from_rgba_unmultiplied(picture.size, &picture.rgba));
}
