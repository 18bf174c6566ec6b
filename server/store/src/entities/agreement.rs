use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub place_id: Uuid,
    pub number: Option<String>,
    pub number_folded: Option<String>,
    pub party_organization: Option<String>,
    pub organization_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub scope: Option<String>,
    pub signed_on: Option<Date>,
    pub review_on: Option<Date>,
    pub reviewed_on: Option<Date>,
    pub ended_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub overruled: Option<String>,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
