//! Every endpoint × every role × own and foreign ward × signed out. What is expected follows from the
//! allow table; an endpoint that does not stand here fails the first test.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::endpoints::Guard::{By, Open, SignedIn};
use common::endpoints::{ENDPOINTS, Endpoint};
use common::{Program, Serving, UNITS};
use domain::permission::{Action, Reach, Role, reach};
use reqwest::{Client, Method, Response};

/// Routes as they stand in the program's own tables.
fn routes() -> BTreeSet<String> {
    let read = |path: &str| std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let quoted = |text: &str, before: &str, prefix: &str| {
        let parts =
            text.split(before).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next().map(ToOwned::to_owned));
        parts.map(|path| format!("{prefix}{path}")).collect::<Vec<_>>()
    };
    let mut found: BTreeSet<String> = quoted(&read("../app/src/routes.rs"), ": &str =", "").into_iter().collect();
    for file in ["src/http/map_data.rs", "src/http/health.rs", "src/http/calendar.rs", "src/http/metrics.rs", "src/transfer/web/mod.rs"] {
        found.extend(quoted(&read(file), ".route(", ""));
    }
    found.extend(quoted(&read("src/http/api/mod.rs"), ".route(", "/api/v1").into_iter().filter(|path| !path.contains("{*rest}")));
    found
}

#[test]
fn every_endpoint_of_the_program_stands_here() {
    let here: BTreeSet<String> = ENDPOINTS.iter().map(|(_, path, _, _)| (*path).to_owned()).collect();
    let routes = routes();
    assert!(routes.len() > 40, "the tables were read: {routes:?}");
    assert_eq!(routes, here);
}

struct City {
    program: Program,
    serving: Serving,
    own: String,
    foreign: String,
}

/// A place in the first unit, one in the second, and for each role a user in the first.
async fn city() -> City {
    let program = Program::with_units();
    let file = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &file], 0);
    let serving = program.serve_to_all_roles(&[UNITS[0].0, UNITS[1].0]);
    let id = async |name: &str| {
        let list = serving.client(&serving.token).get(format!("{}/api/v1/places?q={name}", serving.url)).send().await.unwrap();
        list.json::<serde_json::Value>().await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let (own, foreign) = (id("mot").await, id("hai").await);
    City { program, serving, own, foreign }
}

impl City {
    fn client(&self, role: Role) -> Client {
        let name = role.code().replace('_', "-");
        let given = if role.is_of_a_unit() { format!("{role}@{}", UNITS[0].0) } else { role.code().to_owned() };
        self.program.user(&name, &[&given]);
        self.serving.client(&self.program.token(&name))
    }

    async fn ask(&self, client: &Client, (method, path, body, _): Endpoint, own: bool) -> Response {
        let operation = uuid::Uuid::now_v7().to_string();
        let (place, code) = if own { (&self.own, UNITS[0].0) } else { (&self.foreign, UNITS[1].0) };
        let fill =
            |text: &str| text.replace("{id}", place).replace("{code}", code).replace("{operation}", &operation).replace("{token}", "none");
        let request = client.request(method.parse::<Method>().unwrap(), format!("{}{}", self.serving.url, fill(path)));
        let request = request.header("accept", "text/html");
        if path == "/import/file" {
            return request.multipart(reqwest::multipart::Form::new()).send().await.unwrap();
        }
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(fill(body)).send().await.unwrap()
    }
}

/// Whether programs ask there, which are told instead of being led to the door.
fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api") || path.ends_with(".geojson") || path == "/metrics"
}

/// Whether the path is about a place or a unit, so that own and foreign differ.
fn is_of_a_ward(path: &str) -> bool {
    path.starts_with("/places/{id}") || path.starts_with("/api/v1/places/{id}") || path.starts_with("/admin-units/{code}")
}

