//! Coordination agreements of buildings, with their documents. What the register says of an agreement follows from
//! the one in force; a place without any keeps what its register said.

mod cluster;
mod file;
mod keep;
mod party;
mod read;
mod write;

use chrono::{DateTime, Utc};
use domain::agreement::{AgreementDraft, FileKind};
use domain::text;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

pub(crate) use cluster::{follow_new, is_of_cluster};
pub(crate) use keep::{check_not_by_hand, follow, in_force, places_with, remove_of, take_over};

use crate::entities::agreement;

/// The table's name in the change log; what becomes of a document stands there with its agreement.
const TABLE: &str = "agreement";

/// An agreement as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    pub id: Uuid,
    pub place_id: Uuid,
    pub place_name: String,
    pub admin_unit_id: Uuid,
    pub revision: i64,
    pub draft: AgreementDraft,
    pub file: Option<AgreementFile>,
}

/// What is known of a document without reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementFile {
    pub name: String,
    pub kind: FileKind,
    /// In bytes.
    pub size: u64,
    /// Of the content, as hexadecimal digits.
    pub sha256: String,
    /// The name of whoever handed it in.
    pub uploaded_by: String,
    pub uploaded_at: DateTime<Utc>,
}

fn to_draft(row: &agreement::Model) -> AgreementDraft {
    AgreementDraft {
        number: row.number.clone(),
        party_organization: row.party_organization.clone(),
        organization_id: row.organization_id,
        scope: row.scope.clone(),
        signed_on: row.signed_on,
        review_on: row.review_on,
        reviewed_on: row.reviewed_on,
        ended_on: row.ended_on,
        overruled: row.overruled.clone(),
    }
}

/// What a draft says; the use case sets everything else.
fn to_row(id: Uuid, draft: &AgreementDraft) -> agreement::ActiveModel {
    agreement::ActiveModel {
        id: Set(id),
        number: Set(draft.number.clone()),
        number_folded: Set(draft.number.as_deref().map(text::fold)),
        party_organization: Set(draft.party_organization.clone()),
        organization_id: Set(draft.organization_id),
        scope: Set(draft.scope.clone()),
        signed_on: Set(draft.signed_on),
        review_on: Set(draft.review_on),
        reviewed_on: Set(draft.reviewed_on),
        ended_on: Set(draft.ended_on),
        overruled: Set(draft.overruled.clone()),
        ..Default::default()
    }
}
