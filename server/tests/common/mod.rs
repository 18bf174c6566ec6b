//! The program as people start it: in a folder of its own, with a database of its own.
// Each test program uses its own part of this.
#![allow(dead_code)]

pub mod endpoints;
pub mod everything;
pub mod helped;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use sea_orm_migration::sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The small country of these tests: squares of a hundredth of a degree, from west to east.
pub const UNITS: [(&str, &str, &str, f64); 3] =
    [("26740", "ward", "Sài Gòn", 106.70), ("26743", "ward", "Bến Thành", 106.71), ("27655", "commune", "Nhà Bè", 106.72)];

/// Of every user of these tests.
pub const PASSWORD: &str = "con mèo trèo cây cau";

pub struct Program {
    pub folder: TempDir,
    url: String,
}

impl Program {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self { folder, url }
    }

    /// With the units of `UNITS` taken in.
    pub fn with_units() -> Self {
        Self::new().taking_units_in()
    }

    /// The same in a database that is there already.
    pub fn with_units_on(url: &str) -> Self {
        Self::new().on(url).taking_units_in()
    }

    fn taking_units_in(self) -> Self {
        let program = self;
        let file = program.write("units.geojson", boundaries().to_string());
        let report = program.json(&["import", "boundaries", &file, "--valid-from", "2025-07-01", "--json"], 0);
        assert_eq!((&report["add"], &report["problems"]), (&json!(3), &json!([])));
        program
    }

    /// With another database than that of the folder.
    pub fn on(mut self, url: &str) -> Self {
        self.url = url.to_owned();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).expect("written");
        path.display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gandan"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GANDAN_")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.folder.path()).env("DATABASE_URL", &self.url).env_remove("RUST_BACKTRACE");
        command
    }

    /// Runs with settings from the environment.
    pub fn command_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.command(arguments).envs(settings.iter().copied()).stdin(Stdio::null()).output().expect("the program starts")
    }

    /// As somebody who owns the database file.
    pub fn sql(&self, statements: &str) {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let db = store::connect(&self.url).await.expect("a connection");
            db.execute_unprepared(statements).await.expect("done");
        });
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).stdin(Stdio::null()).output().expect("the program starts");
        let said = all(&output);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        output
    }

    /// Runs and expects this exit status; answers all that was said.
    pub fn text(&self, arguments: &[&str], status: i32) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", all(&output));
        all(&output)
    }

    /// Runs, expects this exit status, and standard output to be JSON and nothing else.
    pub fn json(&self, arguments: &[&str], status: i32) -> Value {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", all(&output));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", all(&output)))
    }

    /// Runs with something on standard input, and expects it to work.
    pub fn tell(&self, arguments: &[&str], input: &str) -> String {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("standard input").write_all(input.as_bytes()).expect("told");
        let output = child.wait_with_output().expect("the program ends");
        assert!(output.status.success(), "{arguments:?}: {}", all(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Adds a user with these roles, `ROLE` or `ROLE@CODE`.
    pub fn user(&self, name: &str, roles: &[&str]) {
        let mut arguments = vec!["user", "add", name, "--password-stdin"];
        arguments.extend(roles.iter().flat_map(|role| ["--role", role]));
        self.tell(&arguments, PASSWORD);
    }

    /// A token of a user that may write.
    pub fn token(&self, user: &str) -> String {
        let said = self.tell(&["token", "create", "--user", user, "--write"], "");
        said.lines().last().expect("a token").to_owned()
    }

    /// Serves, for a person who has every role of the city and leads these units.
    pub fn serve_to_all_roles(&self, units: &[&str]) -> Serving {
        let leads: Vec<String> = units.iter().map(|code| format!("ward_lead@{code}")).collect();
        let mut roles = vec!["administrator", "city", "data_protection_officer"];
        roles.extend(leads.iter().map(String::as_str));
        self.user("all-roles", &roles);
        let token = self.token("all-roles");
        let mut serving = self.serve();
        serving.token = token;
        serving
    }

    pub fn serve(&self) -> Serving {
        self.serve_with(&[])
    }

    /// Serves with settings from the environment.
    pub fn serve_with(&self, settings: &[(&str, &str)]) -> Serving {
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .envs(settings.iter().copied())
            .env("GANDAN_LOG", "error")
            // A test asks faster than people do.
            .env("GANDAN_REQUESTS_PER_SECOND", "0")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("standard output"));
        lines.read_line(&mut line).expect("an address");
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).expect("an address").to_owned();
        Serving { child, url, token: String::new() }
    }
}

fn all(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The program while it listens; it ends with the test.
pub struct Serving {
    child: Child,
    pub url: String,
    /// Of whoever asks; none: a stranger.
    pub token: String,
}

impl Serving {
    /// Somebody else asks the same program.
    pub fn client(&self, token: &str) -> reqwest::Client {
        let mut headers = HeaderMap::new();
        if !token.is_empty() {
            headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).expect("a header"));
        }
        reqwest::Client::builder().redirect(Policy::none()).default_headers(headers).build().expect("a client")
    }
}

