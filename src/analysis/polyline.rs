//! Lines in the plane, and places on them.

/// Straight pieces from vertex to vertex.
#[derive(Clone, Debug, PartialEq)]
pub struct Polyline {
    /// The vertices, two at least; no two neighbours are the same point.
    pub points: Vec<[f64; 2]>,
    /// Whether the last vertex is joined to the first, which is not repeated.
    pub closed: bool,
}

/// A place on a line, for a label or an arrowhead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Where.
    pub position: [f64; 2],
    /// The unit vector along the line, in plane coordinates: on axes of different scales it has another angle.
    pub direction: [f64; 2],
}

impl Anchor {
    /// The direction's angle in the plane, counterclockwise from the x0 axis, in radians.
    pub fn angle(&self) -> f64 {
        self.direction[1].atan2(self.direction[0])
    }
}

impl Polyline {
    /// The pieces, from vertex to vertex.
    pub fn segments(&self) -> impl Iterator<Item = [[f64; 2]; 2]> + '_ {
        let joint = if self.closed { self.points.first() } else { None };
        let ends = self.points.iter().skip(1).chain(joint);
        self.points.iter().zip(ends).map(|(a, b)| [*a, *b])
    }

    /// The sum of the pieces' lengths.
    pub fn length(&self) -> f64 {
        self.segments().map(|[a, b]| distance(a, b)).sum()
    }
}

pub(super) fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The point at a share of the way from a to b, never beyond them.
pub(super) fn between(a: [f64; 2], b: [f64; 2], share: f64) -> [f64; 2] {
    [0, 1].map(|i| {
        // Rounding may lead past b.
        (a[i] + share * (b[i] - a[i])).clamp(a[i].min(b[i]), a[i].max(b[i]))
    })
}

/// A line that is walked along by its length.
pub(super) struct Walked<'a> {
    line: &'a Polyline,
    /// The length up to each vertex, and of a closed line that back to the first.
    lengths: Vec<f64>,
}

impl<'a> Walked<'a> {
    pub(super) fn new(line: &'a Polyline) -> Self {
        let sums = line.segments().scan(0.0, |sum, [a, b]| {
            *sum += distance(a, b);
            Some(*sum)
        });
        Self { line, lengths: std::iter::once(0.0).chain(sums).collect() }
    }

    pub(super) fn length(&self) -> f64 {
        self.lengths.last().copied().unwrap_or(0.0)
    }

    /// The point after so much of the length: on a closed line once round and on, on an open one not beyond its ends.
    pub(super) fn point(&self, along: f64) -> [f64; 2] {
        let along = if self.line.closed { along.rem_euclid(self.length()) } else { along };
        let points = &self.line.points;
        let segments = self.lengths.len() - 1;
        let after = self.lengths.partition_point(|length| *length <= along).clamp(1, segments);
        let [from, to] = [self.lengths[after - 1], self.lengths[after]];
        let share = ((along - from) / (to - from)).clamp(0.0, 1.0);
        between(points[after - 1], points[after % points.len()], share)
    }

    /// The anchor after so much of the length, with the direction of the chord over a piece of the line around it.
    pub(super) fn anchor(&self, along: f64, piece: f64) -> Anchor {
        let [a, b] = [self.point(along - piece / 2.0), self.point(along + piece / 2.0)];
        let chord = distance(a, b);
        let direction = if chord > 0.0 { [0, 1].map(|i| (b[i] - a[i]) / chord) } else { [1.0, 0.0] };
        Anchor { position: self.point(along), direction }
    }
}