#[tokio::test]
async fn a_stranger_is_led_to_the_door_and_a_program_is_told() {
    let city = city().await;
    let stranger = city.serving.client("");
    for endpoint in ENDPOINTS {
        let response = city.ask(&stranger, *endpoint, true).await;
        let (status, path) = (response.status().as_u16(), endpoint.1);
        match endpoint.3 {
            Open => assert_ne!(status, 401, "{path}"),
            _ if is_for_programs(path) => assert_eq!(status, 401, "{path}"),
            _ if endpoint.0 == "GET" => {
                assert_eq!(status, 303, "{path}");
                let target = response.headers()["location"].to_str().unwrap();
                assert!(target.starts_with("/sign-in?next=%2F"), "{path}: {target}");
            }
            // What was typed stands in the answer, so that it can be sent again.
            // Passwords are asked for again; whatever else was typed stands in the answer, to be sent again.
            _ => assert_eq!(status, if path.starts_with("/account") { 303 } else { 401 }, "{} {path}", endpoint.0),
        }
    }
    // What does not exist is no different from what does.
    assert_eq!(city.ask(&stranger, ("GET", "/nothing-here", "", SignedIn), true).await.status().as_u16(), 303);
    assert_eq!(city.ask(&stranger, ("GET", "/api/v1/nothing", "", SignedIn), true).await.status().as_u16(), 401);
}

/// The cookie of somebody who has given the right password and is asked for a code. It is no more than none.
#[tokio::test]
async fn the_password_alone_is_worth_nothing_anywhere() {
    let city = city().await;
    let phone = common::Phone::set_up(&city.serving, "all-roles").await;
    let half = phone.half_open(&city.serving).await;
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("cookie", half.parse().unwrap());
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).default_headers(headers).build().unwrap();
    for endpoint in ENDPOINTS.iter().filter(|endpoint| !matches!(endpoint.3, Open)) {
        let response = city.ask(&client, *endpoint, true).await;
        let (status, path) = (response.status().as_u16(), endpoint.1);
        if is_for_programs(path) {
            assert_eq!(status, 401, "{path}");
        } else if endpoint.0 == "GET" {
            let target = response.headers()["location"].to_str().unwrap();
            assert!(status == 303 && target.starts_with("/sign-in?next=%2F"), "{path}: {status} {target}");
        } else {
            assert_eq!(status, if path.starts_with("/account") { 303 } else { 401 }, "{} {path}", endpoint.0);
        }
    }
    // Its own forms carry the token of that session, and no others are taken.
    for path in ["/sign-in/code", "/sign-in/set-up"] {
        let sent = client.post(format!("{}{path}", city.serving.url)).header("content-type", "application/x-www-form-urlencoded");
        let sent = sent.body(format!("code={}", phone.code(1))).send().await.unwrap();
        assert_eq!(sent.status().as_u16(), 403, "{path}");
    }
}

#[tokio::test]
async fn every_role_reaches_what_the_allow_table_says_and_nothing_else() {
    let city = city().await;
    for role in Role::all()[1..].iter().copied() {
        let client = city.client(role);
        for endpoint in ENDPOINTS.iter().copied().filter(|endpoint| endpoint.1 != "/sign-out") {
            for own in [true, false] {
                let (method, path) = (endpoint.0, endpoint.1);
                let response = city.ask(&client, endpoint, own).await;
                let status = response.status().as_u16();
                assert!(status < 500, "{role} {method} {path}: {status}");
                let By(action) = endpoint.3 else {
                    assert_ne!(status, 401, "{role} {method} {path}");
                    continue;
                };
                let may = match reach(role, action) {
                    Reach::Nowhere => false,
                    Reach::OwnUnits => own || !is_of_a_ward(path),
                    Reach::Everywhere => true,
                };
                // These clients are tokens.
                let may = may && !action.takes_a_person();
                // What a route is about may not be there; then nothing can be seen of it either.
                let there = is_of_a_ward(path) || !path.contains("{id}");
                if !may {
                    assert_eq!(status, 404, "{role} {method} {path} own={own}");
                } else if there {
                    assert!(status != 401 && status != 403 && status != 404, "{role} {method} {path} own={own}: {status}");
                }
            }
        }
    }
}

/// What takes away the record that the next endpoint is about: tried only by those who may not.
const TAKES_AWAY: [&str; 9] =
    ["/erase", "/withdraw", "/stop", "/restrict", "/end", "/refuse", "/assignments/end", "/take-back", "/notified"];

