//! What a desktop needs besides the program: the icon, and the files that name it, its kind of file and what it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Width and height of the icon as pixels, the largest that desktops ask for.
const ICON_PX: u32 = 256;

/// What a desktop knows the program by: its window, its icon, its menu entry.
const NAME: &str = "gradfield";

/// The kind of its files.
const MIME: &str = "application/x-gradfield+toml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn asset(name: &str) -> String {
    fs::read_to_string(root().join("assets").join(name)).unwrap()
}

/// The icon as its drawing says.
fn drawn(size: u32) -> Pixmap {
    let tree = Tree::from_str(&asset("icon.svg"), &Options::default()).unwrap();
    let mut pixmap = Pixmap::new(size, size).unwrap();
    let scale = size as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap
}

/// With `UPDATE_SNAPSHOTS` set, the picture is made anew.
#[test]
fn the_icon_is_its_drawing() {
    let path = root().join("assets/icon.png");
    let drawn = drawn(ICON_PX);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        drawn.save_png(&path).unwrap();
    }
    let icon = image::open(&path).unwrap().into_rgba8();
    assert_eq!(icon.dimensions(), (ICON_PX, ICON_PX));
    for (pixel, drawn) in icon.pixels().zip(drawn.pixels()) {
        let drawn = drawn.demultiply();
        let drawn = [drawn.red(), drawn.green(), drawn.blue(), drawn.alpha()];
        // Edges are covered in parts of a 256th, which processors may round apart; without cover a colour means nothing.
        let is_near = pixel.0.iter().zip(drawn).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(is_near || pixel.0[3].max(drawn[3]) <= 2, "{:?} beside {drawn:?}", pixel.0);
    }
}

/// As few pixels as a menu gives it: each of the eight arrows is where it should be, and none runs into the next.
#[test]
fn the_icon_is_legible_at_32_pixels() {
    let icon = drawn(32);
    let colourful = |x: u32, y: u32| {
        let pixel = icon.pixel(x, y).unwrap();
        let [r, g, b] = [pixel.red(), pixel.green(), pixel.blue()];
        r.max(g).max(b) - r.min(g).min(b) > 100
    };
    let mut seen = BTreeSet::new();
    let mut arrows = 0;
    for start in (0..32).flat_map(|y| (0..32).map(move |x| (x, y))) {
        let mut open = vec![start];
        let mut size = 0;
        while let Some((x, y)) = open.pop() {
            if x < 32 && y < 32 && colourful(x, y) && seen.insert((x, y)) {
                size += 1;
                open.extend([(x + 1, y), (x.wrapping_sub(1), y), (x, y + 1), (x, y.wrapping_sub(1))]);
            }
        }
        // 8 pixels are a shaft of 2 by 4.
        arrows += usize::from(size >= 8);
        assert!(size == 0 || size >= 8, "a crumb at {start:?}");
    }
    assert_eq!(arrows, 8);
    let middle = icon.pixel(16, 16).unwrap();
    assert_eq!([middle.red(), middle.green(), middle.blue()], [255; 3]);
    assert_eq!(icon.pixel(0, 0).unwrap().alpha(), 0, "its corners are round");
}

#[test]
fn the_menu_entry_names_what_there_is() {
    let entry = asset("gradfield.desktop");
    let value = |key: &str| {
        let mut values = entry.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        let value = values.next().unwrap_or_else(|| panic!("{key} is missing"));
        assert_eq!(values.next(), None, "{key}");
        value
    };
    assert_eq!(entry.lines().find(|line| !line.starts_with('#')), Some("[Desktop Entry]"));
    for (key, expected) in [
        ("Type", "Application"),
        ("Name", NAME),
        ("Exec", "gradfield %f"),
        ("Icon", NAME),
        ("StartupWMClass", NAME),
        ("Terminal", "false"),
        ("MimeType", &format!("{MIME};")),
    ] {
        assert_eq!(value(key), expected);
    }
    let categories: Vec<&str> = value("Categories").split_terminator(';').collect();
    assert!(["Science", "Math", "Education"].iter().all(|category| categories.contains(category)));
}

#[test]
fn the_kind_of_file_and_the_metadata_agree_with_it() {
    let mime = asset("gradfield-mime.xml");
    assert!(mime.contains(&format!("<mime-type type=\"{MIME}\">")));
    assert!(mime.contains("<glob pattern=\"*.gradfield\"/>"));
    let metadata = asset("gradfield.metainfo.xml");
    for element in [
        "<id>gradfield.desktop</id>".to_owned(),
        "<launchable type=\"desktop-id\">gradfield.desktop</launchable>".to_owned(),
        format!("<binary>{NAME}</binary>"),
        format!("<mediatype>{MIME}</mediatype>"),
        format!("<project_license>{}</project_license>", env!("CARGO_PKG_LICENSE")),
    ] {
        assert!(metadata.contains(&element), "{element}");
    }
}

/// Only where there are the desktops' own tools.
#[test]
fn the_tools_of_desktops_accept_them() {
    for (tool, arguments, name) in [
        ("desktop-file-validate", &[][..], "gradfield.desktop"),
        ("xmllint", &["--noout"], "gradfield-mime.xml"),
        ("xmllint", &["--noout"], "icon.svg"),
        // The id claims no domain, as the project has none.
        (
            "appstreamcli",
            &["validate", "--no-net", "--override", "cid-desktopapp-is-not-rdns=info"],
            "gradfield.metainfo.xml",
        ),
    ] {
        let path = root().join("assets").join(name);
        let Ok(output) = Command::new(tool).args(arguments).arg(&path).output() else { continue };
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{tool}: {said}");
    }
}

/// What `cargo install` gets is what `include` in Cargo.toml lists: all that the sources take in must be there.
#[test]
fn the_package_has_every_file_that_the_sources_take_in() {
    let manifest: toml::Table =
        toml::from_str(&fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let listed: Vec<&str> = manifest["package"]["include"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| path.as_str().unwrap())
        .collect();
    for needed in ["/src", "/assets", "/README.md", "/Cargo.lock", "/LICENSE-*"] {
        assert!(listed.contains(&needed), "{needed}");
    }
    let mut taken_in = 0;
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for part in text.split("include_").skip(1) {
                let Some((name, rest)) = part.split_once("!(\"") else { continue };
                if !["str", "bytes", "wgsl"].contains(&name) {
                    continue;
                }
                let file = path.parent().unwrap().join(rest.split('"').next().unwrap());
                let file: PathBuf =
                    file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                let inside = file.strip_prefix(root().canonicalize().unwrap()).unwrap();
                assert!(inside.starts_with("src") || inside.starts_with("assets"), "{}", inside.display());
                taken_in += 1;
            }
        }
    }
    // The colour maps, the examples, the shaders and the icon.
    assert!(taken_in >= 10, "{taken_in}");
}
