//! Lines cut to a frame: far from it a file has no digits left for a place and a screen no direction, and a line that is
//! followed there comes back turned.

/// Two corners: the least and the largest places, to the right and down.
pub type Frame = [[f64; 2]; 2];

/// A frame with so much more at each side.
pub fn grown([min, max]: Frame, by: f64) -> Frame {
    [min.map(|side| side - by), max.map(|side| side + by)]
}

/// Whether a place lies within a frame; one that is NaN does not.
pub fn contains([min, max]: Frame, place: [f64; 2]) -> bool {
    (0..2).all(|axis| (min[axis]..=max[axis]).contains(&place[axis]))
}

/// The pieces of a line within a frame, in its order, each from corner to corner. A closed line goes back to its first
/// corner, and a piece through that one is one piece; all of it is a piece that ends where it begins. No piece has a
/// corner that is not finite.
pub fn pieces(line: &[[f64; 2]], is_closed: bool, frame: Frame) -> Vec<Vec<[f64; 2]>> {
    let joint = line.first().filter(|_| is_closed);
    let mut pieces: Vec<Vec<[f64; 2]>> = Vec::new();
    for (from, to) in line.iter().zip(line.iter().skip(1).chain(joint)) {
        let Some([start, end]) = segment(*from, *to, frame) else { continue };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&start) => piece.push(end),
            _ => pieces.push(vec![start, end]),
        }
    }
    // The last piece goes on in the first if both have the corner where the line is closed.
    let begins = pieces.first().and_then(|piece| piece.first());
    let ends = pieces.last().and_then(|piece| piece.last());
    if joint.is_some() && pieces.len() > 1 && begins == joint && ends == joint {
        let first = pieces.remove(0);
        if let Some(last) = pieces.last_mut() {
            last.extend_from_slice(&first[1..]);
        }
    }
    pieces
}

/// The part of a segment within a frame; `None` where there is none, or nothing but a point.
///
/// After Y.-D. Liang and B. A. Barsky, "A new concept and method for line clipping", ACM Transactions on Graphics 3 (1984):
/// along the segment, from 0 to 1, each side is where it enters or leaves.
pub fn segment(from: [f64; 2], to: [f64; 2], [min, max]: Frame) -> Option<[[f64; 2]; 2]> {
    let along = [0, 1].map(|axis| to[axis] - from[axis]);
    if !along.iter().all(|component| component.is_finite()) {
        return None;
    }
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        // How fast it goes outwards through each side, and how much there is left before that.
        let sides = [(-along[axis], from[axis] - min[axis]), (along[axis], max[axis] - from[axis])];
        for (speed, room) in sides {
            if speed > 0.0 {
                leaves = leaves.min(room / speed);
            } else if speed < 0.0 {
                enters = enters.max(room / speed);
            } else if room < 0.0 {
                return None;
            }
        }
    }
    let at = |t: f64| [0, 1].map(|axis| (from[axis] + t * along[axis]).clamp(min[axis], max[axis]));
    // The ends themselves are not rounded, so that pieces meet.
    let start = if enters > 0.0 { at(enters) } else { from };
    let end = if leaves < 1.0 { at(leaves) } else { to };
    (enters < leaves && Some(start) != Some(end)).then_some([start, end])
}
