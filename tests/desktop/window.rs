//! The running program, its keyboard and mouse.

use std::io::Read as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use eframe::egui::Pos2;

use crate::expected::SIZE;
use crate::screen::Screen;

/// The longest that anything may take, the first compilation of all shaders on a busy machine included.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked whether something has happened.
const INTERVAL: Duration = Duration::from_millis(50);
/// A process that takes no processor time for this long rests: a caret blinks twice a second.
const REST: Duration = Duration::from_millis(1200);
/// What /proc counts processor time in, on every Linux.
const CLOCK_TICK: Duration = Duration::from_millis(10);

/// The running program with its window.
pub(crate) struct Window {
    program: Process,
    /// What it remembers, which is nobody else's.
    _state: tempfile::TempDir,
}

impl Window {
    /// Start the program with its window in the screen's corner and the keyboard on it.
    pub(crate) fn open() -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty()),
            "this test needs an X display, and DISPLAY names none: tests/run.sh brings one up and runs it there"
        );
        let mut program = Command::new(env!("CARGO_BIN_EXE_gradfield"));
        // One pixel a point, on that display.
        program.env("WINIT_X11_SCALE_FACTOR", "1").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        let state = tempfile::tempdir().expect("a folder for what it remembers");
        // Nobody who is offered a tour.
        std::fs::write(state.path().join("window.toml"), "tour_seen = true\n").expect("a file in it");
        program.env("GRADFIELD_STATE_DIR", state.path());
        let mut window = Self { program: Process::start(&mut program), _state: state };
        let id = window.find();
        let [width, height] = SIZE.map(|size| size.to_string());
        xdotool(&["windowmove", &id, "0", "0", "windowsize", &id, &width, &height]);
        // Without a window manager nobody else gives it the keyboard.
        xdotool(&["windowfocus", &id]);
        window
    }

    /// The window's number, once it is there.
    ///
    /// One search that waits, not one after the other: an X server starts anew when its last client leaves, and turns
    /// away who comes meanwhile, which would be the program.
    fn find(&mut self) -> String {
        let arguments = ["search", "--sync", "--onlyvisible", "--name", "^gradfield$"];
        let mut search = Process::start(Command::new("xdotool").args(arguments).stdout(Stdio::piped()));
        let start = Instant::now();
        while search.ended().is_none() {
            self.assert_running();
            assert!(start.elapsed() < PATIENCE, "no window within {PATIENCE:?}");
            std::thread::sleep(INTERVAL);
        }
        let mut found = String::new();
        let mut output = search.0.stdout.take().expect("a pipe");
        output.read_to_string(&mut found).expect("numbers");
        assert_eq!(
            found.lines().count(),
            1,
            "another gradfield is open on this display, or no search was possible"
        );
        found.trim().to_owned()
    }

    /// Replace the text in the field with the focus.
    pub(crate) fn type_over(&mut self, text: &str) {
        self.press("ctrl+a");
        xdotool(&["type", text]);
    }

    /// Press a key, or several together.
    pub(crate) fn press(&mut self, keys: &str) {
        self.assert_running();
        xdotool(&["key", keys]);
    }

    /// Click on a place and stay there.
    pub(crate) fn click(&mut self, place: Pos2) {
        self.assert_running();
        let [x, y] = [place.x, place.y].map(|coordinate| coordinate.round().to_string());
        xdotool(&["mousemove", &x, &y, "click", "1"]);
    }

    /// Move the pointer beside the window, where it hovers over nothing.
    pub(crate) fn point_nowhere(&mut self) {
        self.assert_running();
        let [x, y] = SIZE.map(|size| (size + 10.0).to_string());
        xdotool(&["mousemove", &x, &y]);
    }

    /// Look at the screen until a check finds nothing to complain about.
    ///
    /// The window draws what it has, so on the way there may be fields of half a text that look settled: only a
    /// complaint that stays counts.
    pub(crate) fn wait_until(&mut self, what: &str, check: impl Fn(&Screen) -> Result<(), String>) {
        let start = Instant::now();
        loop {
            self.assert_running();
            let screen = Screen::take();
            let Err(complaint) = check(&screen) else { return };
            assert!(
                start.elapsed() < PATIENCE,
                "waited {PATIENCE:?} for {what}: {complaint}; the screen is in {}",
                screen.save().display()
            );
            std::thread::sleep(INTERVAL);
        }
    }

    /// Wait until the program has taken no processor time for a while.
    pub(crate) fn wait_until_at_rest(&mut self) {
        let start = Instant::now();
        let (mut taken, mut since) = (self.processor_time(), start);
        while since.elapsed() < REST {
            assert!(
                start.elapsed() < PATIENCE,
                "without any input the window has not come to rest within {PATIENCE:?}; the screen is in {}",
                Screen::take().save().display()
            );
            std::thread::sleep(INTERVAL);
            let now = self.processor_time();
            if now != taken {
                (taken, since) = (now, Instant::now());
            }
        }
    }

    /// The processor time that all threads of the program have taken so far.
    pub(crate) fn processor_time(&mut self) -> Duration {
        self.assert_running();
        let path = format!("/proc/{}/stat", self.program.0.id());
        let stat = std::fs::read_to_string(&path).expect("Linux says what its processes take");
        // After the name, which may hold anything but ends with the last parenthesis, come the state and ten numbers.
        let (_, fields) = stat.rsplit_once(')').expect("a name in parentheses");
        let ticks =
            fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u32>().expect("a count"));
        ticks.sum::<u32>() * CLOCK_TICK
    }

    fn assert_running(&mut self) {
        if let Some(status) = self.program.ended() {
            panic!("the program ended by itself: {status}");
        }
    }
}

/// A running process; dropping it kills it. The program cannot be asked to close its window: that request comes from a
/// window manager, and there is none.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Self {
        match command.spawn() {
            Ok(child) => Self(child),
            Err(error) => panic!(
                "{} cannot be started ({error}); tests/run.sh installs what is needed",
                command.get_program().display()
            ),
        }
    }

    fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().expect("a child of ours")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Have the keyboard or mouse used.
fn xdotool(arguments: &[&str]) {
    let status = Process::start(Command::new("xdotool").args(arguments)).0.wait().expect("a child of ours");
    assert!(status.success(), "`xdotool {}` failed: {status}", arguments.join(" "));
}
