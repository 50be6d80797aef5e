//! Functions that were typed before, to be called up again.

/// The most texts that are kept.
const MOST: usize = 100;

/// Texts in the order in which they were left, and where among them the user is.
#[derive(Default)]
pub(super) struct History {
    texts: Vec<String>,
    place: Option<Place>,
}

/// Where the user is, and what was being typed before.
struct Place {
    at: usize,
    draft: String,
    /// Whether the draft is to be kept once something else is typed.
    keep_draft: bool,
}

impl History {
    /// Keep a text, unless it is the newest already or is only being looked at.
    pub(super) fn record(&mut self, text: &str) {
        if self.place.is_some() || self.texts.last().is_some_and(|last| last == text) {
            return;
        }
        self.texts.push(text.to_owned());
        if self.texts.len() > MOST {
            self.texts.remove(0);
        }
    }

    /// The text before; `current` is what is in the field, to be kept if `keep` says so.
    pub(super) fn older(&mut self, current: &str, keep: bool) -> Option<String> {
        let at = if let Some(place) = &mut self.place {
            place.at = place.at.checked_sub(1)?;
            place.at
        } else {
            // A step that changes nothing would look as if the key did not work.
            let at = self.texts.iter().rposition(|text| text != current)?;
            self.place = Some(Place { at, draft: current.to_owned(), keep_draft: keep });
            at
        };
        Some(self.texts[at].clone())
    }

    /// The text after; after the newest, what was being typed.
    pub(super) fn newer(&mut self) -> Option<String> {
        let place = self.place.as_mut()?;
        place.at += 1;
        let is_draft = place.at + 1 == self.texts.len() && self.texts[place.at] == place.draft;
        if place.at < self.texts.len() && !is_draft {
            return Some(self.texts[place.at].clone());
        }
        self.place.take().map(|place| place.draft)
    }

    /// Something else is typed or loaded, or the field is left.
    pub(super) fn leave(&mut self) {
        if let Some(place) = self.place.take()
            && place.keep_draft
        {
            self.record(&place.draft);
        }
    }
}
