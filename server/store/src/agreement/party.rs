//! The party organization that agrees with a board: one that the place, or its cluster, belongs to.

use domain::agreement::AgreementDraft;
use domain::failure::{Failure, FieldErrors};
use domain::place::Place;
use uuid::Uuid;

use crate::organization::party_shares;
use crate::session::Write;

/// Takes the name from the organization that was chosen, after asking whether the place belonged to it on the day of
/// signing; of a draft, whether it does today. Without one the name stands as it was typed: not every ward has
/// written its organizations down.
pub(super) async fn name_party(
    write: &Write,
    place: &Place,
    before: Option<&AgreementDraft>,
    draft: &mut AgreementDraft,
) -> Result<(), Failure> {
    let Some(id) = draft.organization_id else { return Ok(()) };
    if let Some(before) = before.filter(|before| before.organization_id == Some(id)) {
        // As it was called when it was chosen, and asked about once more only when the day changes.
        draft.party_organization.clone_from(&before.party_organization);
        if before.signed_on == draft.signed_on {
            return Ok(());
        }
    }
    let places: Vec<Uuid> = [Some(place.id), place.draft.parent_id].into_iter().flatten().collect();
    let mut shares = party_shares(&write.tx, &places).await?;
    shares.retain(|share| share.link.organization_id == id);
    let (day, mut errors) = (draft.signed_on.unwrap_or(write.today), FieldErrors::default());
    match shares.iter().find(|share| share.link.holds_on(day)) {
        Some(share) => draft.party_organization = Some(share.name.clone()),
        None => match (shares.iter().filter_map(|share| share.link.to).max(), shares.iter().map(|share| share.link.from).min()) {
            (Some(ended), _) if ended <= day => errors.push_day("organization_id", "party_ended_before", ended),
            (_, Some(began)) => errors.push_day("organization_id", "party_began_after", began),
            (_, None) => errors.push("organization_id", "party_not_of_place", ""),
        },
    }
    errors.into_result()
}
