//! What stands round every page: header, search, navigation, banner.

use domain::permission::Action;
use leptos::prelude::*;

use crate::routes;
use crate::texts::Locale;
use crate::ui::{PostForm, PrintedBy, Viewer};
use crate::visit::{Theme, Visit};

#[component]
pub fn Shell(
    visit: Visit,
    title: String,
    modules: Vec<&'static str>,
    full: bool,
    sample: bool,
    viewer: Option<Viewer>,
    children: Children,
) -> impl IntoView {
    let t = visit.texts;
    let here = visit.uri.path_and_query().map(ToString::to_string).unwrap_or_else(|| "/".into());
    let theme = visit.theme.code();
    let nonce = leptos::nonce::use_nonce();
    let modules: Vec<_> = modules.into_iter().map(|path| view! { <script type="module" src=path nonce=nonce.clone()></script> }).collect();
    view! {
        <!DOCTYPE html>
        <html lang=t.0.code() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{format!("{title} · Gần Dân")}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href="/assets/gandan.css"/>
                <HydrationScripts options=visit.context.leptos.clone() islands=true/>
                {modules}
            </head>
            <body class:full=full>
                <a class="skip" href="#content">{t.t("shell.skip")}</a>
                <Header visit=visit.clone() here=here/>
                {sample.then(|| view! { <aside class="sample" aria-label=t.t("shell.sample")><strong>{t.t("shell.sample")}</strong>" "<span>{t.t("shell.sample_meaning")}</span></aside> })}
                <main id="content" tabindex="-1">{viewer.map(|viewer| view! { <PrintedBy viewer=viewer/> })}{children()}</main>
                <BottomBar visit=visit.clone()/>
            </body>
        </html>
    }
}

#[component]
fn Header(visit: Visit, here: String) -> impl IntoView {
    let t = visit.texts;
    let path = visit.uri.path();
    let current = |target: &str| if path == target || (target != "/" && path.starts_with(target)) { "page" } else { "false" };
    let (other, other_name) = match t.0 {
        Locale::Vi => (Locale::En, "English"),
        Locale::En => (Locale::Vi, "Tiếng Việt"),
    };
    let (next_theme, theme_name) = match visit.theme {
        Theme::Auto | Theme::Light => (Theme::Dark, t.t("shell.dark")),
        Theme::Dark => (Theme::Light, t.t("shell.light")),
    };
    view! {
        <header class="top">
            <a class="brand" href="/">"Gần Dân"</a>
            <nav class="main-nav" aria-label=t.t("shell.navigation")>
                {tabs(&visit, true).into_iter().map(|(target, name)| view! { <a href=target aria-current=current(page_of(target))>{name}</a> }).collect::<Vec<_>>()}
            </nav>
            {visit.may(Action::PlaceRead).then(|| view! {
                <form class="search" role="search" action="/places" method="get">
                    <input type="search" name="q" aria-label=t.t("shell.search") placeholder=t.t("shell.search_hint") maxlength="200"/>
                    <button class="quiet">{t.t("shell.search_button")}</button>
                </form>
            })}
            <PostForm class="preferences" action="/preferences">
                <input type="hidden" name="next" value=here/>
                <button class="quiet" name="language" value=other.code() lang=other.code()>{other_name}</button>
                <button class="quiet" name="theme" value=next_theme.code()>{theme_name}</button>
            </PostForm>
        </header>
    }
}

/// What stands in the bars: only what whoever asks may open.
fn tabs(visit: &Visit, wide: bool) -> Vec<(&'static str, String)> {
    let t = visit.texts;
    let mut tabs = Vec::new();
    let mut tab = |shown: bool, target, name: &str| {
        if shown {
            tabs.push((target, t.t(name)));
        }
    };
    let (reads, works) = (visit.may(Action::PlaceRead), visit.may(Action::WorkRead));
    if wide {
        tab(reads, routes::DASHBOARD, "nav.dashboard");
        tab(works, routes::WORKLIST, "nav.worklist");
        tab(reads, routes::MAP, "nav.map");
        tab(reads, BUILDINGS, "nav.places");
        tab(visit.may(Action::OrganizationRead), routes::ORGANIZATIONS, "nav.organizations");
        tab(visit.may(Action::MemberRead), routes::MEMBERS, "nav.members");
        tab(visit.may(Action::HouseholdRead), routes::HOUSEHOLDS, "nav.households");
    } else {
        tab(works, routes::WORKLIST, "nav.worklist");
        tab(reads, BUILDINGS, "nav.places");
        tab(reads, routes::MAP, "nav.map");
        tab(visit.may(Action::HouseholdRead), routes::HOUSEHOLDS, "nav.households");
        tab(reads && !works, routes::DASHBOARD, "nav.dashboard");
    }
    tab(visit.may(Action::OwnHouseholdRead), routes::MY_HOUSEHOLDS, "nav.my_households");
    tab(wide && visit.may(Action::SupportTablesRead), routes::SUPPORT, "nav.support");
    tab((wide || !works) && visit.may(Action::PlacesImport), routes::IMPORT, "nav.import");
    tab(wide && visit.may(Action::OfficerAssign), routes::OFFICERS, "nav.officers");
    tab(wide && visit.may(Action::AccountRead), routes::USERS, "nav.users");
    tab(wide && visit.may(Action::SettingRead), routes::SETTINGS, "nav.settings");
    tab(wide && visit.may(Action::AuditRead), routes::AUDIT, "nav.audit");
    tab(visit.may(Action::AccessLogRead), routes::ACCESS_LOG, "nav.access_log");
    tab(visit.may(Action::BreachRead), routes::BREACHES, "nav.breaches");
    tab(wide && visit.may(Action::PersonRead), routes::DATA_RIGHTS, "nav.data_rights");
    tab(visit.asker.actor.account.is_some(), routes::ACCOUNT, "nav.account");
    tabs
}

/// What the phone's bar has no room for: `/account` lists it.
pub fn beyond_the_bar(visit: &Visit) -> Vec<(&'static str, String)> {
    let bar = tabs(visit, false);
    tabs(visit, true).into_iter().filter(|tab| !bar.contains(tab)).collect()
}

const BUILDINGS: &str = "/places?kind=apartment_building";

fn page_of(target: &str) -> &str {
    target.split('?').next().unwrap_or(target)
}

/// The phone's bar under the thumb. A tab appears when its part exists.
#[component]
fn BottomBar(visit: Visit) -> impl IntoView {
    let t = visit.texts;
    let path = visit.uri.path().to_owned();
    let tabs: Vec<_> = tabs(&visit, false)
        .into_iter()
        .map(|(target, name)| {
            let page = page_of(target);
            let current = if path == page || (page != "/" && path.starts_with(page)) { "page" } else { "false" };
            view! { <a href=target aria-current=current>{name}</a> }
        })
        .collect();
    (!tabs.is_empty()).then(|| view! { <nav class="bottom-bar" aria-label=t.t("shell.bottom_navigation")>{tabs}</nav> })
}
