//! Child processes and folders that must not outlive the tests, however those end.

use std::ffi::{OsStr, OsString};
use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A new empty folder under the system's temporary folder. Whoever asks removes it, best by a [`Watchdog`].
pub fn scratch_dir(what: &str) -> PathBuf {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    loop {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("placer-test-{what}-{}-{number}", std::process::id()));
        match DirBuilder::new().mode(0o700).create(&dir) {
            Ok(()) => return dir,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => panic!("cannot make {}: {error}", dir.display()),
        }
    }
}

/// Whether these tests run as root.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The first of these programs found on the search path.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Runs a command to its end and gives what it printed; an error holds both its streams.
pub fn run(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{command:?}: {error}"))?;
    let (printed, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(printed.into_owned()) } else { Err(format!("{command:?}: {}\n{printed}{complained}", output.status)) }
}

/// A small shell that waits on a pipe from this process and cleans up once the pipe closes: when it is dropped,
/// when the tests end, or when they are killed outright (a process has no say in its own kill -9).
pub struct Watchdog(Child);

impl Watchdog {
    /// Arms a shell script; `args` are its `$1`, `$2` and so on.
    pub fn new<A: AsRef<OsStr>>(script: &str, args: &[A]) -> Self {
        let script = format!("trap '' INT TERM HUP\nif read -r _; then exit 0; fi\n{script}");
        let child = Command::new("sh")
            .args(["-c", &script, "watchdog"])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .current_dir("/")
            // In a process group of its own, so that Ctrl-C reaches the tests and not the cleaning up after them.
            .process_group(0)
            .spawn();
        Self(child.expect("sh starts"))
    }

    /// Arms the removal of a folder, repeated where a program that is just ending still writes there.
    pub fn over_dir(dir: &Path) -> Self {
        Self::new("for again in 1 2 3 4 5; do rm -rf -- \"$1\" && exit; sleep 0.2; done", &[dir])
    }

    /// Arms the kill of a process.
    pub fn over_process(pid: u32) -> Self {
        Self::new("kill -s KILL \"$1\"", &[OsString::from(pid.to_string())])
    }

    /// Disarms it: what it guards has ended by itself.
    pub fn call_off(mut self) {
        if let Some(pipe) = self.0.stdin.as_mut() {
            let _ = pipe.write_all(b"off\n");
        }
    }
}

impl Drop for Watchdog {
    /// Lets it clean up now, unless called off, and waits until it has.
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
