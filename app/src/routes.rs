//! Every URL of the pages, in one table.

use axum::Router;
use axum::routing::{get, post};

use crate::features::{
    account, admin_units, agreements, audit, breaches, contacts, dashboard, data_rights, house_visits, households, import, map, members,
    my_households, officers, organizations, places, preferences, requests, settings, sign_in, support, users, worklist,
};
use crate::server_context::ServerContext;

pub const DASHBOARD: &str = "/";
pub const FUNNEL: &str = "/funnel";
pub const MAP: &str = "/map";
pub const PLACES: &str = "/places";
pub const NEW_PLACE: &str = "/places/new";
pub const PLACES_BULK: &str = "/places/bulk";
pub const PLACES_BULK_RECEIPT: &str = "/places/bulk/{id}";
pub const PLACES_BULK_UNDO: &str = "/places/bulk/{id}/undo";
pub const PLACE: &str = "/places/{id}";
pub const EDIT_PLACE: &str = "/places/{id}/edit";
pub const RECORD_FACT: &str = "/places/{id}/record";
pub const WITHDRAW_FACT: &str = "/places/{id}/record/withdraw";
pub const CONFIRM_PLACE: &str = "/places/{id}/confirm";
pub const CLOSE_PLACE: &str = "/places/{id}/close";
pub const REOPEN_PLACE: &str = "/places/{id}/reopen";
pub const UNDO_PLACE: &str = "/places/{id}/undo";
pub const MERGE_PLACE: &str = "/places/{id}/merge";
pub const REDRAW_AREA: &str = "/places/{id}/redraw";
pub const POSTPONE: &str = "/places/{id}/postpone";
pub const POSTPONE_END: &str = "/places/{id}/postpone/end";
pub const PLACE_CORRECTIONS: &str = "/places/{id}/corrections";
pub const PLACE_CORRECTION_ANSWER: &str = "/places/{id}/corrections/answer";
pub const BOARD_CONTACTS: &str = "/places/{id}/contacts";
pub const BOARD_CONTACT_REMOVE: &str = "/places/{id}/contacts/remove";
pub const PLACE_OFFICERS: &str = "/places/{id}/officers";
pub const PLACE_OFFICER_TAKE: &str = "/places/{id}/officers/take";
pub const PLACE_OFFICER_END: &str = "/places/{id}/officers/end";
pub const OFFICERS: &str = "/officers";
pub const TAKE_OVER: &str = "/officers/take-over";
pub const TAKE_OVER_UNDO: &str = "/officers/take-over/undo";
pub const PLACE_AGREEMENTS: &str = "/places/{id}/agreements";
pub const NEW_AGREEMENT: &str = "/places/{id}/agreements/new";
pub const AGREEMENT: &str = "/agreements/{id}";
pub const EDIT_AGREEMENT: &str = "/agreements/{id}/edit";
pub const SIGN_AGREEMENT: &str = "/agreements/{id}/sign";
pub const REVIEW_AGREEMENT: &str = "/agreements/{id}/review";
pub const END_AGREEMENT: &str = "/agreements/{id}/end";
pub const REMOVE_AGREEMENT: &str = "/agreements/{id}/remove";
pub const REMOVE_AGREEMENT_FILE: &str = "/agreements/{id}/file/remove";
pub const ORGANIZATIONS: &str = "/organizations";
pub const NEW_ORGANIZATION: &str = "/organizations/new";
pub const ORGANIZATIONS_IMPORT: &str = "/organizations/import";
pub const ORGANIZATION: &str = "/organizations/{id}";
pub const EDIT_ORGANIZATION: &str = "/organizations/{id}/edit";
pub const ORGANIZATION_DECIDE: &str = "/organizations/{id}/decide";
pub const ORGANIZATION_UNDO: &str = "/organizations/{id}/undo";
pub const ORGANIZATION_LINK: &str = "/organizations/{id}/link";
pub const ORGANIZATION_ONE_LINK: &str = "/organizations/{id}/links/{link}";
pub const MEMBERS: &str = "/members";
pub const NEW_MEMBER: &str = "/members/new";
pub const MEMBERS_IMPORT: &str = "/members/import";
pub const MEMBER: &str = "/members/{id}";
pub const EDIT_MEMBER: &str = "/members/{id}/edit";
pub const STOP_MEMBER: &str = "/members/{id}/stop";
pub const RESUME_MEMBER: &str = "/members/{id}/resume";
pub const MEMBER_ACCOUNT: &str = "/members/{id}/account";
pub const MEMBER_HAND_OVER: &str = "/members/{id}/hand-over";
pub const MEMBER_TASKS: &str = "/members/{id}/tasks";
pub const MEMBER_TASK_END: &str = "/members/{id}/tasks/end";
pub const MEMBER_TASK_CHECK: &str = "/members/{id}/tasks/check";
pub const HOUSEHOLDS: &str = "/households";
pub const CONSENT_FORM: &str = "/households/consent-form";
pub const HOUSEHOLDS_IMPORT: &str = "/households/import";
pub const NEW_HOUSEHOLD: &str = "/households/new";
pub const HOUSEHOLD: &str = "/households/{id}";
pub const EDIT_HOUSEHOLD: &str = "/households/{id}/edit";
pub const HOUSEHOLD_ASSIGN: &str = "/households/{id}/assign";
pub const HOUSEHOLD_ASSIGNMENT_END: &str = "/households/{id}/assignments/end";
pub const HOUSEHOLD_REFUSE: &str = "/households/{id}/refuse";
pub const HOUSEHOLD_END: &str = "/households/{id}/end";
pub const HOUSEHOLD_RESUME: &str = "/households/{id}/resume";
pub const HOUSEHOLD_WITHDRAW: &str = "/households/{id}/withdraw";
pub const HOUSE_VISITS: &str = "/households/{id}/visits";
pub const HOUSE_VISIT_BACK: &str = "/households/{id}/visits/take-back";
pub const HOUSEHOLD_REQUESTS: &str = "/households/{id}/requests";
pub const REQUESTS: &str = "/requests";
pub const REQUEST: &str = "/requests/{id}";
pub const MY_HOUSEHOLDS: &str = "/my-households";
pub const MY_HOUSEHOLD: &str = "/my-households/{id}";
pub const MY_VISIT: &str = "/my-households/{id}/visit";
pub const MY_VISIT_BACK: &str = "/my-households/{id}/visit/take-back";
pub const MY_REQUEST: &str = "/my-households/{id}/request";
pub const ADMIN_UNIT: &str = "/admin-units/{code}";
pub const UNIT_SETTINGS: &str = "/admin-units/{code}/settings";
pub const UNIT_SETTING_BACK: &str = "/admin-units/{code}/settings/take-back";
pub const SUPPORT: &str = "/support";
pub const WORKLIST: &str = "/worklist";
pub const IMPORT: &str = "/import";
pub const IMPORT_RUN: &str = "/import/{id}";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_IN_CODE: &str = "/sign-in/code";
pub const SIGN_IN_SET_UP: &str = "/sign-in/set-up";
pub const SIGN_OUT: &str = "/sign-out";
pub const LINK: &str = "/link/{token}";
pub const ACCOUNT: &str = "/account";
pub const ACCOUNT_PASSWORD: &str = "/account/password";
pub const ACCOUNT_SECOND_FACTOR: &str = "/account/second-factor";
pub const ACCOUNT_RECOVERY_CODES: &str = "/account/second-factor/codes";
pub const ACCOUNT_SECOND_FACTOR_OFF: &str = "/account/second-factor/off";
pub const ACCOUNT_DEVICE: &str = "/account/devices/sign-out";
pub const ACCOUNT_TOKENS: &str = "/account/tokens";
pub const ACCOUNT_TOKEN_END: &str = "/account/tokens/end";
pub const ACCOUNT_CALENDARS: &str = "/account/calendars";
pub const ACCOUNT_CALENDAR_END: &str = "/account/calendars/end";
pub const USERS: &str = "/users";
pub const NEW_USER: &str = "/users/new";
pub const USER: &str = "/users/{id}";
pub const USER_LINK: &str = "/users/{id}/link";
pub const USER_NAME: &str = "/users/{id}/name";
pub const USER_ROLES: &str = "/users/{id}/roles";
pub const USER_SECOND_FACTOR: &str = "/users/{id}/second-factor";
pub const USER_CLOSE: &str = "/users/{id}/close";
pub const AUDIT: &str = "/audit";
pub const ACCESS_LOG: &str = "/access-log";
pub const DATA_RIGHTS: &str = "/data-rights";
pub const DATA_RIGHTS_STEP: &str = "/data-rights/requests/{id}";
pub const HELD_HOUSEHOLD: &str = "/data-rights/household/{id}";
pub const HELD_HOUSEHOLD_ASK: &str = "/data-rights/household/{id}/requests";
pub const HELD_HOUSEHOLD_COPY: &str = "/data-rights/household/{id}/copy.json";
pub const HELD_HOUSEHOLD_RESTRICT: &str = "/data-rights/household/{id}/restrict";
pub const HELD_HOUSEHOLD_ERASE: &str = "/data-rights/household/{id}/erase";
pub const HELD_MEMBER: &str = "/data-rights/member/{id}";
pub const HELD_MEMBER_ASK: &str = "/data-rights/member/{id}/requests";
pub const HELD_MEMBER_COPY: &str = "/data-rights/member/{id}/copy.json";
pub const HELD_MEMBER_ERASE: &str = "/data-rights/member/{id}/erase";
pub const BREACHES: &str = "/breaches";
pub const BREACH_NOTIFIED: &str = "/breaches/{id}/notified";
pub const BREACH_MEASURES: &str = "/breaches/{id}/measures";
pub const SETTINGS: &str = "/settings";
pub const SETTING_BACK: &str = "/settings/take-back";
pub const HOLIDAYS: &str = "/settings/holidays";
pub const FIXED_HOLIDAYS: &str = "/settings/holidays/fixed";
pub const HOLIDAY_END: &str = "/settings/holidays/remove";
pub const PREFERENCES: &str = "/preferences";

