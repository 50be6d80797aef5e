//! Files that are whole or not there.

mod unplaced;

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use unplaced::Unplaced;

/// Bytes gathered before each write: several hundred rows of a table.
const BUFFER: usize = 1 << 16;

/// Links that are followed one after another before they are taken to lead in a circle, as many as Linux follows.
const MOST_LINKS: usize = 40;

/// A file that could not be written.
#[derive(Debug)]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: io::Error,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name may hold what would move a terminal's cursor.
        let path = self.path.display().to_string().replace(char::is_control, "\u{fffd}");
        write!(f, "Cannot write {path}: {}.", self.reason)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// Write a file by way of a new one beside it, which takes its place once it is complete: whatever happens, the file
/// has its old content or the new one, never a part.
///
/// The file keeps its permissions, and where the path is a link, what it points at is replaced, or created. Devices and pipes
/// cannot be replaced and are written to directly.
pub fn write_whole_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    write_whole_file_if(path, write, || Ok(()))
}

/// The same, where somebody may want it no longer: `last_word` is asked when the file is complete and on the disk. With its error
/// the file stays as it was; after it, the new one takes its place.
pub fn write_whole_file_if(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    last_word: impl FnOnce() -> io::Result<()>,
) -> Result<(), FileError> {
    let written = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(metadata) if metadata.permissions().readonly() => {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"))
        }
        Ok(metadata) if metadata.is_file() => replace(path, Some(&metadata), write, last_word),
        Ok(_) => File::create(path).and_then(|file| write_buffered(&file, write)),
        Err(_) if names_folder(path) => Err(io::Error::new(io::ErrorKind::IsADirectory, "it names a folder")),
        Err(_) => replace(path, None, write, last_word),
    };
    written.map_err(|reason| FileError { path: path.to_owned(), reason })
}

/// Whether a path ends as only a folder's does, whether or not there is one.
fn names_folder(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// What is in a file, unless that is more than so many bytes, of which no more are read. Only a regular file is: a pipe could
/// keep its reader waiting, and a device has no end.
pub fn read_small_file(path: &Path, most_bytes: usize) -> io::Result<Option<Vec<u8>>> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let most = u64::try_from(most_bytes).unwrap_or(u64::MAX);
    if metadata.len() > most {
        return Ok(None);
    }
    // It may have grown meanwhile.
    let mut bytes = vec![];
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most_bytes).then_some(bytes))
}

/// Put a new file in the place of `path`.
fn replace(
    path: &Path,
    old: Option<&Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    last_word: impl FnOnce() -> io::Result<()>,
) -> io::Result<()> {
    let target = followed(path)?;
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let file = Unplaced::new(folder)?;
    write_buffered(file.as_file(), write)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    // Some file systems report only here that there was no space.
    file.as_file().sync_all()?;
    last_word()?;
    file.place(&target)
}

/// Where the links at a path lead in the end, whether or not there is a file yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..=MOST_LINKS {
        let Ok(next) = fs::read_link(&target) else { return Ok(target) };
        target.pop();
        target.push(next);
    }
    Err(io::Error::other("its links lead in a circle"))
}

fn write_buffered(file: &File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffered = BufWriter::with_capacity(BUFFER, file);
    write(&mut buffered)?;
    buffered.flush()
}
