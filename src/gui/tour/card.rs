//! The card of a step, beside what it talks about, around which it draws a frame.

use eframe::egui::{
    Align, Align2, Area, Button, Context, Frame, Label, LayerId, Layout, Order, Pos2, Rect, RichText, Sense,
    Shape, Stroke, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2,
};

use super::spot::Spot;
use super::{STEPS, Step, card_id};
use crate::gui::command::Turn;

/// The width of the card's text, in points.
const WIDTH: f32 = 300.0;
/// The height of a card that has not been shown yet.
const HEIGHT: f32 = 210.0;
/// Between the card and what it points at, and between it and the edge of the window.
const GAP: f32 = 14.0;
const MARGIN: f32 = 10.0;
/// Of the frame around what it points at.
const FRAME: f32 = 2.5;

/// What a card shows.
pub(super) struct Card<'a> {
    pub(super) step: &'a Step,
    /// From 1.
    pub(super) number: usize,
    pub(super) is_done: bool,
    /// Whether its first button is to take the focus.
    pub(super) is_new: bool,
    /// Where that is what it points at, if it is seen.
    pub(super) spot: Option<Rect>,
}

/// The tour is offered, in the corner where it is least in the way, above notes that reach so far from the bottom.
pub(super) fn offer_ui(context: &Context, notes: f32) -> Option<Turn> {
    let size = size(context);
    let place = context.content_rect().right_bottom() - size - vec2(MARGIN, notes.max(4.0 * MARGIN));
    show(context, place, |ui| {
        ui.strong("New here?");
        ui.label(
            "A tour of five steps, two minutes in all: what the arrows mean, why they die when h is too small, and which h \
             is best.",
        );
        ui.horizontal(|ui| {
            let take = ui.button("Take the tour");
            let take = take.on_hover_text("Your function and settings come back at the end.");
            let decline = ui.button("Not now").on_hover_text("The tour is under Help whenever you want it.");
            match () {
                () if take.clicked() => Some(Turn::Next),
                () if decline.clicked() => Some(Turn::Leave),
                () => None,
            }
        })
        .inner
    })
}

/// A step of the tour.
pub(super) fn step_ui(context: &Context, card: &Card<'_>) -> Option<Turn> {
    let room = context.content_rect().shrink(MARGIN);
    let size = size(context);
    if let Some(spot) = card.spot {
        point(context, spot);
    }
    let place = card.spot.map_or(room.center() - size / 2.0, |spot| beside(card.step.spot, spot, size, room));
    show(context, place, |ui| step_content(ui, card))
}

/// The size of the card in the last frame.
fn size(context: &Context) -> Vec2 {
    let usual = vec2(WIDTH + 24.0, HEIGHT);
    context.memory(|memory| memory.area_rect(card_id())).map_or(usual, |rect| rect.size())
}

fn show<R>(context: &Context, place: Pos2, content: impl FnOnce(&mut Ui) -> Option<R>) -> Option<R> {
    let area = Area::new(card_id())
        .order(Order::Middle)
        .fixed_pos(place)
        .constrain_to(context.content_rect().shrink(MARGIN))
        .accessible_name("Tour");
    let style = context.global_style();
    let accent = style.visuals.selection.stroke.color;
    let frame = Frame::popup(&style).stroke(Stroke::new(1.5, accent)).inner_margin(12.0);
    let shown = area.show(context, |ui| {
        frame
            .show(ui, |ui| {
                ui.set_width(WIDTH);
                content(ui)
            })
            .inner
    });
    shown.inner
}

fn step_content(ui: &mut Ui, card: &Card<'_>) -> Option<Turn> {
    let Card { step, number, is_done, .. } = *card;
    ui.horizontal(|ui| {
        ui.label(RichText::new(step.title).strong().size(15.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.weak(format!("step {number} of {}", STEPS.len()));
        });
    });
    ui.label(step.text);
    ui.add_space(2.0);
    ui.horizontal_top(|ui| {
        tick(ui, is_done);
        ui.add(Label::new(RichText::new(step.task).strong()).wrap());
    });
    if is_done {
        ui.label(step.done);
    }
    ui.add_space(2.0);
    // A name of their own, so that they keep the focus when there is more text above.
    let builder = UiBuilder::new().scope_id(card_id().with("buttons"));
    ui.scope_builder(builder, |ui| ui.horizontal(|ui| buttons_ui(ui, card)).inner).inner
}

