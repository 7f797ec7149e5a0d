//! One throw-away PostgreSQL cluster for the whole test process, started on first use.

use super::process::{Watchdog, is_root, run, scratch_dir};
use super::{left_out, required_by};
use std::ffi::OsString;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The name of the superuser of the test cluster; everyone on this machine may sign in as him.
const SUPERUSER: &str = "postgres";

/// The account that PostgreSQL runs under when the tests run as root, which it refuses. Debian's package makes it.
const UNPRIVILEGED: &str = "postgres";

/// Speed over safety: the data is thrown away. Sort order and time zone as the program expects them.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 64MB
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
";

struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
    _watchdog: Watchdog,
}

/// A cluster of one's own that may be stopped and started again, with one empty database.
pub struct Own(Cluster);

impl Own {
    /// Starts it; none where PostgreSQL is not installed. Commits wait for the log, as they do in earnest.
    pub fn start() -> Option<Self> {
        cluster()?;
        let own = Cluster::start(server_bin()?, "synchronous_commit = on\n").expect("a second cluster starts");
        psql(&own.url("postgres"), "CREATE DATABASE own TEMPLATE template0");
        Some(Self(own))
    }
    /// The address of its database.
    pub fn url(&self) -> String {
        self.0.url("own")
    }
    /// Stops it at once, as a crash does, and starts it again on the same port.
    pub fn restart(&self) {
        self.0.control(&["stop", "-m", "immediate"]).expect("it stops");
        self.0
            .control(&["start", "--silent", "--wait", "--timeout=60", "--options", &format!("-p {}", self.0.port)])
            .expect("it starts again");
    }
}

static CLUSTER: LazyLock<Result<Option<Cluster>, String>> = LazyLock::new(|| server_bin().map(|bin| Cluster::start(bin, "")).transpose());

/// Makes an empty database (UTF-8, locale C) and gives its URL, `postgres://…`, with superuser rights.
/// `None`, said once, where PostgreSQL is not installed; a panic where it is required or does not start.
pub fn fresh_database() -> Option<String> {
    made_from("template0")
}

/// Makes a database with all that is in another one, to which nobody may be connected.
pub fn copied_database(url: &str) -> Option<String> {
    made_from(url.rsplit('/').next()?)
}

fn made_from(template: &str) -> Option<String> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let cluster = cluster()?;
    let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
    psql(&cluster.url("postgres"), &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Some(cluster.url(&name))
}

/// Ends every other connection to a database, and waits until they are gone.
pub fn left_alone(url: &str) {
    let cluster = cluster().expect("it is a database of the cluster");
    let name = url.rsplit('/').next().expect("the address names a database");
    let of_it = format!("FROM pg_stat_activity WHERE datname = '{name}'");
    psql(&cluster.url("postgres"), &format!("SELECT pg_terminate_backend(pid, 10000) {of_it}"));
    assert_eq!(psql(&cluster.url("postgres"), &format!("SELECT count(*) {of_it}")), "0", "nobody is connected");
}

/// Runs SQL by the `psql` program, stopping at the first error, and gives its rows: one a line, columns parted by `|`.
pub fn psql(url: &str, sql: &str) -> String {
    try_psql(url, sql).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`psql`], with the error of a statement that was refused.
pub fn try_psql(url: &str, sql: &str) -> Result<String, String> {
    let cluster = cluster().ok_or("PostgreSQL is not installed")?;
    let mut command = Command::new(cluster.bin.join("psql"));
    command.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]);
    run(command.args(["--dbname", url, "--command", sql])).map(|rows| rows.trim_end().to_owned())
}

fn cluster() -> Option<&'static Cluster> {
    match &*CLUSTER {
        Ok(Some(cluster)) => Some(cluster),
        Ok(None) => {
            let how = "Debian: apt-get install postgresql";
            left_out("PostgreSQL", "all tests on a PostgreSQL database", how, required_by("PLACER_REQUIRE_POSTGRES"));
            None
        }
        Err(why) => panic!("PostgreSQL is installed but its test cluster did not start: {why}"),
    }
}

/// The newest folder that holds a server, the one of `pg_config` first.
fn server_bin() -> Option<PathBuf> {
    let configured = run(Command::new("pg_config").arg("--bindir")).ok().map(|line| PathBuf::from(line.trim()));
    let mut packaged: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    packaged.sort_by_key(|bin| std::cmp::Reverse(version_of(bin)));
    let complete = |bin: &PathBuf| ["initdb", "pg_ctl", "postgres", "psql"].iter().all(|tool| bin.join(tool).is_file());
    configured.into_iter().chain(packaged).find(complete)
}

/// The number in `/usr/lib/postgresql/15/bin`.
fn version_of(bin: &Path) -> Option<u32> {
    bin.parent()?.file_name()?.to_str()?.parse().ok()
}

/// A command line run as the unprivileged account where the tests are root.
fn unprivileged(program: &Path) -> Vec<OsString> {
    let prefix: &[&str] = if is_root() { &["runuser", "-u", UNPRIVILEGED, "--"] } else { &[] };
    prefix.iter().map(OsString::from).chain([program.as_os_str().to_owned()]).collect()
}

fn command(line: &[OsString]) -> Command {
    let (program, args) = line.split_first().expect("a command line has a program");
    let mut command = Command::new(program);
    // The unprivileged account may not be allowed to stand where the tests stand.
    command.args(args).current_dir("/");
    command
}

impl Cluster {
    fn control(&self, args: &[&str]) -> Result<String, String> {
        let mut pg_ctl = command(&unprivileged(&self.bin.join("pg_ctl")));
        run(pg_ctl.args(args).arg("--pgdata").arg(self.dir.join("data")).arg("--log").arg(self.dir.join("log")))
    }

    /// `more` settings stand behind the ordinary ones, and count before them.
    fn start(bin: PathBuf, more: &str) -> Result<Self, String> {
        let dir = scratch_dir("postgres");
        let data = dir.join("data");
        let control = unprivileged(&bin.join("pg_ctl"));
        let mut guarded = vec![dir.clone().into_os_string()];
        guarded.extend(control.iter().cloned().chain(["stop", "-m", "immediate", "-D"].map(OsString::from)).chain([data.clone().into()]));
        let watchdog = Watchdog::new("dir=$1; shift; \"$@\"; rm -rf -- \"$dir\"", &guarded);
        if is_root() {
            run(Command::new("chown").arg(UNPRIVILEGED).arg(&dir))?;
        }
        let mut initdb = command(&unprivileged(&bin.join("initdb")));
        initdb.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username", SUPERUSER, "--pgdata"]).arg(&data);
        run(&mut initdb)?;
        let mut settings = std::fs::OpenOptions::new().append(true).open(data.join("postgresql.conf")).map_err(|e| e.to_string())?;
        writeln!(settings, "{SETTINGS}{more}unix_socket_directories = '{}'", dir.display()).map_err(|e| e.to_string())?;

        let log = dir.join("log");
        let mut refusals = String::new();
        // Another program may take the free port before PostgreSQL does.
        for _ in 0..5 {
            let port = free_port();
            let mut start = command(&control);
            start.args(["start", "--silent", "--wait", "--timeout=60", "--options", &format!("-p {port}")]);
            match run(start.arg("--pgdata").arg(&data).arg("--log").arg(&log)) {
                Ok(_) => return Ok(Self { bin, dir, port, _watchdog: watchdog }),
                Err(refused) => refusals.push_str(&refused),
            }
        }
        Err(format!("{refusals}\n{}", std::fs::read_to_string(log).unwrap_or_default()))
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://{SUPERUSER}@127.0.0.1:{}/{database}", self.port)
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}
