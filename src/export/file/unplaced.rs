//! A file that is not at its place yet.

use std::fs::File;
#[cfg(unix)]
use std::fs::Permissions;
use std::io;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::path::PathBuf;

use tempfile::{Builder, NamedTempFile};

/// A new file, removed unless it is put in place. On Linux it has no name until then where the file system can do so: nothing is
/// left of it however the process ends, by Ctrl-C or a loss of power.
pub(super) enum Unplaced {
    #[cfg(target_os = "linux")]
    Unnamed {
        file: File,
        folder: PathBuf,
    },
    Hidden(NamedTempFile),
}

impl Unplaced {
    /// One in a folder, with the permissions that a new file has here.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = linux::unnamed(folder) {
            return Ok(Self::Unnamed { file, folder: folder.to_owned() });
        }
        hidden(folder).map(Self::Hidden)
    }

    pub(super) fn as_file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed { file, .. } => file,
            Self::Hidden(file) => file.as_file(),
        }
    }

    /// Put it in its place, in the folder that it was made for, whatever is there.
    pub(super) fn place(self, target: &Path) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed { file, folder } => linux::place(file, target, &folder),
            Self::Hidden(file) => {
                file.persist(target)?;
                Ok(())
            }
        }
    }
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".gradfield-");
    #[cfg(unix)]
    builder.permissions(everyone());
    builder
}

#[cfg(unix)]
fn everyone() -> Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    Permissions::from_mode(EVERYONE)
}

fn hidden(folder: &Path) -> io::Result<NamedTempFile> {
    // tempfile's texts name its own random file, which says nothing to a person.
    builder().tempfile_in(folder).map_err(|error| match error.kind() {
        kind @ io::ErrorKind::NotFound if !folder.exists() => {
            io::Error::new(kind, "its folder does not exist")
        }
        kind @ io::ErrorKind::NotADirectory => io::Error::new(kind, "its folder is a file"),
        io::ErrorKind::NotFound => {
            io::Error::new(io::ErrorKind::PermissionDenied, "no file can be made there")
        }
        kind => kind.into(),
    })
}

/// What a new file may be used for, less the process's umask. tempfile's own default is for secrets: the owner only.
#[cfg(unix)]
const EVERYONE: u32 = 0o666;

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::io::{self, Seek as _};
    use std::os::fd::AsRawFd as _;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};

    /// Where the kernel shows the open files of a process; without it an unnamed one cannot be given a name.
    const OPEN_FILES: &str = "/proc/self/fd";

    /// A file without a name in a folder, if there can be one.
    pub(super) fn unnamed(folder: &Path) -> Option<File> {
        if !Path::new(OPEN_FILES).is_dir() {
            return None;
        }
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        open(folder, flags, Mode::from_raw_mode(super::EVERYONE)).ok().map(File::from)
    }

    /// Give it a hidden name, and by that its place: a name that there is already can be taken by a rename alone.
    pub(super) fn place(mut file: File, target: &Path, folder: &Path) -> io::Result<()> {
        let itself = format!("{OPEN_FILES}/{}", file.as_raw_fd());
        let named = super::builder()
            .make_in(folder, |path| Ok(linkat(CWD, &itself, CWD, path, AtFlags::SYMLINK_FOLLOW)?));
        if let Ok(named) = named {
            named.persist(target)?;
            return Ok(());
        }
        // Not every file system can link.
        file.rewind()?;
        let mut copy = super::hidden(folder)?;
        io::copy(&mut file, copy.as_file_mut())?;
        copy.as_file().set_permissions(file.metadata()?.permissions())?;
        copy.as_file().sync_all()?;
        copy.persist(target)?;
        Ok(())
    }
}
