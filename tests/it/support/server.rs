//! The real program, started as a child process the way an operator starts it.

use super::process::{Watchdog, run, scratch_dir};
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

/// How long the program may take until it listens; generous, since tests share two cores.
const START_LIMIT: Duration = Duration::from_secs(60);

/// How long it may take to end after it was asked to.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// What the program prints, before the address, once it takes requests.
const LISTENING: &str = "listening on http://";

/// Where the registers of the tests have their keys.
pub(super) static KEYS: LazyLock<(PathBuf, Watchdog)> = LazyLock::new(|| {
    let folder = scratch_dir("keys");
    let watchdog = Watchdog::over_dir(&folder);
    (folder, watchdog)
});

/// A running server. Dropped, it is killed; so it is when the tests themselves are killed.
pub struct Server {
    child: Child,
    watchdog: Option<Watchdog>,
    address: String,
    printed: Arc<Mutex<String>>,
}

impl Server {
    /// Starts the program with these arguments, for example `["serve", "--database", URL, "--listen", "127.0.0.1:0"]`,
    /// and waits until it listens. Panics with all it printed where it does not.
    pub fn start(args: &[&str]) -> Self {
        Self::try_start(args).unwrap_or_else(|why| panic!("the server did not start: {why}"))
    }

    /// As [`Server::start`], with what it printed where it ended or hung instead of listening.
    pub fn try_start(args: &[&str]) -> Result<Self, String> {
        Self::spawn(Self::command().args(args), START_LIMIT)
    }

    /// A command for the program under test, to add arguments and environment to.
    pub fn command() -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_placer"));
        // Whatever language the tests are run in. Accounts of tests have a password alone, but for tests of second factors.
        command.env("LC_ALL", "C").env("PLACER_SECOND_FACTOR", "none");
        // One folder of keys for each database, away from the databases and gone with the tests.
        command.env("PLACER_KEYS", KEYS.0.join("{database}")).env("PLACER_HEADS", KEYS.0.join("heads-{database}"));
        // Tests ask more often than any office; those of the limits set them again.
        command.env("PLACER_REQUESTS_PER_MINUTE", "0");
        command
    }

    /// Starts any command that prints the line `listening on http://ADDRESS` within `limit`.
    pub fn spawn(command: &mut Command, limit: Duration) -> Result<Self, String> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
        let watchdog = Some(Watchdog::over_process(child.id()));
        let printed = Arc::new(Mutex::new(String::new()));
        let (said, heard) = channel();
        drain(child.stdout.take(), &printed, Some(said));
        drain(child.stderr.take(), &printed, None);
        let mut server = Self { child, watchdog, address: String::new(), printed };
        server.address = server.wait_for_address(&heard, limit)?;
        Ok(server)
    }

    /// Where it listens, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens, `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The most memory it ever had at once, kilobytes (`proc(5)`, VmHWM).
    pub fn peak_kb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// What it has printed on both streams until now.
    pub fn printed(&self) -> String {
        self.printed.lock().unwrap().clone()
    }

    /// Kills it outright (signal 9), as a power cut would, and waits until it is gone.
    pub fn kill(mut self) {
        self.end();
    }

    /// Asks it to end (signal 15), waits, and gives its exit status. Panics where it does not end in time.
    pub fn stop(mut self) -> ExitStatus {
        let asked = run(Command::new("sh").args(["-c", "kill -s TERM \"$1\"", "stop"]).arg(self.pid().to_string()));
        assert_eq!(asked.map(|_| ()), Ok(()), "the server had ended before it was asked to");
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the child can be waited for") {
                self.call_off();
                return status;
            }
            assert!(since.elapsed() < STOP_LIMIT, "the server did not end when asked to; it printed:\n{}", self.printed());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_for_address(&mut self, heard: &Receiver<String>, limit: Duration) -> Result<String, String> {
        match heard.recv_timeout(limit) {
            Ok(address) => Ok(address),
            Err(RecvTimeoutError::Timeout) => Err(format!("not listening after {limit:?}; it printed:\n{}", self.printed())),
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.child.wait().map_err(|error| error.to_string())?;
                // The other stream's thread may still be writing down the last words.
                std::thread::sleep(Duration::from_millis(50));
                Err(format!("ended before listening, {status}; it printed:\n{}", self.printed()))
            }
        }
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.call_off();
    }

    /// The process is gone and waited for, so its number may be given to another.
    fn call_off(&mut self) {
        if let Some(watchdog) = self.watchdog.take() {
            watchdog.call_off();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// Reads a stream to its end in a thread, so that the child never waits for a full pipe; tells the address once.
fn drain(stream: Option<impl Read + Send + 'static>, printed: &Arc<Mutex<String>>, said: Option<Sender<String>>) {
    let Some(stream) = stream else { return };
    let printed = Arc::clone(printed);
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line);
            printed.lock().unwrap().push_str(&text);
            if let (Some(said), Some((_, rest))) = (&said, text.split_once(LISTENING)) {
                let address = rest.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
                let _ = said.send(address.to_owned());
            }
            line.clear();
        }
    });
}
