//! The numbers a function has names for: a slider each.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Button, Color32, DragValue, Label, PointerButton, Pos2, Response, RichText, Slider, SliderClamping, Ui,
    WidgetInfo, vec2,
};

use crate::gui::palette::parameter_color;
use crate::gui::settings::ParameterSettings;
use crate::number_text::{format_number, parse_number, round_to_digits};

/// The room for a name, and the length of a slider's rail, in points.
const NAME_WIDTH: f32 = 44.0;
const RAIL: f32 = 120.0;
/// The longest time between two frames that counts, in seconds: a window that was hidden does not jump.
const LONGEST_FRAME: f64 = 0.1;
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

    /// Move what is on its way on by so many seconds; whether there is anything.
    pub fn advance(&mut self, parameters: &mut [ParameterSettings], seconds: f64) -> bool {
        self.0.retain(|moving| parameters.iter().any(|p| p.name == moving.name && p.active));
        for moving in &mut self.0 {
            let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == moving.name)
            else {
                continue;
            };
            let [low, high] = parameter.ends();
            let across = parameter.seconds.clamp(*SECONDS.start(), *SECONDS.end());
            let way = (high - low) * (seconds.clamp(0.0, LONGEST_FRAME) / across);
            let next = parameter.value + if moving.rises { way } else { -way };
            if next.is_nan() {
                // No time has passed, on a way without end.
                continue;
            }
            parameter.value = next.clamp(low, high);
            if next >= high {
                moving.rises = false;
            } else if next <= low {
                moving.rises = true;
            }
        }
        !self.0.is_empty()
    }
}

/// The Parameters section: of the names in the function, in their order.
pub fn parameters_ui(
    ui: &mut Ui,
    parameters: &mut [ParameterSettings],
    used: &[String],
    playing: &mut Playing,
) {
    for (place, name) in used.iter().enumerate() {
        if let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == *name) {
            let color = parameter_color(place, ui.visuals().dark_mode);
            ui.push_id(name, |ui| parameter_ui(ui, parameter, color, playing));
        }
    }
}

fn parameter_ui(ui: &mut Ui, parameter: &mut ParameterSettings, color: Color32, playing: &mut Playing) {
    let name = parameter.name.clone();
    ui.horizontal(|ui| {
        let text = RichText::new(&name).monospace().strong().color(color);
        let width = vec2(NAME_WIDTH, ui.spacing().interact_size.y);
        // A long name is cut, so that the rail keeps its place.
        let label = ui.add_sized(width, Label::new(text).truncate());
        ui.spacing_mut().slider_width = RAIL;
        let [low, high] = parameter.ends();
        let slider = Slider::new(&mut parameter.value, low..=high)
            .clamping(SliderClamping::Never)
            .custom_formatter(|value, _| format_number(round_to_digits(value, 6)))
            .custom_parser(finite);
        let tooltip = "Drag it and watch the field. Double click: back to 1. The number can be typed.";
        let response = ui.add(slider).labelled_by(label.id).on_hover_text(tooltip);
        // A slider itself only knows that it is dragged; its number is edited at a double click.
        let is_on_rail = |at: Pos2| response.rect.contains(at) && at.x <= response.rect.left() + RAIL;
        let is_reset = ui.input(|input| {
            input.pointer.button_double_clicked(PointerButton::Primary)
                && input.pointer.interact_pos().is_some_and(is_on_rail)
        });
        if is_reset {
            parameter.value = ParameterSettings::USUAL_VALUE;
        }
        if response.changed() || response.dragged() || is_reset {
            playing.stop(&name);
        }
    });
    ui.horizontal(|ui| {
        let is_playing = playing.is_playing(&name);
        let button = Button::new(if is_playing { "stop" } else { "play" }).small();
        let what = if is_playing { "Stop" } else { "Play" };
        let play = ui.add(button).on_hover_text("Lets it go back and forth between its ends.");
        named(&play, Role::Button, &format!("{what} {name}"));
        if play.clicked() {
            playing.toggle(&name);
        }
        let [low, high] = &mut parameter.range;
        for (end, word) in [(low, "lowest"), (high, "highest")] {
            let drag = DragValue::new(end)
                .speed(0.05)
                .custom_formatter(|value, _| format_number(round_to_digits(value, 4)))
                .custom_parser(finite);
            let tooltip = format!("The {word} value that the slider reaches.");
            named(&ui.add(drag).on_hover_text(tooltip), Role::SpinButton, &format!("{word} {name}"));
        }
        let drag = DragValue::new(&mut parameter.seconds).speed(0.05).range(SECONDS).suffix(" s");
        let tooltip = "How long it takes from one end to the other while it plays.";
        named(&ui.add(drag).on_hover_text(tooltip), Role::SpinButton, &format!("seconds {name}"));
        let tooltip = "Takes the slider away: the name then has no value any more.";
        let remove = ui.add(Button::new("remove").small()).on_hover_text(tooltip);
        named(&remove, Role::Button, &format!("Remove {name}"));
        if remove.clicked() {
            parameter.active = false;
        }
    });
}

/// Give a control the name by which it is found without eyes.
fn named(response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, response.enabled(), name));
}

fn finite(text: &str) -> Option<f64> {
    parse_number(text).ok().filter(|value| value.is_finite())
}
