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

// `Kind` in build.rs.
const ARROW: u32 = 0u;
const DOT: u32 = 1u;
const RING: u32 = 2u;

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
        let radius = 0.5 * length;
        let diamond = (abs(in.local.x) + abs(in.local.y) - radius) * 0.70710678;
        let ring = distance(in.local, vec2f(0.0, 0.0)) - radius;
        outline = select(diamond, ring, in.kind == RING);
        hole = -(outline + frame.stroke);
    }
    let body = coverage(max(outline, hole));
    // No halo in the hole: it would fill it.
    let around = coverage(max(outline - in.size.z, hole)) * (1.0 - body);
    let fill = vec4f(in.color.rgb * in.color.a, in.color.a) * body;
    return frame.opacity * (fill + frame.halo_color * around);
}
