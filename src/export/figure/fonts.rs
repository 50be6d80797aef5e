//! The two fonts of figures, those of the window: how wide their letters are, and the part of them that a figure needs.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::collections::HashMap;

use allsorts::binary::read::ReadScope;
use allsorts::font::MatchingPresentation;
use allsorts::font_data::{DynamicFontTableProvider, FontData};
use allsorts::subset::{self, CmapTarget, SubsetProfile};
use epaint_default_fonts::{HACK_REGULAR, UBUNTU_LIGHT};

use super::shapes::Font;

impl Font {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Proportional, Self::Monospace];

    /// Its file.
    pub fn file(self) -> &'static [u8] {
        match self {
            Self::Proportional => UBUNTU_LIGHT,
            Self::Monospace => HACK_REGULAR,
        }
    }

    /// Its family, as its file has it.
    pub fn family(self) -> &'static str {
        match self {
            Self::Proportional => "Ubuntu",
            Self::Monospace => "Hack",
        }
    }

    /// It and what is near to it, for a program that does not read the font in the file: first those whose letters are
    /// about as wide, then whatever there is.
    pub fn families(self) -> &'static str {
        match self {
            Self::Proportional => "Ubuntu,'Open Sans','Segoe UI',Helvetica,Arial,sans-serif",
            // Hack was made from DejaVu Sans Mono, and has its widths.
            Self::Monospace => "Hack,'DejaVu Sans Mono',Menlo,Consolas,monospace",
        }
    }

    /// How heavy it is, from 100 to 900.
    pub fn weight(self) -> u16 {
        match self {
            Self::Proportional => 300,
            Self::Monospace => 400,
        }
    }
}

/// How wide texts are.
pub(super) struct Ruler {
    fonts: [Option<RefCell<Measured>>; 2],
}

struct Measured {
    font: allsorts::Font<DynamicFontTableProvider<'static>>,
    per_em: f64,
    widths: HashMap<char, f64>,
}

impl Ruler {
    pub(super) fn new() -> Self {
        Self { fonts: Font::ALL.map(|font| Measured::new(font).map(RefCell::new)) }
    }

    /// The width of a text whose letters have a size of so many points, without kerning.
    pub(super) fn width(&self, font: Font, size: f64, text: &str) -> f64 {
        let Some(measured) = &self.fonts[font as usize] else {
            // What letters are wide as a rule.
            return 0.55 * size * text.chars().count() as f64;
        };
        let mut measured = measured.borrow_mut();
        size * text.chars().map(|letter| measured.width(letter)).sum::<f64>()
    }

    /// The text, cut to a width with an ellipsis if it is wider.
    pub(super) fn cut(&self, font: Font, size: f64, text: &str, width: f64) -> String {
        if self.width(font, size, text) <= width {
            return text.to_owned();
        }
        let room = width - self.width(font, size, ELLIPSIS);
        let mut used = 0.0;
        let kept = text.char_indices().find(|(_, letter)| {
            used += self.width(font, size, letter.encode_utf8(&mut [0; 4]));
            used > room
        });
        let end = kept.map_or(text.len(), |(end, _)| end);
        format!("{}{ELLIPSIS}", text[..end].trim_end())
    }

    /// The text in lines of at most a width, as many as allowed; the last is cut.
    pub(super) fn wrap(&self, font: Font, size: f64, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let is_full = lines.len() == most;
            match lines.last_mut() {
                Some(line) if is_full || self.width(font, size, &format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.iter().map(|line| self.cut(font, size, line, width)).collect()
    }
}

/// What stands for the rest of a text that is cut.
const ELLIPSIS: &str = "\u{2026}";

fn provider(font: Font) -> Option<DynamicFontTableProvider<'static>> {
    ReadScope::new(font.file()).read::<FontData<'static>>().ok()?.table_provider(0).ok()
}

impl Measured {
    fn new(font: Font) -> Option<Self> {
        let font = allsorts::Font::new(provider(font)?).ok()?;
        let per_em = f64::from(font.head_table.units_per_em);
        Some(Self { font, per_em, widths: HashMap::new() })
    }

    fn width(&mut self, letter: char) -> f64 {
        let Self { font, per_em, widths } = self;
        *widths.entry(letter).or_insert_with(|| {
            let (glyph, _) = font.lookup_glyph_index(letter, MatchingPresentation::NotRequired, None);
            f64::from(font.horizontal_advance(glyph).unwrap_or(0)) / *per_em
        })
    }
}

/// The font with nothing but these letters, and those of them that it has; `None` if it has none of them.
pub(super) fn subset(font: Font, letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let mut whole = allsorts::Font::new(provider(font)?).ok()?;
    let glyphs = letters.iter().map(|letter| {
        let (glyph, _) = whole.lookup_glyph_index(*letter, MatchingPresentation::NotRequired, None);
        glyph
    });
    // The first is the one for letters that are not there, which a font must have.
    let glyphs: BTreeSet<u16> = glyphs.chain([0]).collect();
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    if glyphs.len() < 2 {
        return None;
    }
    subset::subset(&provider(font)?, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}