fn buttons_ui(ui: &mut Ui, card: &Card<'_>) -> Option<Turn> {
    let Card { number, is_done, is_new, .. } = *card;
    let mut turn = None;
    let mut button = |ui: &mut Ui, button: Button<'_>, tooltip: &str, asks: Turn| {
        let response = ui.add(button).on_hover_text(tooltip);
        if response.clicked() {
            turn = Some(asks);
        }
        response
    };
    let is_last = number == STEPS.len();
    let (text, tooltip, asks) = match (is_done, is_last) {
        (false, _) => ("Show me", "Does it for you.", Turn::Show),
        (true, false) => ("Next", "To the next step.", Turn::Next),
        (true, true) => ("Finish", "Ends the tour; your own settings come back.", Turn::Next),
    };
    ui.add_enabled_ui(number > 1, |ui| {
        button(ui, Button::new("Back"), "To the step before.", Turn::Back);
    });
    let main = Button::new(RichText::new(text).strong()).selected(is_done).min_size(vec2(74.0, 0.0));
    let response = button(ui, main, tooltip, asks);
    if is_new {
        response.request_focus();
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let tooltip = "Ends the tour; your own settings come back. Esc does the same.";
        button(ui, Button::new("Leave"), tooltip, Turn::Leave);
    });
    turn
}

/// A box that is ticked when the step is done; it cannot be clicked, as a check box could.
fn tick(ui: &mut Ui, is_done: bool) {
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, 16.0), Sense::hover());
    let text = if is_done { "done" } else { "to do" };
    response
        .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::accesskit::Role::Label, true, text));
    let square = Rect::from_center_size(rect.center(), Vec2::splat(12.0));
    let color = ui.visuals().text_color();
    ui.painter().rect_stroke(square, 2.0, Stroke::new(1.2, color), StrokeKind::Inside);
    if is_done {
        let at = |x: f32, y: f32| square.lerp_inside(vec2(x, y));
        let line = vec![at(0.15, 0.5), at(0.42, 0.8), at(0.95, 0.05)];
        ui.painter().add(Shape::line(line, Stroke::new(2.2, ui.visuals().selection.stroke.color)));
    }
}

/// A frame around what is talked about.
fn point(context: &Context, spot: Rect) {
    let painter = context.layer_painter(LayerId::new(Order::Middle, card_id().with("frame")));
    let color = context.global_style().visuals.selection.stroke.color;
    let rect = spot.expand(4.0).intersect(context.content_rect().shrink(1.0));
    painter.rect_stroke(rect, 5.0, Stroke::new(FRAME, color), StrokeKind::Middle);
}

/// Where a card of a size stands beside what it points at: on the side where there is room, else on it.
fn beside(what: Spot, spot: Rect, size: Vec2, room: Rect) -> Pos2 {
    let center = spot.center() - size / 2.0;
    let mut places = [
        pos2(spot.right() + GAP, center.y),
        pos2(center.x, spot.top() - GAP - size.y),
        pos2(spot.left() - GAP - size.x, center.y),
        pos2(center.x, spot.bottom() + GAP),
    ];
    // Over what is not talked about.
    places.rotate_left(match what {
        Spot::H => 0,
        Spot::Lab | Spot::BestH => 1,
        Spot::Canvas => 2,
    });
    let fits = |place: &Pos2| {
        let rect = keep_inside(Rect::from_min_size(*place, size), room);
        !rect.expand(GAP / 2.0).intersects(spot)
    };
    // On what has no room beside it, in the corner that Tab and eye come to last.
    let on_it = Align2::RIGHT_BOTTOM.align_size_within_rect(size, spot.shrink(GAP)).min;
    let place = places.into_iter().find(fits).unwrap_or(on_it);
    keep_inside(Rect::from_min_size(place, size), room).min
}

/// A rectangle moved until it lies within another.
fn keep_inside(rect: Rect, room: Rect) -> Rect {
    let min = rect.min.min(room.max - rect.size()).max(room.min);
    Rect::from_min_size(min, rect.size())
}
