//! Headless Chromium through chromedriver: one driver for the test process, one browser for each test.

use super::process::{Watchdog, program, scratch_dir};
use super::{left_out, required_by};
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Deref;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// No sandbox: it cannot be set up as root or in a container, and only our own pages are opened.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// How long the driver may take to start.
const START_LIMIT: Duration = Duration::from_secs(60);

/// How many tests may use browsers at the same time; more only make each other late on two cores.
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// The screen a page is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 1280 by 900 CSS pixels.
    Desktop,
    /// 360 by 740 CSS pixels, touch, and the page's own viewport setting counts.
    Phone,
}

/// A browser with a profile of its own. All methods of [`fantoccini::Client`] are there; dropped, it closes.
pub struct Browser {
    client: Client,
    _session: Session,
    scripts_off: AtomicBool,
    turn: Arc<OwnedSemaphorePermit>,
}

impl Deref for Browser {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Browser {
    /// Opens a browser, waiting for its turn. `None`, said once, where Chromium or its driver is not installed;
    /// a panic where they are required or do not start.
    pub async fn open(screen: Screen) -> Option<Self> {
        let driver = driver()?;
        let turn = Arc::clone(&TURNS).acquire_owned().await.expect("turns are never closed");
        Some(Self::connect(driver, screen, Arc::new(turn)).await)
    }

    /// Opens a second browser in the same test and turn, for a second person who is signed in at the same time.
    pub async fn another(&self, screen: Screen) -> Self {
        let driver = driver().expect("one browser is open already");
        Self::connect(driver, screen, Arc::clone(&self.turn)).await
    }

    async fn connect(driver: &Driver, screen: Screen, turn: Arc<OwnedSemaphorePermit>) -> Self {
        let profile = scratch_dir("profile");
        let sweeper = Watchdog::over_dir(&profile);
        let client = driver.new_session(&profile).await;
        let id = client.session_id().await.expect("the session has an id").expect("the session has an id");
        let browser =
            Self { client, _session: Session { port: driver.port, id, _sweeper: sweeper }, scripts_off: AtomicBool::new(false), turn };
        browser.show_on(screen).await;
        browser
    }

