//! What is near a point, on a lattice of buckets.

/// A vertex of a line.
#[derive(Clone, Copy, Debug)]
struct Vertex {
    position: [f64; 2],
    line: usize,
    /// How far along its line.
    along: f64,
    /// The vertex that was in the bucket before, if any.
    before: Option<u32>,
}

/// What a point is too near to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// Another line.
    Other,
    /// Its own line, which has turned back.
    Own,
}

/// How far along a line its own vertices do not count: twice the distance at which they would.
const OWN: f64 = 1.0;

/// Vertices by place, in buckets one separation wide.
pub(super) struct Neighbours {
    counts: [usize; 2],
    /// The last vertex of each bucket.
    last: Vec<Option<u32>>,
    vertices: Vec<Vertex>,
}

impl Neighbours {
    /// None yet, in a rectangle from the origin that is so many separations large.
    pub(super) fn new(size: [f64; 2]) -> Self {
        let counts = size.map(|size| whole(size) + 1);
        Self { counts, last: vec![None; counts[0] * counts[1]], vertices: Vec::new() }
    }

    /// How many buckets there are.
    pub(super) fn buckets(&self) -> usize {
        self.last.len()
    }

    /// How many vertices there are.
    pub(super) fn len(&self) -> usize {
        self.vertices.len()
    }

    /// One more vertex of a line; whether it is the first in its bucket.
    pub(super) fn add(&mut self, position: [f64; 2], line: usize, along: f64) -> bool {
        let bucket = self.bucket(position);
        let before = self.last[bucket];
        self.last[bucket] = u32::try_from(self.vertices.len()).ok();
        self.vertices.push(Vertex { position, line, along, before });
        before.is_none()
    }

    /// Forget all vertices but the first so many.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.vertices.len() > len {
            if let Some(vertex) = self.vertices.pop() {
                let bucket = self.bucket(vertex.position);
                self.last[bucket] = vertex.before;
            }
        }
    }

    /// Whether some vertex is nearer to a point than a distance of at most 1. Those of its own line count where the
    /// line has gone on for more than twice half a separation from them.
    pub(super) fn near(&self, point: [f64; 2], distance: f64, own: Option<(usize, f64)>) -> Option<Near> {
        let [columns, rows] = [0, 1].map(|i| {
            let here = self.place(point, i);
            here.saturating_sub(1)..(here + 2).min(self.counts[i])
        });
        for row in rows {
            for column in columns.clone() {
                let mut next = self.last[row * self.counts[0] + column];
                while let Some(index) = next {
                    let vertex = &self.vertices[index as usize];
                    next = vertex.before;
                    let [d0, d1] = [0, 1].map(|i| vertex.position[i] - point[i]);
                    if d0 * d0 + d1 * d1 >= distance * distance {
                        continue;
                    }
                    match own {
                        Some((line, along)) if line == vertex.line => {
                            if (along - vertex.along).abs() > OWN {
                                return Some(Near::Own);
                            }
                        }
                        _ => return Some(Near::Other),
                    }
                }
            }
        }
        None
    }

    fn place(&self, point: [f64; 2], axis: usize) -> usize {
        whole(point[axis]).min(self.counts[axis] - 1)
    }

    fn bucket(&self, point: [f64; 2]) -> usize {
        self.place(point, 1) * self.counts[0] + self.place(point, 0)
    }
}

/// A number rounded down, 0 if it is negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred separations")]
pub(super) fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}
