//! Every endpoint × every role × own and foreign ward × signed out. What is expected follows from the
//! allow table; an endpoint that does not stand here fails the first test.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::{Program, Serving, UNITS};
use domain::permission::{Action, Reach, Role, reach};
use reqwest::{Client, Method, Response};

/// How an endpoint is guarded.
#[derive(Clone, Copy)]
enum Guard {
    /// For everybody.
    Open,
    /// For whoever is signed in.
    SignedIn,
    /// By the allow table.
    By(Action),
}
use Guard::{By, Open, SignedIn};

/// Method, route as the program spells it, what is sent, guard. `{id}` is a place, or what the route is about.
const ENDPOINTS: &[(&str, &str, &str, Guard)] = &[
    ("GET", "/", "", SignedIn),
    ("GET", "/map", "", By(Action::PlaceRead)),
    ("GET", "/map/units.geojson", "", By(Action::PlaceRead)),
    ("GET", "/map/places.geojson", "", By(Action::PlaceRead)),
    ("GET", "/places", "", By(Action::PlaceRead)),
    ("GET", "/places/export", "", By(Action::PlaceExport)),
    ("GET", "/places/new", "", By(Action::PlaceAdd)),
    ("POST", "/places/new", "name=X&operation={operation}", By(Action::PlaceAdd)),
    ("GET", "/places/bulk", "", By(Action::PlacesChange)),
    ("POST", "/places/bulk", "step=preview&places={id}", By(Action::PlacesChange)),
    ("GET", "/places/bulk/{id}", "", By(Action::PlacesChange)),
    ("POST", "/places/bulk/{id}/undo", "operation={operation}", By(Action::PlacesChangeUndo)),
    ("GET", "/places/{id}", "", By(Action::PlaceRead)),
    ("GET", "/places/{id}/edit", "", By(Action::PlaceChange)),
    ("POST", "/places/{id}/edit", "name=X&operation={operation}&revision=1", By(Action::PlaceChange)),
    ("GET", "/places/{id}/record", "", By(Action::PlaceChange)),
    ("POST", "/places/{id}/record", "operation={operation}&revision=99&fact=elected&day=today", By(Action::PlaceChange)),
    ("POST", "/places/{id}/confirm", "operation={operation}", By(Action::PlaceConfirm)),
    ("POST", "/places/{id}/close", "operation={operation}&revision=99", By(Action::PlaceClose)),
    ("POST", "/places/{id}/reopen", "operation={operation}&revision=99", By(Action::PlaceReopen)),
    ("POST", "/places/{id}/undo", "operation={operation}&undone={operation}", By(Action::PlaceChange)),
    ("GET", "/places/{id}/merge", "", By(Action::PlaceMerge)),
    ("POST", "/places/{id}/merge", "operation={operation}&into={id}", By(Action::PlaceMerge)),
    ("GET", "/places/{id}/redraw", "", By(Action::AreaRedraw)),
    ("POST", "/places/{id}/redraw", "operation={operation}", By(Action::AreaRedraw)),
    ("POST", "/places/{id}/postpone", "operation={operation}&kind=confirm&due_on=2020-01-01", By(Action::PlaceChange)),
    ("POST", "/places/{id}/corrections", "operation={operation}&question=", By(Action::CorrectionAsk)),
    ("POST", "/places/{id}/corrections/answer", "operation={operation}&correction={operation}&answer=x", By(Action::CorrectionAnswer)),
    ("GET", "/places/{id}/contacts", "", By(Action::BoardContactRead)),
    ("POST", "/places/{id}/contacts", "operation={operation}&post=head&name=", By(Action::BoardContactChange)),
    ("POST", "/places/{id}/contacts/remove", "operation={operation}&contact={operation}", By(Action::BoardContactChange)),
    ("GET", "/places/{id}/officers", "", By(Action::PlaceRead)),
    ("POST", "/places/{id}/officers", "operation={operation}&account={operation}&role=officer", By(Action::OfficerAssign)),
    ("POST", "/places/{id}/officers/take", "operation={operation}", By(Action::OfficerTake)),
    ("POST", "/places/{id}/officers/end", "operation={operation}&officer={operation}", By(Action::OfficerTake)),
    ("GET", "/officers", "", By(Action::OfficerAssign)),
    ("POST", "/officers/take-over", "operation={operation}&unit={code}&from={operation}&to={id}&which=all", By(Action::OfficerAssign)),
    ("POST", "/officers/take-over/undo", "operation={operation}&undone={operation}", By(Action::OfficerAssign)),
    ("GET", "/places/{id}/agreements", "", By(Action::AgreementRead)),
    ("GET", "/places/{id}/agreements/new", "", By(Action::AgreementChange)),
    ("POST", "/places/{id}/agreements/new", "operation={operation}&signed_on=never", By(Action::AgreementChange)),
    ("GET", "/agreements/{id}", "", By(Action::AgreementRead)),
    ("GET", "/agreements/{id}/edit", "", By(Action::AgreementChange)),
    ("POST", "/agreements/{id}/edit", "operation={operation}&scope=x", By(Action::AgreementChange)),
    ("POST", "/agreements/{id}/sign", "operation={operation}&signed_on=2026-01-05", By(Action::AgreementChange)),
    ("POST", "/agreements/{id}/review", "operation={operation}&reviewed_on=2026-01-05", By(Action::AgreementChange)),
    ("POST", "/agreements/{id}/end", "operation={operation}&ended_on=2026-01-05", By(Action::AgreementChange)),
    ("POST", "/agreements/{id}/remove", "operation={operation}", By(Action::AgreementChange)),
    ("GET", "/agreements/{id}/file", "", By(Action::AgreementRead)),
    ("POST", "/agreements/{id}/file", "", By(Action::AgreementChange)),
    ("POST", "/agreements/{id}/file/remove", "operation={operation}", By(Action::AgreementChange)),
    ("GET", "/organizations", "", By(Action::OrganizationRead)),
    ("GET", "/organizations/new", "", By(Action::OrganizationAdd)),
    ("POST", "/organizations/new", "name=&operation={operation}", By(Action::OrganizationAdd)),
    ("GET", "/organizations/{id}", "", By(Action::OrganizationRead)),
    ("GET", "/organizations/{id}/edit", "", By(Action::OrganizationChange)),
    ("POST", "/organizations/{id}/edit", "name=X&operation={operation}&revision=1", By(Action::OrganizationChange)),
    ("GET", "/organizations/{id}/decide", "", By(Action::OrganizationDecide)),
    ("POST", "/organizations/{id}/decide", "operation={operation}&kind=renewed&on=2026-01-01", By(Action::OrganizationDecide)),
    ("GET", "/organizations/{id}/link", "", By(Action::OrganizationLink)),
    ("POST", "/organizations/{id}/link", "operation={operation}&place_id={operation}&from=2026-01-01", By(Action::OrganizationLink)),
    ("GET", "/organizations/{id}/links/{link}", "", By(Action::OrganizationLink)),
    ("POST", "/organizations/{id}/links/{link}", "operation={operation}&what=end&to=2026-01-01", By(Action::OrganizationLink)),
    ("GET", "/members", "", By(Action::MemberRead)),
    ("POST", "/members", "unit={code}&q=lan", By(Action::MemberRead)),
    ("GET", "/members/new", "", By(Action::MemberChange)),
    ("POST", "/members/new", "operation={operation}&name=", By(Action::MemberChange)),
    ("GET", "/members/import", "", By(Action::MemberChange)),
    ("POST", "/members/import", "", By(Action::MemberChange)),
    ("GET", "/members/table.xlsx", "", By(Action::MemberChange)),
    ("GET", "/members/{id}", "", By(Action::MemberRead)),
    ("GET", "/members/{id}/edit", "", By(Action::MemberChange)),
    ("POST", "/members/{id}/edit", "operation={operation}&revision=1&name=X&capacity=1", By(Action::MemberChange)),
    ("POST", "/members/{id}/stop", "operation={operation}&revision=1&state=moved", By(Action::MemberChange)),
    ("POST", "/members/{id}/resume", "operation={operation}&revision=1", By(Action::MemberChange)),
    ("POST", "/members/{id}/account", "operation={operation}&account={operation}", By(Action::MemberChange)),
    ("GET", "/members/{id}/hand-over", "", By(Action::AssignmentChange)),
    ("POST", "/members/{id}/hand-over", "operation={operation}&to={operation}", By(Action::AssignmentChange)),
    ("POST", "/members/{id}/tasks", "operation={operation}&aim=X&from=2026-01-01&to=2026-12-31", By(Action::TaskChange)),
    ("POST", "/members/{id}/tasks/end", "operation={operation}&task={operation}", By(Action::TaskChange)),
    ("POST", "/members/{id}/tasks/check", "operation={operation}&of_month={id}%202026-01-01&outcome=done", By(Action::TaskChange)),
    ("GET", "/households", "", By(Action::HouseholdRead)),
    ("POST", "/households", "q=x", By(Action::HouseholdRead)),
    ("GET", "/households/consent-form", "", By(Action::HouseholdAdd)),
    ("GET", "/households/import", "", By(Action::HouseholdAdd)),
    ("POST", "/households/import", "", By(Action::HouseholdAdd)),
    ("GET", "/households/new", "", By(Action::HouseholdAdd)),
    ("POST", "/households/new", "operation={operation}&place={id}&agreed=1&name=X", By(Action::HouseholdAdd)),
    ("GET", "/households/{id}", "", By(Action::HouseholdRead)),
    ("GET", "/households/{id}/edit", "", By(Action::HouseholdChange)),
    ("POST", "/households/{id}/edit", "operation={operation}&revision=1&name=X&need=Y", By(Action::HouseholdChange)),
    ("GET", "/households/{id}/assign", "", By(Action::AssignmentChange)),
    ("POST", "/households/{id}/assign", "operation={operation}&member={operation}&aim=X", By(Action::AssignmentChange)),
    ("POST", "/households/{id}/assignments/end", "operation={operation}&assignment={operation}&end=over", By(Action::AssignmentChange)),
    ("POST", "/households/{id}/refuse", "operation={operation}&member={operation}", By(Action::AssignmentChange)),
    ("POST", "/households/{id}/end", "operation={operation}&revision=1&end=moved_away", By(Action::HouseholdEnd)),
    ("POST", "/households/{id}/resume", "operation={operation}&revision=1", By(Action::HouseholdEnd)),
    ("GET", "/households/{id}/withdraw", "", By(Action::ConsentWithdraw)),
    ("POST", "/households/{id}/withdraw", "operation={operation}&on=2026-01-05&how=paper_form", By(Action::ConsentWithdraw)),
    ("GET", "/households/{id}/visits", "", By(Action::HouseholdRead)),
    ("POST", "/households/{id}/visits", "operation={operation}&outcome=met", By(Action::VisitRecord)),
    ("POST", "/households/{id}/visits/take-back", "operation={operation}&visit={operation}", By(Action::VisitRecord)),
    ("GET", "/households/{id}/requests", "", By(Action::HouseholdRead)),
    ("POST", "/households/{id}/requests", "operation={operation}&category=referral&asked=x", By(Action::RequestChange)),
    ("GET", "/requests", "", By(Action::HouseholdRead)),
    ("GET", "/requests/{id}", "", By(Action::HouseholdRead)),
    ("POST", "/requests/{id}", "operation={operation}&revision=1&step=reopen&on=2026-01-01", By(Action::RequestChange)),
    ("GET", "/my-households", "", By(Action::OwnHouseholdRead)),
    ("GET", "/my-households/{id}", "", By(Action::OwnHouseholdRead)),
    ("POST", "/my-households/{id}/visit", "operation={operation}&outcome=met", By(Action::OwnVisitRecord)),
    ("POST", "/my-households/{id}/visit/take-back", "operation={operation}&visit={operation}", By(Action::OwnVisitRecord)),
    ("POST", "/my-households/{id}/request", "operation={operation}&category=referral&asked=x", By(Action::OwnRequestAdd)),
    ("GET", "/admin-units/{code}", "", By(Action::AdminUnitRead)),
    ("GET", "/support", "", By(Action::SupportTablesRead)),
    ("GET", "/worklist", "", By(Action::WorkRead)),
    ("GET", "/import", "", By(Action::PlacesImport)),
    ("GET", "/import/table-a.xlsx", "", By(Action::PlacesImport)),
    ("POST", "/import/file", "", By(Action::PlacesImport)),
    ("GET", "/import/{id}", "", By(Action::PlacesImport)),
    ("POST", "/import/{id}/columns", "", By(Action::PlacesImport)),
    ("POST", "/import/{id}/duplicates", "", By(Action::PlacesImport)),
    ("POST", "/import/{id}/run", "", By(Action::PlacesImport)),
    ("POST", "/import/{id}/undo", "", By(Action::ImportUndo)),
    ("GET", "/import/{id}/rejected.xlsx", "", By(Action::PlacesImport)),
    ("GET", "/import/{id}/progress", "", SignedIn),
    ("GET", "/account", "", SignedIn),
    ("POST", "/account/password", "old_password=x&password=y&again=y", SignedIn),
    ("GET", "/account/second-factor", "", SignedIn),
    ("POST", "/account/second-factor", "code=000000&old_password=x", SignedIn),
    ("POST", "/account/second-factor/codes", "proof=x", SignedIn),
    ("POST", "/account/second-factor/off", "proof=x", SignedIn),
    ("POST", "/account/devices/sign-out", "handle=0000000000000000", SignedIn),
    ("POST", "/account/tokens", "name=x&days=0", SignedIn),
    ("POST", "/account/tokens/end", "id={operation}", SignedIn),
    ("POST", "/account/calendars", "language=", SignedIn),
    ("POST", "/account/calendars/end", "id={operation}", SignedIn),
    // A calendar cannot sign in: the secret in the address is the key, to dates of places and to nothing else.
    ("GET", "/calendar/{token}", "", Open),
    ("GET", "/users", "", By(Action::AccountRead)),
    ("GET", "/users/new", "", By(Action::AccountAdd)),
    ("POST", "/users/new", "user_name=", By(Action::AccountAdd)),
    ("GET", "/users/{id}", "", By(Action::AccountRead)),
    ("POST", "/users/{id}/link", "", By(Action::AccountInvite)),
    ("POST", "/users/{id}/name", "display_name=Ai%20%C4%91%C3%B3", By(Action::AccountChange)),
    ("POST", "/users/{id}/roles", "role=city", By(Action::AccountRoles)),
    ("POST", "/users/{id}/second-factor", "", By(Action::AccountFactorReset)),
    ("POST", "/users/{id}/close", "", By(Action::AccountClose)),
    ("GET", "/settings", "", By(Action::SettingRead)),
    ("POST", "/settings", "operation={operation}&setting=dossier_days&value=0", By(Action::SettingChange)),
    ("POST", "/settings/take-back", "operation={operation}&id={operation}", By(Action::SettingChange)),
    ("POST", "/settings/holidays", "operation={operation}&on=", By(Action::SettingChange)),
    ("POST", "/settings/holidays/fixed", "operation={operation}&year=2027", By(Action::SettingChange)),
    ("POST", "/settings/holidays/remove", "operation={operation}&id={operation}", By(Action::SettingChange)),
    ("GET", "/audit", "", By(Action::AuditRead)),
    ("GET", "/access-log", "", By(Action::AccessLogRead)),
    ("POST", "/access-log", "code=H-2222222", By(Action::AccessLogRead)),
    ("GET", "/data-rights", "", By(Action::PersonRequestChange)),
    ("POST", "/data-rights", "code=H-2222222", By(Action::PersonRead)),
    ("POST", "/data-rights/requests/{id}", "operation={operation}&step=acknowledge", By(Action::PersonRequestChange)),
    ("GET", "/data-rights/household/{id}", "", By(Action::PersonRead)),
    (
        "POST",
        "/data-rights/household/{id}/requests",
        "operation={operation}&kind=view&received_on=2026-11-20",
        By(Action::PersonRequestChange),
    ),
    ("GET", "/data-rights/household/{id}/copy.json", "", By(Action::PersonRead)),
    ("POST", "/data-rights/household/{id}/restrict", "operation={operation}&restricted=true", By(Action::PersonChange)),
    ("POST", "/data-rights/household/{id}/erase", "operation={operation}&sure=1", By(Action::PersonErase)),
    ("GET", "/data-rights/member/{id}", "", By(Action::PersonRead)),
    (
        "POST",
        "/data-rights/member/{id}/requests",
        "operation={operation}&kind=view&received_on=2026-11-20",
        By(Action::PersonRequestChange),
    ),
    ("GET", "/data-rights/member/{id}/copy.json", "", By(Action::PersonRead)),
    ("POST", "/data-rights/member/{id}/erase", "operation={operation}&sure=1", By(Action::PersonErase)),
    ("GET", "/breaches", "", By(Action::BreachRead)),
    ("POST", "/breaches", "operation={operation}&what=", By(Action::BreachChange)),
    ("POST", "/breaches/{id}/notified", "operation={operation}", By(Action::BreachChange)),
    ("GET", "/sign-in", "", Open),
    ("POST", "/sign-in", "user_name=nobody&password=x", Open),
    ("GET", "/sign-in/code", "", Open),
    ("POST", "/sign-in/code", "code=000000", Open),
    ("GET", "/sign-in/set-up", "", Open),
    ("POST", "/sign-in/set-up", "code=000000", Open),
    ("POST", "/sign-out", "", SignedIn),
    ("GET", "/link/{token}", "", Open),
    ("POST", "/link/{token}", "password=x&again=x", Open),
    ("POST", "/preferences", "language=vi", Open),
    ("GET", "/healthz", "", Open),
    ("GET", "/readyz", "", Open),
    ("GET", "/metrics", "", By(Action::MetricsRead)),
    ("GET", "/api/v1/summary", "", By(Action::PlaceRead)),
    ("GET", "/api/v1/places", "", By(Action::PlaceRead)),
    ("GET", "/api/v1/places/{id}", "", By(Action::PlaceRead)),
    ("GET", "/api/v1/admin-units", "", By(Action::AdminUnitRead)),
    ("GET", "/api/v1/openapi.json", "", SignedIn),
];

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

    async fn ask(&self, client: &Client, (method, path, body, _): (&str, &str, &str, Guard), own: bool) -> Response {
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
    path.starts_with("/places/{id}") || path.starts_with("/api/v1/places/{id}") || path == "/admin-units/{code}"
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
    for role in Role::all()[1..].iter().copied() {
        // Of the ward that the people live in, and of another; a member assigned to the household, and another one.
        for own in [true, false] {
            let user = match role {
                Role::Member => if own { "bay" } else { "tam" }.to_owned(),
                _ => format!("{}-{own}", role.code().replace('_', "-")),
            };
            let given = if role.is_of_a_unit() { format!("{role}@{}", UNITS[usize::from(!own)].0) } else { role.code().to_owned() };
            if role != Role::Member {
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
                    let text = text.replace("{id}", &id.to_string()).replace("{code}", UNITS[0].0);
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
                assert_eq!(status != 404, may, "{user} {method} {path}: {status}");
                if !may {
                    for words in [common::helped::NAME, common::helped::PHONE, people.code.as_str()] {
                        assert!(!browser.page.contains(words), "{user} {method} {path} shows {words}");
                    }
                }
            }
        }
    }
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
