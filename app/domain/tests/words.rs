//! Every code that a person can meet has its words in the locales, under the name by which pages ask.

use std::collections::BTreeSet;

use domain::agreement::{AgreementStatus, AgreementStep};
use domain::course::{BoardField, BoardPost, Convener, FactKind, FunnelStage, MeetingKind, MeetingResult, ReasonCode, Warning};
use domain::due::{DueKind, DueState};
use domain::organization::{LinkKind, OrganizationEventKind, OrganizationKind};
use domain::residential::{HeadPost, RedrawKind};
use domain::setting::{Setting, SettingGroup, SettingUnit};
use serde_json::Value;

const FILES: [&str; 6] = [
    include_str!("../../locales/areas.yml"),
    include_str!("../../locales/agreements.yml"),
    include_str!("../../locales/course.yml"),
    include_str!("../../locales/organizations.yml"),
    include_str!("../../locales/settings.yml"),
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
        ("agreement_step", codes!(AgreementStep)),
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
