//! The strips at the bottom of the window: room is taken for them before the canvas gets the rest, and they are filled
//! after it. So the window is drawn in the order in which it is read, and Tab goes the same way.

use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{
    Context, CursorIcon, EventFilter, Id, Key, Memory, Panel, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
};

/// The height of the h lab at first, in points, and the least that it can be given.
const LAB_HEIGHT: f32 = 276.0;
const LEAST_LAB_HEIGHT: f32 = 110.0;
/// A key moves the lab's edge by so many points.
const KEY_STEP: f32 = 16.0;
/// The height of the handle between canvas and lab: so much is easily hit.
const HANDLE: f32 = 8.0;

/// The heights of the strips.
pub(super) struct Strips {
    /// That of the status bar's content, in the last frame.
    status: f32,
    /// That of the folded lab's.
    folded: f32,
    /// That of the unfolded lab, as the user has it.
    lab: f32,
}

impl Default for Strips {
    fn default() -> Self {
        // Two rows and one; the first frame tells.
        Self { status: 40.0, folded: 21.0, lab: LAB_HEIGHT }
    }
}

/// A strip to be filled.
pub(super) struct Strip {
    kind: Kind,
    /// Where its content goes.
    room: Rect,
    /// All of it.
    outer: Rect,
    /// The most height it may have.
    most: f32,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Status,
    FoldedLab,
    Lab,
}

impl Kind {
    fn id(self) -> Id {
        Id::unique(match self {
            Self::Status => "status strip",
            Self::FoldedLab => "folded h lab",
            Self::Lab => "h lab strip",
        })
    }
}

impl Strips {
    /// The height of the unfolded lab, in points.
    pub(super) fn lab_height(&self) -> f32 {
        self.lab
    }

    /// Give the unfolded lab a height, which becomes the nearest that there is room for.
    pub(super) fn set_lab_height(&mut self, height: f32) {
        self.lab = height.max(LEAST_LAB_HEIGHT);
    }

    /// Room for the status bar.
    pub(super) fn status(&self, ui: &mut Ui) -> Strip {
        take(ui, Kind::Status, self.status, f32::INFINITY)
    }

    /// Room for the lab, of so many points at most.
    pub(super) fn lab(&self, ui: &mut Ui, is_open: bool, most: f32) -> Strip {
        if is_open {
            take(ui, Kind::Lab, self.lab.min(most), most)
        } else {
            take(ui, Kind::FoldedLab, self.folded, most)
        }
    }
}

/// Take room for content of a height at the bottom of what there is.
fn take(ui: &mut Ui, kind: Kind, height: f32, most: f32) -> Strip {
    let panel = Panel::bottom(kind.id()).resizable(false).show(ui, |ui| {
        ui.set_height(height);
        ui.max_rect().with_max_y(ui.max_rect().top() + height)
    });
    Strip { kind, room: panel.inner, outer: panel.response.rect, most }
}

impl Strip {
    /// Fill it.
    pub(super) fn show<R>(self, ui: &mut Ui, strips: &mut Strips, fill: impl FnOnce(&mut Ui) -> R) -> R {
        if self.kind == Kind::Lab {
            handle(ui, &self, &mut strips.lab);
        }
        let builder = UiBuilder::new().scope_id(self.kind.id().with("content")).max_rect(self.room);
        let shown = ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(self.outer.intersect(ui.clip_rect()));
            let shown = fill(ui);
            (shown, ui.min_rect().height())
        });
        let (shown, height) = shown.inner;
        let slot = match self.kind {
            Kind::Status => &mut strips.status,
            Kind::FoldedLab => &mut strips.folded,
            Kind::Lab => return shown,
        };
        if (*slot - height).abs() > 0.5 {
            *slot = height;
            ui.ctx().request_repaint();
        }
        shown
    }
}

/// The edge between canvas and lab, to be dragged or moved with the keys Up and Down; a double click brings back the usual
/// height.
fn handle(ui: &Ui, strip: &Strip, height: &mut f32) {
    let top = strip.outer.top();
    let rect = Rect::from_x_y_ranges(strip.outer.x_range(), top - HANDLE / 2.0..=top + HANDLE / 2.0);
    let response = ui.interact(rect, Id::unique("edge of the h lab"), Sense::click_and_drag());
    let wanted = if response.double_clicked() {
        Some(LAB_HEIGHT)
    } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        Some(strip.outer.bottom() - pointer.y - (strip.outer.height() - strip.room.height()))
    } else {
        let steps = steps(ui.ctx(), response.id, response.has_focus());
        (steps != 0.0).then(|| strip.room.height() + KEY_STEP * steps)
    };
    if let Some(wanted) = wanted {
        let wanted = wanted.clamp(LEAST_LAB_HEIGHT.min(strip.most), strip.most);
        if (wanted - *height).abs() > 0.1 {
            *height = wanted;
            ui.ctx().request_repaint();
        }
    }
    let shown = f64::from(strip.room.height());
    response.widget_info(|| WidgetInfo::slider(true, shown, "height of the h lab"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Splitter);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if response.has_focus() || response.hovered() || response.dragged() {
        let color = ui.visuals().selection.stroke.color;
        ui.painter().hline(strip.outer.x_range(), top, Stroke::new(2.0, color));
    }
    response.on_hover_and_drag_cursor(CursorIcon::ResizeVertical).on_hover_text(
        "Drag to give the h lab more room or less; a double click brings back the usual height.",
    );
}

/// How far keys and a screen reader ask it to go, upward.
fn steps(context: &Context, id: Id, has_focus: bool) -> f32 {
    let mut steps = 0;
    if has_focus {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        context.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let [up, down] =
            [Key::ArrowUp, Key::ArrowDown].map(|key| context.input(|input| input.num_presses(key)));
        steps += up.min(100).cast_signed() - down.min(100).cast_signed();
    }
    let [more, less] = [Action::Increment, Action::Decrement]
        .map(|action| context.input(|input| input.num_accesskit_action_requests(id, action)));
    steps += more.min(100).cast_signed() - less.min(100).cast_signed();
    steps as f32
}

/// Scroll to what the keyboard has come to, if it lies in this content of a scrolled area; for the content's end.
pub(super) fn keep_focus_in_sight(ui: &Ui) {
    let focused = ui.memory(Memory::focused);
    let slot = ui.scope_id().with("what had the focus");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(slot), focused));
    // To read the response of a control takes the focus from it where something else is clicked.
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    if focused == before || by_pointer {
        return;
    }
    let Some(control) = focused.and_then(|id| ui.ctx().read_response(id)) else { return };
    // What is seen elsewhere is no part of the content, though this may reach so far out of sight.
    let seen = control.interact_rect;
    let is_elsewhere = seen.is_positive() && !ui.clip_rect().intersects(seen);
    let is_inside = ui.min_rect().contains(control.rect.center()) && control.layer_id == ui.layer_id();
    if is_inside && !is_elsewhere {
        ui.scroll_to_rect(control.rect.expand(ui.spacing().interact_size.y / 2.0), None);
    }
}
