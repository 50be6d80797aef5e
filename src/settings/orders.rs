//! What is to be computed for a field's layers, as the settings have it: the same for the window and for a file.

use std::sync::Arc;

use super::{DescentSettings, LayerSettings, Settings};
use crate::analysis::descent::Descent;
use crate::analysis::{ContourOrder, Heading, StreamlineOrder};
use crate::expr::Program;
use crate::field::{FieldRequest, RequestError};
use crate::figure::arrows::Direction;

/// A descent ends where |g| is not above this.
const TOLERANCE: f64 = 1e-9;

impl Settings {
    /// The field of a function, if there can be one.
    pub fn request(&self, program: &Arc<Program>) -> Result<FieldRequest, RequestError> {
        let Self { grid, difference, .. } = self;
        FieldRequest::new(Arc::clone(program), grid.spec(), difference.method(), difference.step())
    }
}

impl LayerSettings {
    /// The contour lines that are asked for, if any are.
    pub fn contour_order(&self) -> Option<ContourOrder> {
        let contours = self.contours;
        contours.show.then_some(ContourOrder { spacing: contours.spacing, count: contours.count })
    }

    /// The streamlines of a field that are asked for, if any are: they lead where its arrows point.
    pub fn streamline_order(&self, request: &FieldRequest, direction: Direction) -> Option<StreamlineOrder> {
        let heading = match direction {
            Direction::Descent => Heading::Descent,
            Direction::Ascent => Heading::Ascent,
        };
        let [width, height] = request.grid().axes.map(|axis| axis.max - axis.min);
        let separation = [width.max(height) / self.streamlines.across.max(1) as f64; 2];
        self.streamlines.show.then_some(StreamlineOrder { separation, heading })
    }
}

impl DescentSettings {
    /// The descents on a field that are asked for; none where their ways are not shown.
    pub fn descents(&self, request: &FieldRequest) -> Vec<Descent> {
        let going = self.optimizers.iter().filter(|(_, goes)| self.show && *goes);
        let descents = going.map(|(optimizer, _)| Descent {
            program: Arc::clone(request.program()),
            method: request.method(),
            h: request.h(),
            start: self.start,
            optimizer: *optimizer,
            steps: self.steps,
            tolerance: TOLERANCE,
            region: Some(region(request)),
        });
        descents.collect()
    }
}

/// The grid, and as much beside it again on every side: one that overshoots may come back.
fn region(request: &FieldRequest) -> [[f64; 2]; 2] {
    request.grid().axes.map(|axis| {
        let width = axis.max - axis.min;
        [axis.min - width, axis.max + width]
    })
}