impl Serving {
    /// The most memory that the program has held so far, in megabytes; none where nobody tells.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
    }
}

/// A browser of one person: it keeps cookies, and sends forms with the token of the page that they stand on.
#[derive(Default)]
pub struct Browser {
    cookies: std::collections::BTreeMap<String, String>,
    /// The page that was answered last.
    pub page: String,
    pub status: u16,
    pub location: String,
}

impl Browser {
    pub fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub fn session(&self) -> String {
        self.cookies.get("session").cloned().unwrap_or_default()
    }

    pub fn forget_session(&mut self) {
        self.cookies.remove("session");
    }

    pub async fn get(&mut self, serving: &Serving, path: &str) {
        let request = serving.client("").get(format!("{}{path}", serving.url));
        self.send(request).await;
    }

    /// With the token of the last page, if it had one.
    pub async fn post(&mut self, serving: &Serving, path: &str, fields: &[(&str, &str)]) {
        let token = self.page.split("name=\"form_token\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let mut form = vec![("form_token", token.to_owned())];
        form.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let request = serving.client("").post(format!("{}{path}", serving.url)).header("content-type", "application/x-www-form-urlencoded");
        let request = request.body(serde_html_form::to_string(form).expect("a form"));
        self.send(request).await;
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) {
        let response = request.header("cookie", self.cookie()).header("accept", "text/html").send().await.expect("an answer");
        self.status = response.status().as_u16();
        self.location = response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        for cookie in response.headers().get_all("set-cookie") {
            let pair = cookie.to_str().expect("text").split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.page = response.text().await.expect("a page");
    }

    /// What stands in the element that begins so.
    pub fn after(&self, start: &str) -> String {
        self.page.split(start).nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned()
    }
}

/// A person's phone, which counts codes, and the paper beside it.
pub struct Phone {
    user: String,
    secret: String,
    pub recovery_codes: Vec<String>,
    /// Where the person is signed in.
    pub browser: Browser,
}

impl Phone {
    /// Signs a user in and switches their second factor on.
    pub async fn set_up(serving: &Serving, user: &str) -> Self {
        let mut browser = Browser::default();
        browser.get(serving, "/sign-in").await;
        browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
        browser.get(serving, "/account/second-factor").await;
        let mut phone = Self { user: user.into(), secret: Self::secret_on(&browser), recovery_codes: Vec::new(), browser };
        let (code, password) = (phone.code(0), ("old_password", PASSWORD));
        phone.browser.post(serving, "/account/second-factor", &[("code", &code), password]).await;
        assert_eq!(phone.browser.status, 200, "{}", phone.browser.page);
        phone.recovery_codes = Self::codes_on(&phone.browser);
        assert_eq!(phone.recovery_codes.len(), 10);
        phone
    }

    /// The secret that a page shows.
    pub fn secret_on(browser: &Browser) -> String {
        browser.after("<code class=\"secret\">").replace(' ', "")
    }

    pub fn codes_on(browser: &Browser) -> Vec<String> {
        browser.page.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next()).map(ToOwned::to_owned).collect()
    }

    /// The code of now, or of so many steps later.
    pub fn code(&self, steps: i64) -> String {
        Self::count(&self.secret, steps)
    }

    pub fn count(secret: &str, steps: i64) -> String {
        let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret");
        let totp = totp_rs::Builder::new().with_secret(secret).build().expect("codes");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time").as_secs();
        totp.generate(now.saturating_add_signed(steps * 30)).to_string()
    }

    /// The cookie of somebody who knows the password, and no more.
    pub async fn half_open(&self, serving: &Serving) -> String {
        let mut browser = Browser::default();
        browser.post(serving, "/sign-in", &[("user_name", &self.user), ("password", PASSWORD)]).await;
        assert_eq!((browser.status, browser.location.as_str()), (303, "/sign-in/code?next="));
        browser.cookie()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn boundaries() -> Value {
    let feature = |(code, kind, name, west): (&str, &str, &str, f64)| {
        let (east, south, north) = (west + 0.01, 10.77, 10.78);
        json!({
            "type": "Feature",
            "properties": { "code": code, "kind": kind, "name": name, "province_code": "79", "predecessors": "" },
            "geometry": { "type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
        })
    };
    json!({ "type": "FeatureCollection", "features": UNITS.map(feature) })
}

/// The folder of the large real files, which are no part of the repository.
pub fn real_files() -> Option<PathBuf> {
    let folder = std::env::var_os("GANDAN_TEST_DATA");
    if folder.is_none() {
        println!("left out: GANDAN_TEST_DATA is not set");
    }
    folder.map(|folder| Path::new(&folder).to_path_buf())
}
