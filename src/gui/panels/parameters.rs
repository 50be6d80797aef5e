//! The numbers a function has names for: a slider each.

use eframe::egui::accesskit::Role;
use eframe::egui::{Button, Color32, Label, PointerButton, Response, RichText, Ui, WidgetInfo, vec2};

use super::widgets::{Complaint, NumberBox, NumberSlider, typed_number};
use crate::gui::command::Command;
use crate::gui::palette::parameter_color;
use crate::gui::settings::ParameterSettings;
use crate::number_text::format_number;

/// The room for a name, in points.
const NAME_WIDTH: f32 = 44.0;
/// The most characters that are shown of a number: more would only flicker while it plays.
const CHARACTERS: usize = 7;
/// The box of a value.
const NUMBER: NumberBox = NumberBox { characters: CHARACTERS, ..NumberBox::USUAL };
/// How long a parameter may take from one end to the other, in seconds.
const SECONDS: std::ops::RangeInclusive<f64> = 0.2..=60.0;

/// The parameters that are on their way between their ends.
#[derive(Debug, Default)]
pub struct Playing(Vec<Moving>);

#[derive(Debug)]
struct Moving {
    name: String,
    rises: bool,
}

impl Playing {
    /// Whether a parameter is on its way.
    pub fn is_playing(&self, name: &str) -> bool {
        self.0.iter().any(|moving| moving.name == name)
    }

    /// Whether any is.
    pub fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Begin or stop.
    fn toggle(&mut self, name: &str) {
        if self.is_playing(name) {
            self.stop(name);
        } else {
            self.0.push(Moving { name: name.to_owned(), rises: true });
        }
    }

    /// Let a parameter stay where it is.
    fn stop(&mut self, name: &str) {
        self.0.retain(|moving| moving.name != name);
    }

    /// Move what is on its way on by so many seconds; whether there is anything. What has no slider any more stops.
    pub fn advance(&mut self, parameters: &mut [ParameterSettings], used: &[String], seconds: f64) -> bool {
        self.0.retain(|moving| used.contains(&moving.name));
        for moving in &mut self.0 {
            if let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == moving.name) {
                moving.advance(parameter, seconds);
            }
        }
        !self.0.is_empty()
    }
}

impl Moving {
    fn advance(&mut self, parameter: &mut ParameterSettings, seconds: f64) {
        let [low, high] = parameter.ends();
        let part = seconds / parameter.seconds.clamp(*SECONDS.start(), *SECONDS.end());
        // Each end for itself, as the whole way may be longer than the largest number.
        let way = part * high - part * low;
        let value = parameter.value;
        let next = if self.rises { value + way } else { value - way };
        // From outside it comes in; it does not jump there.
        parameter.value = next.clamp(low.min(value), high.max(value));
        if next >= high {
            self.rises = false;
        } else if next <= low {
            self.rises = true;
        }
    }
}

/// The Parameters section: of the names in the function, in their order.
pub fn parameters_ui(
    ui: &mut Ui,
    parameters: &mut [ParameterSettings],
    used: &[String],
    playing: &mut Playing,
) -> Command {
    let mut command = Command::None;
    for (place, name) in used.iter().enumerate() {
        if let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == *name) {
            let color = parameter_color(place, ui.visuals().dark_mode);
            let asked = ui.push_id(name, |ui| {
                let value = value_ui(ui, parameter, color, playing);
                value.or(range_ui(ui, parameter, playing))
            });
            command = command.or(asked.inner);
        }
    }
    command
}

/// The name, the slider and the number.
fn value_ui(
    ui: &mut Ui,
    parameter: &mut ParameterSettings,
    color: Color32,
    playing: &mut Playing,
) -> Command {
    let name = parameter.name.clone();
    ui.horizontal(|ui| {
        let text = RichText::new(&name).monospace().strong().color(color);
        let width = vec2(NAME_WIDTH, ui.spacing().interact_size.y);
        // A long name is cut, so that the rail keeps its place.
        let label = ui.add_sized(width, Label::new(text).truncate());
        let [low, high] = parameter.ends();
        let usual = parameter.usual_value();
        let is_usual = (low..=high).contains(&ParameterSettings::USUAL_VALUE);
        let tooltip = format!(
            "Drag it and watch the field; a double click brings back {}{}.",
            format_number(usual),
            if is_usual { "" } else { ", the nearest to 1" }
        );
        let slider = NumberSlider { label: &name, tooltip: &tooltip, range: low..=high, logarithmic: false };
        let before = parameter.value;
        let rail = slider.rail(ui, &mut parameter.value, label.id);
        let (number, complaint) = slider.number(ui, &mut parameter.value, label.id, NUMBER);
        // A slider itself only knows that it is dragged.
        let is_double = ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
        if is_double && rail.contains_pointer() {
            parameter.value = usual;
        }
        // The ends of the rail stay where they are under the pointer.
        if !number.dragged() {
            parameter.widen();
        }
        if parameter.value.to_bits() != before.to_bits() || rail.dragged() || number.dragged() {
            playing.stop(&name);
        }
        complaint
    })
    .inner
}

/// Play, the ends of the slider, how long it takes from one to the other, and remove.
fn range_ui(ui: &mut Ui, parameter: &mut ParameterSettings, playing: &mut Playing) -> Command {
    let name = parameter.name.clone();
    let complaint = Complaint::default();
    // Wrapped, so that numbers of many digits push nothing out of the panel.
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 4.0;
        let is_playing = playing.is_playing(&name);
        let button = Button::new(if is_playing { "stop" } else { "play" }).small();
        let what = if is_playing { "Stop" } else { "Play" };
        let play = ui.add(button).on_hover_text("Lets it go back and forth between its ends.");
        named(&play, Role::Button, &format!("{what} {name}"));
        if play.clicked() {
            playing.toggle(&name);
        }
        let [low, high] = parameter.ends();
        let speed = if high > low { 0.005 * high - 0.005 * low } else { 0.05 };
        let mut is_changed = false;
        let [from, to] = &mut parameter.range;
        for (end, prefix, word) in [(from, "from ", "lowest"), (to, "to ", "highest")] {
            let drag = typed_number(end, CHARACTERS, &complaint).speed(speed).prefix(prefix);
            let tooltip = format!("The {word} value that the slider reaches.");
            let response = ui.add(drag).on_hover_text(tooltip);
            is_changed |= response.changed();
            named(&response, Role::SpinButton, &format!("{word} {name}"));
        }
        if is_changed {
            parameter.confine();
        }
        let seconds = &mut parameter.seconds;
        let drag = typed_number(seconds, CHARACTERS, &complaint)
            .speed(0.05)
            .range(SECONDS)
            .prefix("in ")
            .suffix(" s");
        let tooltip = "How long it takes from one end to the other while it plays.";
        named(&ui.add(drag).on_hover_text(tooltip), Role::SpinButton, &format!("seconds {name}"));
        let tooltip = "Takes the slider away: the name then has no value any more.";
        let remove = ui.add(Button::new("remove").small()).on_hover_text(tooltip);
        named(&remove, Role::Button, &format!("Remove {name}"));
        if remove.clicked() {
            parameter.active = false;
        }
    });
    complaint.into()
}

/// Give a control the name by which it is found without eyes.
fn named(response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, response.enabled(), name));
}
