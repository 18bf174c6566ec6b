//! Every code that a person can meet has its words in the locales, under the name by which pages ask.

use std::collections::BTreeSet;

use domain::agreement::{AgreementStatus, AgreementStep};
use domain::assignment::AssignmentEnd;
use domain::course::{BoardField, BoardPost, Convener, FactKind, FunnelStage, MeetingKind, MeetingResult, ReasonCode, Warning};
use domain::due::{DueKind, DueState};
use domain::household::{ConsentHow, HouseholdEnd, SupportCategory};
use domain::member::{CellPost, MemberState, NotDoneReason};
use domain::organization::{LinkKind, OrganizationEventKind, OrganizationKind};
use domain::request::Office;
use domain::residential::{HeadPost, RedrawKind};
use domain::setting::{Setting, SettingGroup, SettingUnit};
use domain::support_table::SupportMeasure;
use domain::visit::{HelpKind, VisitHow};
use serde_json::Value;

const FILES: [&str; 12] = [
    include_str!("../../locales/areas.yml"),
    include_str!("../../locales/agreements.yml"),
    include_str!("../../locales/course.yml"),
    include_str!("../../locales/members.yml"),
    include_str!("../../locales/household_codes.yml"),
    include_str!("../../locales/house_visits.yml"),
    include_str!("../../locales/requests.yml"),
    include_str!("../../locales/organizations.yml"),
    include_str!("../../locales/settings.yml"),
    include_str!("../../locales/support.yml"),
    include_str!("../../locales/people.yml"),
    include_str!("../../locales/worklist.yml"),
];

fn words(path: &str) -> BTreeSet<String> {
    let trees = FILES.iter().map(|file| serde_saphyr::from_str::<Value>(file).expect("a locale file"));
    trees.filter_map(|tree| Some(tree.pointer(path)?.as_object()?.keys().cloned().collect::<BTreeSet<_>>())).flatten().collect()
}

macro_rules! codes {
    ($kind:ident) => {
        $kind::all().iter().map(|code| code.code().to_owned()).collect::<BTreeSet<String>>()
    };
}

#[test]
fn every_code_has_its_words_and_no_word_is_without_a_code() {
    let sets = [
        ("head_post", codes!(HeadPost)),
        ("redraw", codes!(RedrawKind)),
        ("setting", codes!(Setting)),
        ("setting_group", codes!(SettingGroup)),
        ("setting_unit", codes!(SettingUnit)),
        ("fact_kind", codes!(FactKind)),
        ("meeting_kind", codes!(MeetingKind)),
        ("convener", codes!(Convener)),
        ("meeting_result", codes!(MeetingResult)),
        ("board_field", codes!(BoardField)),
        ("board_post", codes!(BoardPost)),
        ("funnel_stage", codes!(FunnelStage)),
        ("due", codes!(DueKind)),
        ("due_state", codes!(DueState)),
        ("organization_kind", codes!(OrganizationKind)),
        ("organization_event", codes!(OrganizationEventKind)),
        ("link_kind", codes!(LinkKind)),
        ("agreement_status", codes!(AgreementStatus)),
        ("member_state", codes!(MemberState)),
        ("cell_post", codes!(CellPost)),
        ("not_done_reason", codes!(NotDoneReason)),
        ("support_measure", codes!(SupportMeasure)),
        ("support_category", codes!(SupportCategory)),
        ("visit_how", codes!(VisitHow)),
        ("help_kind", codes!(HelpKind)),
        ("office", codes!(Office)),
        ("agreement_step", codes!(AgreementStep)),
        ("consent_how", codes!(ConsentHow)),
        ("household_end", codes!(HouseholdEnd)),
        ("assignment_end", codes!(AssignmentEnd)),
    ];
    for (set, codes) in sets {
        assert_eq!(words(&format!("/codes/{set}")), codes, "{set}");
    }
    assert_eq!(words("/reason"), codes!(ReasonCode));
}

#[test]
fn every_warning_has_its_words() {
    let errors = words("/errors");
    assert!(codes!(Warning).is_subset(&errors), "{:?}", codes!(Warning).difference(&errors).collect::<Vec<_>>());
}
