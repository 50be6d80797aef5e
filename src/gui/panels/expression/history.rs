//! Functions that were typed before, to be called up again.

use crate::examples::Example;

/// The most texts that are kept.
const MOST: usize = 100;

/// The example whose lesson was followed, if any.
type Lesson = Option<&'static Example>;

/// Texts in the order in which they were left, and where among them the user is.
#[derive(Default)]
pub(super) struct History {
    texts: Vec<(String, Lesson)>,
    place: Option<Place>,
}

/// Where the user is, and what was being typed before.
struct Place {
    at: usize,
    draft: String,
    lesson: Lesson,
    /// Whether the draft is to be kept once something else is typed.
    keep_draft: bool,
}

impl History {
    /// Keep a text, unless it is the newest already or is only being looked at.
    pub(super) fn record(&mut self, text: &str, lesson: Lesson) {
        if self.place.is_some() {
            return;
        }
        self.texts.pop_if(|(last, _)| last == text);
        self.texts.push((text.to_owned(), lesson));
        if self.texts.len() > MOST {
            self.texts.remove(0);
        }
    }

    /// The text before, with the lesson where that is still the same; `current` is what is in the field with its own, to be
    /// kept if `keep` says so.
    pub(super) fn older(
        &mut self,
        (current, lesson): (&str, Lesson),
        keep: bool,
    ) -> Option<(String, Lesson)> {
        let at = if let Some(place) = &mut self.place {
            place.at = place.at.checked_sub(1)?;
            place.at
        } else {
            // A step that changes nothing would look as if the key did not work.
            let at = self.texts.iter().rposition(|(text, _)| text != current)?;
            self.place = Some(Place { at, draft: current.to_owned(), lesson, keep_draft: keep });
            at
        };
        self.text(at)
    }

    /// The text after; after the newest, what was being typed.
    pub(super) fn newer(&mut self) -> Option<(String, Lesson)> {
        let place = self.place.as_mut()?;
        place.at += 1;
        let at = place.at;
        let is_draft = at + 1 == self.texts.len() && self.texts[at].0 == place.draft;
        if at < self.texts.len() && !is_draft {
            return self.text(at);
        }
        self.place.take().map(|place| (place.draft, place.lesson))
    }

    /// A text, with its lesson if that is followed now: of another example, no more than the function is there.
    fn text(&self, at: usize) -> Option<(String, Lesson)> {
        let followed = self.place.as_ref().and_then(|place| place.lesson);
        let (text, lesson) = self.texts.get(at)?;
        Some((text.clone(), lesson.filter(|lesson| followed == Some(*lesson))))
    }

    /// Something else is typed or loaded, or the field is left.
    pub(super) fn leave(&mut self) {
        if let Some(place) = self.place.take()
            && place.keep_draft
        {
            self.record(&place.draft, place.lesson);
        }
    }
}