    /// Changes the screen. The window itself cannot be narrower than about 500 pixels, hence the device metrics.
    pub async fn show_on(&self, screen: Screen) {
        let (width, height, phone) = match screen {
            Screen::Desktop => (1280, 900, false),
            Screen::Phone => (360, 740, true),
        };
        let screen = json!({
            "width": width, "height": height, "screenWidth": width, "screenHeight": height,
            "deviceScaleFactor": 1, "mobile": phone,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", screen).await;
        self.cdp("Emulation.setTouchEmulationEnabled", json!({"enabled": phone})).await;
    }

    /// Sends a command of the Chrome DevTools Protocol to the open tab and gives its answer.
    pub async fn cdp(&self, method: &str, params: Value) -> Value {
        let command = Post { path: "goog/cdp/execute", body: json!({"cmd": method, "params": params}) };
        self.client.issue_cmd(command).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Lets pages of this origin read the position, and sets it: WGS84 degrees, accuracy in metres.
    pub async fn set_position(&self, origin: &str, longitude: f64, latitude: f64, accuracy_m: f64) {
        self.cdp("Browser.grantPermissions", json!({"permissions": ["geolocation"], "origin": origin})).await;
        let position = json!({"longitude": longitude, "latitude": latitude, "accuracy": accuracy_m});
        self.cdp("Emulation.setGeolocationOverride", position).await;
    }

    /// Turns the scripts of pages opened from now on off or on. [`Client::execute`] works either way, as long as
    /// what it runs does not wait for anything.
    pub async fn run_scripts(&self, run: bool) {
        self.scripts_off.store(!run, Ordering::Relaxed);
        self.cdp("Emulation.setScriptExecutionDisabled", json!({"value": !run})).await;
    }

    /// Runs a script that waits, also where the scripts of pages are off: the open page has left its own out already.
    pub async fn execute_waiting(&self, script: &str) -> Result<Value, CmdError> {
        let off = self.scripts_off.load(Ordering::Relaxed);
        if off {
            self.run_scripts(true).await;
        }
        let answer = self.client.execute(script, vec![]).await;
        if off {
            self.run_scripts(false).await;
        }
        answer
    }

    /// What the browser wrote to its console as an error since last asked: script errors,
    /// breaches of the content security policy, requests that failed.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.client.issue_cmd(Post { path: "se/log", body: json!({"type": "browser"}) }).await.expect("the browser's log");
        let entries = log.as_array().into_iter().flatten();
        // A form that is refused answers 409 or 422, which the browser logs as a failed page; that is no fault of the page.
        let refused = |entry: &&Value| {
            ["422 (", "409 ("].iter().any(|s| entry["message"].as_str().is_some_and(|m| m.contains(&format!("with a status of {s}"))))
        };
        let severe = entries.filter(|entry| entry["level"] == "SEVERE").filter(|entry| !refused(entry));
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// On how many sheets of A4 the page is printed; the print is kept where pictures are.
    pub async fn sheets(&self, name: &str) -> usize {
        let a4 = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": true, "preferCSSPageSize": true });
        let pdf = self.cdp("Page.printToPDF", a4).await;
        let pdf = data_encoding::BASE64.decode(pdf["data"].as_str().unwrap().as_bytes()).unwrap();
        if let Ok(dir) = std::env::var("PLACER_SHOTS") {
            std::fs::write(format!("{dir}/{name}.pdf"), &pdf).unwrap();
        }
        let text = String::from_utf8_lossy(&pdf);
        text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
    }

    /// A picture (PNG) of the whole page, also what lies below the screen; one pixel for each CSS pixel.
    pub async fn picture(&self) -> Vec<u8> {
        let metrics = self.cdp("Page.getLayoutMetrics", json!({})).await;
        let size = &metrics["cssContentSize"];
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
        let answer = self.cdp("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true, "clip": clip})).await;
        let encoded = answer["data"].as_str().expect("a picture");
        data_encoding::BASE64.decode(encoded.as_bytes()).expect("a picture in base64")
    }

    /// Saves the picture as `NAME.png` in the folder that `PLACER_SHOTS` names; does nothing without it.
    pub async fn screenshot(&self, name: &str) {
        let Some(folder) = std::env::var_os("PLACER_SHOTS").filter(|folder| !folder.is_empty()).map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("the folder of PLACER_SHOTS can be made");
        std::fs::write(folder.join(format!("{name}.png")), self.picture().await).expect("the picture can be saved");
    }
}

/// A command that WebDriver itself does not know, posted below the session's address.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }
    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// Closes the browser when dropped, also in a test that panics, without needing the test's runtime.
struct Session {
    port: u16,
    id: String,
    _sweeper: Watchdog,
}

impl Drop for Session {
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
        let _ = write!(stream, "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", self.id);
        let _ = stream.read(&mut [0; 512]);
    }
}

struct Driver {
    port: u16,
    chromium: PathBuf,
    _watchdog: Watchdog,
}

static DRIVER: LazyLock<Result<Option<Driver>, String>> = LazyLock::new(|| {
    let (Some(chromedriver), Some(chromium)) = (program(&["chromedriver"]), program(&CHROMIUM)) else { return Ok(None) };
    Driver::start(&chromedriver, chromium).map(Some)
});

fn driver() -> Option<&'static Driver> {
    match &*DRIVER {
        Ok(Some(driver)) => Some(driver),
        Ok(None) => {
            let how = "Debian: apt-get install chromium chromium-driver fonts-noto-core";
            left_out("Chromium with its driver", "all tests in a browser", how, required_by("PLACER_REQUIRE_BROWSER"));
            None
        }
        Err(why) => panic!("chromedriver is installed but did not start: {why}"),
    }
}

impl Driver {
    fn start(chromedriver: &Path, chromium: PathBuf) -> Result<Self, String> {
        let dir = scratch_dir("driver");
        let mut command = Command::new(chromedriver);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        // Chromium keeps crash reports beside its settings, whatever profile it is given.
        command.env("XDG_CONFIG_HOME", &dir);
        // The browsers stay in the driver's process group and outlive a killed driver: the watchdog ends the group.
        let mut child = command.process_group(0).spawn().map_err(|error| error.to_string())?;
        let args = [child.id().to_string().into(), dir.into_os_string()];
        let watchdog = Watchdog::new("kill -s KILL -- \"-$1\"; sleep 0.2; rm -rf -- \"$2\"", &args);
        let (said, heard) = channel();
        let stdout = child.stdout.take();
        std::thread::spawn(move || stdout.map(|stdout| listen_for_port(stdout, &said)));
        let port = heard.recv_timeout(START_LIMIT).map_err(|_| "it did not say its port".to_owned())?;
        Ok(Self { port, chromium, _watchdog: watchdog })
    }

    async fn new_session(&self, profile: &Path) -> Client {
        let args: Vec<String> =
            FLAGS.iter().map(|flag| (*flag).to_owned()).chain([format!("--user-data-dir={}", profile.display())]).collect();
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": self.chromium, "args": args},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.as_object().cloned().unwrap_or_default());
        builder.connect(&format!("http://127.0.0.1:{}", self.port)).await.expect("a browser opens")
    }
}

/// Reads all that the driver prints, so that it never waits for a full pipe, and tells the port it chose.
fn listen_for_port(stdout: ChildStdout, said: &Sender<u16>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let number = line.split_once("started successfully on port ").map(|(_, rest)| rest.trim_end_matches('.'));
        if let Some(Ok(port)) = number.map(str::parse) {
            let _ = said.send(port);
        }
    }
}
