//! Which party organization agrees with a board.

use crate::common::{Register, both_databases, day, errors, operation, said};
use crate::organizations::{cell, link, of};
use domain::organization::LinkKind;
use serde_json::json;
use uuid::Uuid;

both_databases![the_party_is_one_that_the_place_belonged_to_when_it_was_signed];

async fn the_party_is_one_that_the_place_belonged_to_when_it_was_signed(register: Register) {
    let register = register.with_units().await;
    let (place, other) = (register.named("Chung cư A").await, register.named("Chung cư B").await);
    let (own, foreign) = (cell(&register, "Chi bộ 1").await, cell(&register, "Chi bộ 2").await);
    let link_id = link(&register, own, of(place, LinkKind::OwnCell)).await;
    link(&register, foreign, of(other, LinkKind::OwnCell)).await;
    let sign = async |organization: Uuid, on: &str| {
        let value = json!({ "number": "1/TT", "organization_id": organization, "party_organization": "Ai đó", "signed_on": on });
        register.try_agree(place, value).await.map_err(|failure| errors(failure).remove(0))
    };
    let error = |code: &str| Err(("organization_id".to_owned(), code.to_owned()));
    assert_eq!(sign(foreign, "2026-05-05").await, error("party_not_of_place"));
    assert_eq!(sign(own, "2023-12-31").await, error("party_began_after"));
    register.session().end_link(operation(), own, link_id, day(2026, 6, 1)).await.unwrap();
    assert_eq!(sign(own, "2026-06-01").await, error("party_ended_before"));
    let id = sign(own, "2026-05-05").await.unwrap();
    let agreement = register.session().agreement(id).await.unwrap();
    assert_eq!(agreement.draft.party_organization.as_deref(), Some("Chi bộ 1"), "the register's name, not what was typed");
    // What it was signed by stays, whatever became of the link.
    let scope = said(json!({ "scope": "Phòng cháy" }));
    register.session().change_agreement(operation(), id, agreement.revision, scope).await.unwrap();
}
