//! Files that cannot be written: a file is whole or not there, and the message names it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{gradfield, run};

/// Commands that write a file, without its name.
const WRITING: [&[&str]; 6] = [
    &["field", "x0", "--format", "csv"],
    &["field", "x0", "--format", "npy"],
    &["field", "x0", "--format", "json"],
    &["sweep", "x0", "--at", "1,2"],
    &["descend", "x0", "--from", "1,2", "--steps", "0"],
    &["generate", "completions", "fish"],
];

/// All fail to write to this path, in these words, and leave the folder as it is.
fn fails(path: &Path, reason: &str, folder: &Path) {
    let names = || fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    let before = names();
    for arguments in WRITING {
        let file = path.to_str().unwrap();
        let (code, stdout, stderr) = run(&[arguments, &["-o", file]].concat());
        let last = stderr.lines().last().unwrap_or_default();
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{arguments:?}: {stderr}");
        assert_eq!(last, format!("error: Cannot write {file}: {reason}."), "{arguments:?}");
        assert_eq!(names(), before, "{arguments:?}");
    }
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("sub")).unwrap();
    fs::write(root.join("file"), "old").unwrap();
    fails(&root.join("sub"), "is a directory", root);
    fails(&root.join("sub/"), "is a directory", root);
    fails(&root.join("none/"), "it names a folder", root);
    fails(&root.join("none/file"), "its folder does not exist", root);
    #[cfg(unix)]
    fails(&root.join("file/file"), "its folder is a file", root);
    assert_eq!(fs::read_to_string(root.join("file")).unwrap(), "old");
}

#[test]
fn a_name_is_printed_on_one_line_and_moves_no_cursor() {
    assert_eq!(
        run(&["field", "x0", "-o", "none/\u{1b}[2J\n.csv"]).2,
        "error: Cannot write none/\u{fffd}[2J\u{fffd}.csv: its folder does not exist.\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fails(Path::new("/dev/full"), "No space left on device (os error 28)", folder.path());
    // By way of a link, which stays.
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("/dev/full", &link).unwrap();
    fails(&link, "No space left on device (os error 28)", folder.path());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

/// The system's own folders take no files, not even from root; which error they give is theirs to choose.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_named() {
    for folder in ["/proc", "/sys"].into_iter().filter(|folder| Path::new(folder).exists()) {
        let path = format!("{folder}/field.csv");
        let (code, stdout, stderr) = run(&["field", "x0", "-o", &path]);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{folder}");
        assert!(stderr.starts_with(&format!("error: Cannot write {path}: ")), "{stderr}");
        assert!(!stderr.contains("does not exist") && !stderr.contains(".gradfield-"), "{stderr}");
    }
}

/// For root no folder is read-only, so the shell gives up that power first; where it cannot, nothing is tested.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_named_and_left_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.csv");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let is_root = fs::write(folder.path().join("probe"), "").is_ok();
    let mut program = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        fs::remove_file(folder.path().join("probe")).unwrap();
        program.args(["--bounding-set=-dac_override", "--inh-caps=-dac_override"]);
    }
    program.arg(env!("CARGO_BIN_EXE_gradfield")).args(["field", "x0", "-o"]).arg(&path);
    if let Ok(output) = program.output() {
        let stderr = String::from_utf8(output.stderr).unwrap();
        if !stderr.starts_with("setpriv") {
            assert_eq!(stderr, format!("error: Cannot write {}: permission denied.\n", path.display()));
            assert_eq!((output.status.code(), output.stdout), (Some(1), vec![]));
        }
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

/// `-o /dev/stdout` is what `-o -` is.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_by_its_name_is_written_to_and_may_be_deserted() {
    let arguments = ["field", "x0", "--format", "csv", "-o", "/dev/stdout"];
    assert_eq!(run(&arguments).1, run(&arguments[..4]).1);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = gradfield().args(arguments).stdout(writer).stdin(Stdio::null()).output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]));
}
