// Arrows and marks: one rectangle an instance, its shape from the signed distance to the outline.
//
// Lengths are points of the screen. Colours are sRGB with premultiplied alpha, blended as they are, as egui does.

struct Frame {
    // Of the whole window.
    screen: vec2f,
    // The plot's left top corner, from which instances count.
    origin: vec2f,
    halo_color: vec4f,
    // Of a physical pixel: the width of a smooth edge.
    pixel: f32,
    shaft: f32,
    halo: f32,
    // Line width of marks.
    stroke: f32,
    opacity: f32,
    unused_a: f32,
    unused_b: f32,
    unused_c: f32,
}
@group(0) @binding(0) var<uniform> frame: Frame;

// `Kind` and `FILLED` in marks.rs.
const ARROW: u32 = 0u;
const DOT: u32 = 1u;
const RING: u32 = 2u;
const DIAMOND: u32 = 3u;
const SQUARE: u32 = 4u;
const HALF_SQUARE: u32 = 5u;
const CROSS: u32 = 6u;
const DOWN: u32 = 7u;
const UP: u32 = 8u;
const FILLED: u32 = 256u;

// matplotlib's arrow head, in shaft widths.
const HEAD_HALF_WIDTH: f32 = 1.5;
const HEAD_LENGTH: f32 = 5.0;
const HEAD_AXIS_LENGTH: f32 = 4.5;

struct Varying {
    @builtin(position) position: vec4f,
    // Along and across the arrow from its tail, or from the centre.
    @location(0) local: vec2f,
    @location(1) @interpolate(flat) color: vec4f,
    // Length, width of the shaft and of the halo as drawn.
    @location(2) @interpolate(flat) size: vec3f,
    @location(3) @interpolate(flat) kind: u32,
}

@vertex
fn vertex(
    @builtin(vertex_index) corner: u32,
    @location(0) position: vec2f,
    @location(1) direction: vec2f,
    @location(2) length: f32,
    @location(3) color: vec4f,
    @location(4) kind: u32,
) -> Varying {
    var shrink = 1.0;
    // Where the outline ends without halo: behind and before the position, and to the sides.
    var behind = 0.5 * length;
    var ahead = 0.5 * length;
    var aside = 0.5 * length;
    if kind == ARROW {
        shrink = min(1.0, length / (HEAD_LENGTH * frame.shaft));
        behind = 0.0;
        ahead = length;
        aside = HEAD_HALF_WIDTH * shrink * frame.shaft;
    } else if kind == DOT {
        behind = 0.5 * frame.shaft;
        ahead = behind;
        aside = behind;
    }
    let halo = shrink * frame.halo;
    let margin = halo + frame.pixel;
    let unit = vec2f(f32(corner & 1u), f32(corner >> 1u));
    let local = mix(vec2f(-behind, -aside) - margin, vec2f(ahead, aside) + margin, unit);

    let across = vec2f(-direction.y, direction.x);
    let point = frame.origin + position + local.x * direction + local.y * across;
    let place = 2.0 * point / frame.screen - 1.0;

    var out: Varying;
    out.position = vec4f(place.x, -place.y, 0.0, 1.0);
    out.local = local;
    out.color = color;
    out.size = vec3f(length, shrink * frame.shaft, halo);
    out.kind = kind;
    return out;
}

fn segment_distance(p: vec2f, a: vec2f, b: vec2f) -> f32 {
    let along = b - a;
    let t = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return distance(p, a + t * along);
}

// To an arrow of this length along x, in shaft widths; negative inside.
fn arrow_distance(point: vec2f, length: f32) -> f32 {
    let p = vec2f(point.x, abs(point.y));
    let tail = vec2f(0.0, 0.5);
    let neck = vec2f(length - HEAD_AXIS_LENGTH, 0.5);
    let barb = vec2f(length - HEAD_LENGTH, HEAD_HALF_WIDTH);
    let tip = vec2f(length, 0.0);
    var outline = segment_distance(p, vec2f(0.0, 0.0), tail);
    outline = min(outline, segment_distance(p, tail, neck));
    outline = min(outline, segment_distance(p, neck, barb));
    outline = min(outline, segment_distance(p, barb, tip));

    let in_shaft = p.x >= 0.0 && p.x <= neck.x && p.y <= 0.5;
    // The head's back edge runs from the neck to the barb, its front edge from the barb to the tip.
    let back = neck.x + (barb.x - neck.x) * max(p.y - neck.y, 0.0) / (barb.y - neck.y);
    let in_head = p.x >= back && p.y * HEAD_LENGTH <= barb.y * (tip.x - p.x);
    return select(outline, -outline, in_shaft || in_head);
}

// To a hexagon with a corner at (radius, 0); exact inside and beside its edges.
fn hexagon_distance(point: vec2f, radius: f32) -> f32 {
    let p = abs(point);
    let inner = 0.8660254 * radius;
    return max(dot(p, vec2f(0.8660254, 0.5)), p.y) - inner;
}

// To a mark's outline, negative inside; exact inside and beside straight edges. Screen coordinates, y downward.
fn mark_distance(p: vec2f, radius: f32, shape: u32) -> f32 {
    switch shape {
        case RING: {
            return length(p) - radius;
        }
        case DIAMOND: {
            return (abs(p.x) + abs(p.y) - radius) * 0.70710678;
        }
        case SQUARE, HALF_SQUARE: {
            return max(abs(p.x), abs(p.y)) - 0.85 * radius;
        }
        case CROSS: {
            // Two strokes, their round ends within the square's corners.
            let half_width = 0.65 * frame.stroke;
            let corner = vec2f(0.85 * radius - half_width);
            return segment_distance(abs(p), vec2f(0.0), corner) - half_width;
        }
        default: {
            // A triangle with a corner at (0, radius), or (0, -radius).
            let y = select(-p.y, p.y, shape == DOWN);
            return max(-y, 0.8660254 * abs(p.x) + 0.5 * y) - 0.5 * radius;
        }
    }
}

// How much of a pixel lies inside, from the distance of its centre.
fn coverage(distance: f32) -> f32 {
    return clamp(0.5 - distance / frame.pixel, 0.0, 1.0);
}

// Colour in sRGB with premultiplied alpha.
fn shade(in: Varying) -> vec4f {
    let length = in.size.x;
    let shaft = in.size.y;
    // Distance to the outline seen from outside, and to the hole.
    var outline: f32;
    var hole = -1e9;
    if in.kind == ARROW {
        outline = shaft * arrow_distance(in.local / shaft, length / shaft);
    } else if in.kind == DOT {
        outline = hexagon_distance(in.local, 0.5 * shaft);
    } else {
        let shape = in.kind & ~FILLED;
        outline = mark_distance(in.local, 0.5 * length, shape);
        if in.kind < FILLED && shape != CROSS {
            hole = -(outline + frame.stroke);
        }
        if shape == HALF_SQUARE {
            // A thin line is enough beside the filled half.
            hole = min(-(outline + 0.6 * frame.stroke), in.local.x);
        }
    }
    let body = coverage(max(outline, hole));
    // No halo in the hole: it would fill it.
    let around = coverage(max(outline - in.size.z, hole)) * (1.0 - body);
    let fill = vec4f(in.color.rgb * in.color.a, in.color.a) * body;
    return frame.opacity * (fill + frame.halo_color * around);
}
