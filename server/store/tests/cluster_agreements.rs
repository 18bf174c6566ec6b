//! The agreement of a cluster is that of its buildings.

use crate::agreements::registered;
use crate::common::{Register, both_databases, errors, operation, said};
use domain::agreement::AgreementStep;
use domain::due::DueKind;
use serde_json::json;

both_databases![the_agreement_of_a_cluster_is_that_of_its_buildings, merging_takes_a_clusters_agreement_to_its_buildings_and_nowhere_else];

async fn the_agreement_of_a_cluster_is_that_of_its_buildings(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster" })).await;
    let in_cluster = async |name: &str| register.add(json!({ "name": name, "parent_id": cluster })).await;
    let (a, b) = (in_cluster("Tòa A").await, in_cluster("Tòa B").await);
    let own = register.add(json!({ "name": "Tòa C", "parent_id": cluster, "agreement_number": "9/TT" })).await;
    let draft = register.agree(cluster, json!({ "number": "1/TT" })).await;
    assert_eq!((register.registered(a).await, register.with_agreement().await), ((None, None), 1), "a draft does not count");
    register.step(AgreementStep::Sign, draft, json!({ "signed_on": "2026-01-05" })).await.unwrap();
    let agreed = registered("1/TT", "2026-01-05");
    assert_eq!((register.registered(a).await, register.registered(b).await), (agreed.clone(), agreed.clone()));
    assert_eq!(register.registered(own).await, (Some("9/TT".into()), None), "what it says of its own stays");
    assert_eq!(register.with_agreement().await, 3);
    let shown = register.session().agreements_of(a).await.unwrap();
    assert_eq!(shown.iter().map(|agreement| agreement.place_name.as_str()).collect::<Vec<_>>(), ["Cụm"]);
    assert!(register.session().agreements_of(own).await.unwrap().is_empty(), "nor does the cluster's stand before it");
    let closed = register.add(json!({ "name": "Tòa E", "parent_id": cluster })).await;
    let revision = register.place(closed).await.revision;
    register.session().close_place(operation(), closed, revision).await.unwrap();
    assert_eq!(register.registered(closed).await, agreed);
    // It is reviewed once, at the cluster.
    let reviewed = async |id| {
        let work = register.session().course(&register.place(id).await).await.unwrap().work;
        work.iter().filter(|row| row.kind == DueKind::AgreementReview).count()
    };
    assert_eq!((reviewed(cluster).await, reviewed(a).await), (1, 0));

    let revision = register.agreement(draft).await.revision;
    register.session().change_agreement(operation(), draft, revision, said(json!({ "number": "1A/TT" }))).await.unwrap();
    let agreed = registered("1A/TT", "2026-01-05");
    assert_eq!(register.registered(a).await, agreed, "corrected at the cluster, corrected here");
    assert_eq!(register.registered(closed).await, agreed, "also where it is closed");
    let revision = register.place(a).await.revision;
    let nothing = said(json!({ "agreement_number": null, "agreement_on": null }));
    let refused = register.session().change_place(operation(), a, revision, nothing).await.unwrap_err();
    assert_eq!(errors(refused)[0], ("agreement_number".to_owned(), "agreement_has_a_page".to_owned()));
    let late = in_cluster("Tòa D").await;
    assert_eq!(register.registered(late).await, agreed, "also a building that comes later");

    // One of its own comes before it, and when that ends the cluster's holds.
    register.agree(b, json!({ "number": "2/TT" })).await;
    assert_eq!(register.registered(b).await, agreed, "a draft of its own changes nothing");
    let of_b = register.agree(b, json!({ "number": "3/TT", "signed_on": "2026-02-05" })).await;
    assert_eq!(register.registered(b).await, registered("3/TT", "2026-02-05"));
    register.step(AgreementStep::End, of_b, json!({ "ended_on": "2026-11-01" })).await.unwrap();
    assert_eq!(register.registered(b).await, agreed);

    register.change(a, json!({ "parent_id": null })).await;
    assert_eq!(register.registered(a).await, (None, None), "whoever leaves the cluster leaves its agreement");
    register.step(AgreementStep::End, draft, json!({ "ended_on": "2026-11-01" })).await.unwrap();
    assert_eq!((register.registered(b).await, register.registered(late).await), ((None, None), (None, None)));
    assert_eq!(register.registered(own).await, (Some("9/TT".into()), None));
}

async fn merging_takes_a_clusters_agreement_to_its_buildings_and_nowhere_else(register: Register) {
    let register = register.with_units().await;
    let cluster = async |name: &str| register.add(json!({ "name": name, "kind": "building_cluster" })).await;
    let (stays, goes, other) = (cluster("Cụm 1").await, cluster("Cụm 1 (trùng)").await, cluster("Cụm 2").await);
    let building = async |name: &str, parent| register.add(json!({ "name": name, "parent_id": parent })).await;
    let (old, came) = (building("Tòa A", stays).await, building("Tòa B", goes).await);
    let (twin, free) = (building("Tòa C", goes).await, building("Tòa C (2)", other).await);
    register.agree(goes, json!({ "number": "1/TT", "signed_on": "2026-01-05" })).await;
    // A building that goes into one of another cluster leaves its cluster's agreement behind.
    register.session().merge_place(operation(), twin, free).await.unwrap();
    assert_eq!(register.registered(free).await, (None, None));
    register.session().merge_place(operation(), goes, stays).await.unwrap();
    let agreed = registered("1/TT", "2026-01-05");
    assert_eq!((register.registered(old).await, register.registered(came).await), (agreed.clone(), agreed.clone()));
    // A duplicate's draft is no reason to refuse: nothing of the one that stays would be lost.
    let duplicate = register.named("Tòa A (trùng)").await;
    register.agree(duplicate, json!({ "number": "2/TT" })).await;
    register.session().merge_place(operation(), duplicate, old).await.unwrap();
    assert_eq!(register.registered(old).await, agreed);
}