/// Whether a path is of a page that shows who people are: its print says who printed it, and when.
pub fn about_people(path: &str) -> bool {
    let sections = [MEMBERS, HOUSEHOLDS, REQUESTS, MY_HOUSEHOLDS, DATA_RIGHTS];
    let within = |section: &str| path.strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    sections.into_iter().any(within) || path.ends_with("/contacts")
}

/// The pages. What is uploaded, downloaded or asked by programs stands in the server.
pub fn pages() -> Router<ServerContext> {
    // Rendering waits on Leptos's own executor; only the first call of a process sets it.
    let _ = any_spawner::Executor::init_tokio();
    Router::new()
        .route(DASHBOARD, get(dashboard::show))
        .route(FUNNEL, get(dashboard::show_by_unit))
        .route(MAP, get(map::show))
        .route(PLACES, get(places::list))
        .route(NEW_PLACE, get(places::new).post(places::add))
        .route(PLACES_BULK, get(places::bulk::choose).post(places::bulk::act))
        .route(PLACES_BULK_RECEIPT, get(places::bulk::show_receipt))
        .route(PLACES_BULK_UNDO, post(places::bulk::take_back))
        .route(PLACE, get(places::show))
        .route(EDIT_PLACE, get(places::edit).post(places::save))
        .route(RECORD_FACT, get(places::record).post(places::record_fact))
        .route(WITHDRAW_FACT, post(places::withdraw_fact))
        .route(CONFIRM_PLACE, post(places::confirm))
        .route(CLOSE_PLACE, post(places::close))
        .route(REOPEN_PLACE, post(places::reopen))
        .route(UNDO_PLACE, post(places::undo))
        .route(MERGE_PLACE, get(places::merge).post(places::merge_into))
        .route(REDRAW_AREA, get(places::redraw).post(places::redraw_areas))
        .route(POSTPONE, post(places::postpone))
        .route(POSTPONE_END, post(places::end_postponement))
        .route(PLACE_CORRECTIONS, post(places::ask_correction))
        .route(PLACE_CORRECTION_ANSWER, post(places::answer_correction))
        .route(BOARD_CONTACTS, get(contacts::show).post(contacts::save))
        .route(BOARD_CONTACT_REMOVE, post(contacts::remove))
        .route(PLACE_OFFICERS, get(officers::of_place).post(officers::assign))
        .route(PLACE_OFFICER_TAKE, post(officers::take))
        .route(PLACE_OFFICER_END, post(officers::end))
        .route(OFFICERS, get(officers::show))
        .route(TAKE_OVER, post(officers::take_over))
        .route(TAKE_OVER_UNDO, post(officers::undo))
        .route(PLACE_AGREEMENTS, get(agreements::current))
        .route(NEW_AGREEMENT, get(agreements::new).post(agreements::add))
        .route(AGREEMENT, get(agreements::show))
        .route(EDIT_AGREEMENT, get(agreements::edit).post(agreements::save))
        .route(SIGN_AGREEMENT, post(agreements::sign))
        .route(REVIEW_AGREEMENT, post(agreements::review))
        .route(END_AGREEMENT, post(agreements::end))
        .route(REMOVE_AGREEMENT, post(agreements::remove))
        .route(REMOVE_AGREEMENT_FILE, post(agreements::remove_file))
        .route(ORGANIZATIONS, get(organizations::list))
        .route(NEW_ORGANIZATION, get(organizations::new).post(organizations::add))
        .route(ORGANIZATIONS_IMPORT, get(organizations::import))
        .route(ORGANIZATION, get(organizations::show))
        .route(EDIT_ORGANIZATION, get(organizations::edit).post(organizations::save))
        .route(ORGANIZATION_DECIDE, get(organizations::decisions).post(organizations::decide))
        .route(ORGANIZATION_UNDO, post(organizations::undo))
        .route(ORGANIZATION_LINK, get(organizations::choose).post(organizations::link))
        .route(ORGANIZATION_ONE_LINK, get(organizations::one_link).post(organizations::settle))
        .route(MEMBERS, get(members::list).post(members::search))
        .route(NEW_MEMBER, get(members::new).post(members::add))
        .route(MEMBERS_IMPORT, get(members::import))
        .route(MEMBER, get(members::show))
        .route(EDIT_MEMBER, get(members::edit).post(members::save))
        .route(STOP_MEMBER, post(members::stop))
        .route(RESUME_MEMBER, post(members::resume))
        .route(MEMBER_ACCOUNT, post(members::link_account))
        .route(MEMBER_HAND_OVER, get(members::choose_whom).post(members::hand_over))
        .route(MEMBER_TASKS, post(members::add_task))
        .route(MEMBER_TASK_END, post(members::end_task))
        .route(MEMBER_TASK_CHECK, post(members::check_month))
        .route(HOUSEHOLDS, get(households::list).post(households::search))
        .route(CONSENT_FORM, get(households::consent_form))
        .route(HOUSEHOLDS_IMPORT, get(households::import))
        .route(NEW_HOUSEHOLD, get(households::new).post(households::add))
        .route(HOUSEHOLD, get(households::show))
        .route(EDIT_HOUSEHOLD, get(households::edit).post(households::save))
        .route(HOUSEHOLD_ASSIGN, get(households::choose).post(households::assign))
        .route(HOUSEHOLD_ASSIGNMENT_END, post(households::end_assignment))
        .route(HOUSEHOLD_REFUSE, post(households::refuse))
        .route(HOUSEHOLD_END, post(households::end))
        .route(HOUSEHOLD_RESUME, post(households::resume))
        .route(HOUSEHOLD_WITHDRAW, get(households::ask_to_withdraw).post(households::withdraw))
        .route(HOUSE_VISITS, get(house_visits::show).post(house_visits::record))
        .route(HOUSE_VISIT_BACK, post(house_visits::take_back))
        .route(HOUSEHOLD_REQUESTS, get(requests::show_of_household).post(requests::add))
        .route(REQUESTS, get(requests::list))
        .route(REQUEST, get(requests::show).post(requests::take_step))
        .route(MY_HOUSEHOLDS, get(my_households::list))
        .route(MY_HOUSEHOLD, get(my_households::show))
        .route(MY_VISIT, post(my_households::record))
        .route(MY_VISIT_BACK, post(my_households::take_back))
        .route(MY_REQUEST, post(my_households::ask))
        .route(ADMIN_UNIT, get(admin_units::show))
        .route(UNIT_SETTINGS, get(settings::unit_page::show).post(settings::unit_page::set))
        .route(UNIT_SETTING_BACK, post(settings::unit_page::take_back))
        .route(SUPPORT, get(support::show))
        .route(WORKLIST, get(worklist::show))
        .route(IMPORT, get(import::show))
        .route(IMPORT_RUN, get(import::run))
        .route(SIGN_IN, get(sign_in::show).post(sign_in::enter))
        .route(SIGN_IN_CODE, get(sign_in::show_code).post(sign_in::take_code))
        .route(SIGN_IN_SET_UP, get(sign_in::show_set_up).post(sign_in::set_up))
        .route(SIGN_OUT, post(sign_in::leave))
        .route(LINK, get(sign_in::choose).post(sign_in::take))
        .route(ACCOUNT, get(account::show))
        .route(ACCOUNT_PASSWORD, post(account::change_password))
        .route(ACCOUNT_SECOND_FACTOR, get(account::second_factor::show).post(account::second_factor::switch_on))
        .route(ACCOUNT_RECOVERY_CODES, post(account::second_factor::renew_codes))
        .route(ACCOUNT_SECOND_FACTOR_OFF, post(account::second_factor::switch_off))
        .route(ACCOUNT_DEVICE, post(account::sign_out_device))
        .route(ACCOUNT_TOKENS, post(account::make_token))
        .route(ACCOUNT_TOKEN_END, post(account::end_token))
        .route(ACCOUNT_CALENDARS, post(account::make_calendar))
        .route(ACCOUNT_CALENDAR_END, post(account::end_calendar))
        .route(USERS, get(users::list))
        .route(NEW_USER, get(users::new).post(users::add))
        .route(USER, get(users::show))
        .route(USER_LINK, post(users::invite))
        .route(USER_NAME, post(users::rename))
        .route(USER_ROLES, post(users::set_roles))
        .route(USER_SECOND_FACTOR, post(users::reset_second_factor))
        .route(USER_CLOSE, post(users::close))
        .route(AUDIT, get(audit::show))
        .route(ACCESS_LOG, get(audit::access).post(audit::access_of))
        .route(DATA_RIGHTS, get(data_rights::show).post(data_rights::find))
        .route(DATA_RIGHTS_STEP, post(data_rights::step))
        .route(HELD_HOUSEHOLD, get(data_rights::show_household))
        .route(HELD_HOUSEHOLD_ASK, post(data_rights::ask))
        .route(HELD_HOUSEHOLD_COPY, get(data_rights::copy_of_household))
        .route(HELD_HOUSEHOLD_RESTRICT, post(data_rights::restrict))
        .route(HELD_HOUSEHOLD_ERASE, post(data_rights::erase))
        .route(HELD_MEMBER, get(data_rights::show_member))
        .route(HELD_MEMBER_ASK, post(data_rights::ask_of_member))
        .route(HELD_MEMBER_COPY, get(data_rights::copy_of_member))
        .route(HELD_MEMBER_ERASE, post(data_rights::erase_member))
        .route(BREACHES, get(breaches::show).post(breaches::add))
        .route(BREACH_NOTIFIED, post(breaches::notified))
        .route(BREACH_MEASURES, post(breaches::measure))
        .route(SETTINGS, get(settings::show).post(settings::set))
        .route(SETTING_BACK, post(settings::take_back))
        .route(HOLIDAYS, post(settings::add_holiday))
        .route(FIXED_HOLIDAYS, post(settings::add_fixed_holidays))
        .route(HOLIDAY_END, post(settings::remove_holiday))
        .route(PREFERENCES, post(preferences::save))
}
