//! A formula that is edited, in the colours of its pieces, with the offending part underlined.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Galley, Stroke, Ui, Visuals};

use super::glyphs;
use super::palette::{bracket_background, error_wash, parameter_color, syntax_color};
use crate::expr::{Span, SyntaxKind, plain_name, syntax};

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

/// The text laid out, a glyph for each character.
pub(super) fn galley(ui: &Ui, text: &str, look: &Look<'_>) -> Arc<Galley> {
    glyphs::galley(ui, text, look.font, |shown| layout(text, look, shown))
}

/// The width of the line under a parameter, in points: that under an error is twice as wide.
const PARAMETER_LINE: f32 = 1.0;

/// The text as one line; `shown` is what stands for a character.
fn layout(text: &str, look: &Look<'_>, shown: &dyn Fn(char) -> char) -> LayoutJob {
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    let pieces = syntax(text);
    let pair = look.caret.and_then(|caret| pair_beside(text, &pieces, caret));
    let plain = look.visuals.widgets.inactive.text_color();
    let simple = |color: Color32| TextFormat::simple(look.font.clone(), color);
    let mut end = 0;
    for (span, kind) in pieces {
        // White space and comments.
        append(&mut job, text, end..span.start, &simple(plain), look, shown);
        let kind = if kind == SyntaxKind::Wrong && !look.strict { SyntaxKind::Operator } else { kind };
        end = span.end;
        let place = || look.parameters.iter().position(|name| *name == plain_name(&text[span.clone()]));
        let mut format = match kind {
            SyntaxKind::Name if let Some(place) = place() => {
                // Not by its colour alone, of which there are few, and which are near those of other pieces.
                let color = parameter_color(place, look.visuals.dark_mode);
                TextFormat { underline: Stroke::new(PARAMETER_LINE, color), ..simple(color) }
            }
            kind => simple(syntax_color(kind, look.visuals)),
        };
        if pair.is_some_and(|pair| pair.contains(&span.start)) {
            format.background = bracket_background(look.visuals);
        }
        append(&mut job, text, span, &format, look, shown);
    }
    if end < text.len() || text.is_empty() {
        // Even an empty text has a section, which gives the line its height.
        append(&mut job, text, end..text.len(), &simple(plain), look, shown);
    }
    job
}

/// The byte at which a character begins; the end of the text where there is no such.
pub(super) fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

/// Where the bracket beside the caret and its partner begin, in bytes: the one before the caret first.
fn pair_beside(text: &str, pieces: &[(Span, SyntaxKind)], caret: usize) -> Option<[usize; 2]> {
    let at = byte_of(text, caret);
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
    plain: &TextFormat,
    look: &Look<'_>,
    shown: &dyn Fn(char) -> char,
) {
    let marked = TextFormat {
        color: syntax_color(SyntaxKind::Wrong, look.visuals),
        underline: Stroke::new(2.0, look.visuals.error_fg_color),
        background: error_wash(look.visuals),
        ..plain.clone()
    };
    let (from, to) = look.error.map_or((span.end, span.end), |error| {
        let from = error.start.clamp(span.start, span.end);
        (from, error.end.clamp(from, span.end))
    });
    for (part, format) in [(span.start..from, plain), (from..to, &marked), (to..span.end, plain)] {
        if !part.is_empty() || text.is_empty() {
            let part: String = text[part].chars().map(shown).collect();
            job.append(&part, 0.0, format.clone());
        }
    }
}
