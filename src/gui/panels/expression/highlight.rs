//! The text in the colours of its pieces, with the offending part underlined.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Stroke, Visuals};

use crate::expr::{Span, SyntaxKind, syntax};
use crate::gui::palette::{bracket_background, parameter_color, syntax_color};

/// How a text is to be shown.
pub(super) struct Look<'a> {
    pub(super) visuals: &'a Visuals,
    pub(super) font: &'a FontId,
    /// What to underline.
    pub(super) error: Option<&'a Span>,
    /// The names that have sliders, whose colours they have here too.
    pub(super) parameters: &'a [String],
    /// Whether pieces that are wrong look so.
    pub(super) strict: bool,
    /// The caret, in characters, while the field has the focus.
    pub(super) caret: Option<usize>,
}

/// The text as one line.
pub(super) fn layout(text: &str, look: &Look<'_>) -> LayoutJob {
    let mut job = LayoutJob::default();
    let pieces = syntax(text);
    let pair = look.caret.and_then(|caret| pair_beside(text, &pieces, caret));
    let plain = look.visuals.widgets.inactive.text_color();
    let mut end = 0;
    for (span, kind) in pieces {
        // White space and comments.
        append(&mut job, text, end..span.start, plain, None, look);
        let background =
            pair.filter(|pair| pair.contains(&span.start)).map(|_| bracket_background(look.visuals));
        let kind = if kind == SyntaxKind::Wrong && !look.strict { SyntaxKind::Operator } else { kind };
        end = span.end;
        let place = || look.parameters.iter().position(|name| *name == text[span.clone()]);
        let color = match kind {
            SyntaxKind::Name if let Some(place) = place() => parameter_color(place, look.visuals.dark_mode),
            kind => syntax_color(kind, look.visuals),
        };
        append(&mut job, text, span, color, background, look);
    }
    if end < text.len() || text.is_empty() {
        // Even an empty text has a section, which gives the line its height.
        append(&mut job, text, end..text.len(), plain, None, look);
    }
    job
}

/// Where the bracket beside the caret and its partner begin, in bytes: the one before the caret first.
fn pair_beside(text: &str, pieces: &[(Span, SyntaxKind)], caret: usize) -> Option<[usize; 2]> {
    let at = text.char_indices().nth(caret).map_or(text.len(), |(at, _)| at);
    let partner = |touches: &dyn Fn(&Span) -> bool| {
        pieces.iter().find_map(|(span, kind)| match kind {
            SyntaxKind::Bracket { partner: Some(partner) } if touches(span) => Some([span.start, *partner]),
            _ => None,
        })
    };
    partner(&|span| span.end == at).or_else(|| partner(&|span| span.start == at))
}

/// Append a part of the text, and underline what of it is wrong.
fn append(
    job: &mut LayoutJob,
    text: &str,
    span: Span,
    color: Color32,
    background: Option<Color32>,
    look: &Look<'_>,
) {
    let plain = TextFormat {
        background: background.unwrap_or(Color32::TRANSPARENT),
        ..TextFormat::simple(look.font.clone(), color)
    };
    let red = look.visuals.error_fg_color;
    let marked = TextFormat {
        color: syntax_color(SyntaxKind::Wrong, look.visuals),
        underline: Stroke::new(2.0, red),
        background: Color32::from_rgba_unmultiplied(red.r(), red.g(), red.b(), 40),
        ..plain.clone()
    };
    let (from, to) = look.error.map_or((span.end, span.end), |error| {
        let from = error.start.clamp(span.start, span.end);
        (from, error.end.clamp(from, span.end))
    });
    for (part, format) in [(span.start..from, &plain), (from..to, &marked), (to..span.end, &plain)] {
        if !part.is_empty() || text.is_empty() {
            job.append(&text[part], 0.0, format.clone());
        }
    }
}
