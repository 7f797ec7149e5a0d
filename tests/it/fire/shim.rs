//! The shim between the server and its system calls (`shim.c`), built once by the C compiler that the program's own
//! database library needs as well.

use crate::support::process::{Watchdog, run, scratch_dir};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

static BUILT: LazyLock<(PathBuf, Watchdog)> = LazyLock::new(|| {
    let dir = scratch_dir("shim");
    let (library, watchdog) = (dir.join("shim.so"), Watchdog::over_dir(&dir));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fire/shim.c");
    let mut cc = Command::new("cc");
    run(cc.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).args(["-lpthread", "-ldl"])).expect("cc builds the shim");
    (library, watchdog)
});

/// Puts the shim under a server that keeps the database `file`.
pub fn under(server: &mut Command, file: &Path) {
    server.env("LD_PRELOAD", &BUILT.0).env("SHIM_FILE", file);
}

/// What the record calls the database, its log and its rollback journal.
pub const FILES: [&str; 3] = ["", "-wal", "-journal"];

/// A change in the record.
#[derive(Debug, Clone, Copy)]
pub enum What {
    /// Bytes, which stand at this place of the record.
    Write { at: usize, length: usize, offset: usize },
    /// Another length of the file.
    Cut { size: usize },
    /// All before is on the disk.
    Sync,
    /// The name came into being.
    Made,
    /// The name went.
    Gone,
    /// All names as they are now are on the disk.
    Names,
}

/// A change, of which file (index in [`FILES`]), and where its record ends.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    pub what: What,
    pub of: usize,
    pub end: usize,
}

const HEAD: usize = 16;

/// Reads a record; a last piece that was not written wholly is left out.
pub fn changes(record: &[u8]) -> Vec<Change> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(head) = record.get(at..at + HEAD) {
        let length = usize::try_from(u32::from_le_bytes(head[4..8].try_into().unwrap())).unwrap();
        let offset = usize::try_from(u64::from_le_bytes(head[8..16].try_into().unwrap())).unwrap();
        let end = at + HEAD + length;
        if end > record.len() {
            break;
        }
        let what = match head[0] {
            1 => What::Write { at: at + HEAD, length, offset },
            2 => What::Cut { size: offset },
            3 => What::Sync,
            4 => What::Made,
            5 => What::Gone,
            _ => What::Names,
        };
        found.push(Change { what, of: usize::from(head[1]).saturating_sub(1), end });
        at = end;
    }
    found
}