/// People are looked at and changed by persons at a browser alone; so here everybody signs in.
#[tokio::test]
async fn at_a_browser_people_are_reached_as_the_allow_table_says_and_by_nobody_else() {
    let city = city().await;
    let people = common::helped::helped(&city.program).await;
    let (member, request, asked, breach) = common::helped::more(&city.program, &people).await;
    let endpoints: Vec<_> = ENDPOINTS.iter().filter(|endpoint| matches!(endpoint.3, By(action) if action.is_about_people())).collect();
    assert!(endpoints.len() > 50, "{}", endpoints.len());
    let mut wrong = Vec::new();
    for role in Role::all()[1..].iter().copied() {
        // Of the ward that the people live in, and of another; a member assigned to the household, another one of the
        // same ward, and one of another.
        let name = |own: bool| format!("{}-{own}", role.code().replace('_', "-"));
        let users = match role {
            Role::Member => vec![("bay".to_owned(), true), ("tam".to_owned(), false), ("ngoai".to_owned(), false)],
            _ => vec![(name(true), true), (name(false), false)],
        };
        for (user, own) in users {
            let given = if role.is_of_a_unit() { format!("{role}@{}", UNITS[usize::from(!own)].0) } else { role.code().to_owned() };
            if !["bay", "tam"].contains(&user.as_str()) {
                city.program.user(&user, &[&given]);
            }
            let mut browser = common::Browser::default();
            browser.get(&city.serving, "/sign-in").await;
            browser.post(&city.serving, "/sign-in", &[("user_name", &user), ("password", common::PASSWORD)]).await;
            for (method, path, body, guard) in endpoints.iter().copied().copied() {
                // Files come with a token of their own; their routes have tests of their own.
                if path.ends_with("/import") && method == "POST" {
                    continue;
                }
                let By(action) = guard else { continue };
                let id = match path {
                    _ if path.starts_with("/members/{id}") || path.starts_with("/data-rights/member/") => member,
                    _ if path.starts_with("/requests/{id}") => request,
                    _ if path.starts_with("/data-rights/requests/") => asked,
                    _ if path.starts_with("/breaches/") => breach,
                    _ if path.starts_with("/places/{id}/contacts") => people.place,
                    _ => people.household,
                };
                let reaches = reach(role, action);
                let of_a_record = path.contains("{id}");
                let may = match reaches {
                    Reach::Nowhere => false,
                    Reach::OwnUnits => own || !of_a_record,
                    Reach::Everywhere => true,
                };
                let takes_away = method == "POST" && TAKES_AWAY.iter().any(|end| path.ends_with(end));
                if may && (takes_away || path == "/households/new") {
                    continue;
                }
                let fill = |text: &str| {
                    let text = text.replace("{id}", &id.to_string()).replace("{code}", UNITS[usize::from(!own)].0);
                    text.replace("{operation}", &uuid::Uuid::now_v7().to_string()).replace("{token}", "none")
                };
                let target = fill(path);
                if method == "GET" {
                    browser.get(&city.serving, &target).await;
                } else {
                    browser.get(&city.serving, "/account").await;
                    let fields: Vec<(String, String)> = serde_html_form::from_str(&fill(body)).unwrap();
                    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    browser.post(&city.serving, &target, &fields).await;
                }
                let status = browser.status;
                assert!(status < 500 && status != 401 && status != 403, "{user} {method} {path}: {status}");
                // A second record that a form names is not there, which whoever may come so far is told.
                let names_another = body.matches("{operation}").count() > 1;
                if (status != 404) != may && !(may && names_another) {
                    wrong.push(format!("{user} {method} {path}: {status}"));
                }
                // Whatever page shows them says on paper who printed it.
                if browser.page.contains(common::helped::NAME) && browser.page.contains("<main") {
                    assert!(browser.page.contains("class=\"printed-by\""), "{user} {method} {path}");
                }
                if !may {
                    for words in [common::helped::NAME, common::helped::PHONE, people.code.as_str()] {
                        assert!(!browser.page.contains(words), "{user} {method} {path} shows {words}");
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn lists_counts_and_exports_hold_what_the_role_may_see() {
    let city = city().await;
    for role in Role::all()[1..].iter().copied() {
        let client = city.client(role);
        let expected = match reach(role, Action::PlaceRead) {
            Reach::Nowhere => continue,
            Reach::OwnUnits => 1,
            Reach::Everywhere => 2,
        };
        let text = async |path: &str| client.get(format!("{}{path}", city.serving.url)).send().await.unwrap().text().await.unwrap();
        let json = async |path: &str| serde_json::from_str::<serde_json::Value>(&text(path).await).unwrap();
        assert_eq!(json("/api/v1/places").await["total"], expected, "{role}");
        assert_eq!(json("/api/v1/places?unit=26743").await["total"].as_u64().unwrap_or(0), expected - 1, "{role}");
        assert_eq!(json("/api/v1/places?bbox=100,5,110,20").await["total"], 0, "{role}: no place has a point");
        assert_eq!(json("/api/v1/summary").await["apartment_buildings"]["total"], expected, "{role}");
        assert_eq!(json("/map/units.geojson").await["features"].as_array().unwrap().len(), if expected == 1 { 1 } else { 3 }, "{role}");
        for path in ["/places", "/places/export?format=csv", "/", "/map", "/admin-units/26740", "/places?q=hai"] {
            let shown = text(path).await.contains("2 Lê Lợi");
            if expected == 1 {
                assert!(!shown, "{role} {path}");
            } else if path.starts_with("/places") {
                assert!(shown, "{role} {path}");
            }
        }
    }
}

#[tokio::test]
async fn no_form_is_taken_without_the_token_of_the_session() {
    let city = city().await;
    let stranger = city.serving.client("");
    let form = [("user_name", "all-roles"), ("password", common::PASSWORD)];
    let body = serde_html_form::to_string(form).unwrap();
    let sign_in = stranger.post(format!("{}/sign-in", city.serving.url)).header("content-type", "application/x-www-form-urlencoded");
    let response = sign_in.body(body).send().await.unwrap();
    let cookies = response.headers().get_all("set-cookie").into_iter().map(|cookie| cookie.to_str().unwrap());
    let session =
        cookies.filter(|cookie| cookie.starts_with("session=")).map(|cookie| cookie.split(';').next().unwrap()).next_back().unwrap();
    for (method, path, body, _) in ENDPOINTS.iter().filter(|endpoint| endpoint.0 == "POST") {
        let url = format!("{}{}", city.serving.url, path.replace("{id}", &city.own).replace("{token}", "none"));
        let request = |kind: &str| stranger.post(&url).header("cookie", session).header("content-type", kind);
        for kind in ["application/x-www-form-urlencoded", "text/plain", "application/json"] {
            let sent = request(kind).body((*body).to_owned()).send().await.unwrap();
            assert_eq!(sent.status().as_u16(), 403, "{method} {path} {kind}");
        }
        let file = reqwest::multipart::Form::new().part("file", reqwest::multipart::Part::bytes(b"a".to_vec()).file_name("a.csv"));
        let sent = stranger.post(&url).header("cookie", session).multipart(file).send().await.unwrap();
        assert_eq!(sent.status().as_u16(), 403, "{method} {path} multipart");
    }
    let still = stranger.get(format!("{}/account", city.serving.url)).header("cookie", session).send().await.unwrap();
    assert_eq!(still.status().as_u16(), 200, "nothing of that signed anybody out");
}

#[test]
fn a_connection_that_says_nothing_is_closed() {
    use std::io::{Read, Write};
    let program = Program::new();
    let serving = program.serve();
    let address = serving.url.trim_start_matches("http://").to_owned();
    let silent = ["", "P", "PRI * HTTP/2.0\r\n", "GET / HTTP/1.1\r\nhost: x\r\n"].map(|said| {
        let address = address.clone();
        std::thread::spawn(move || {
            let mut connection = std::net::TcpStream::connect(address).expect("a connection");
            connection.write_all(said.as_bytes()).expect("said");
            connection.set_read_timeout(Some(std::time::Duration::from_secs(40))).expect("a time-out");
            let mut answer = Vec::new();
            assert!(connection.read_to_end(&mut answer).is_ok(), "still open after 40 seconds: {said:?}");
        })
    });
    for silent in silent {
        silent.join().expect("closed");
    }
}
