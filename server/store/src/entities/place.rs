use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub segment: Option<String>,
    pub name: String,
    pub name_folded: String,
    pub name_sort: String,
    pub address: String,
    #[sea_orm(column_type = "Text")]
    pub search_exact: String,
    #[sea_orm(column_type = "Text")]
    pub search_folded: String,
    pub admin_unit_id: Uuid,
    pub former_district: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub cell: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub area: Option<String>,
    pub blocks: Option<i32>,
    pub apartments: Option<i32>,
    pub handed_over: Option<i32>,
    pub handover_year: Option<i32>,
    pub handed_over_on: Option<Date>,
    pub several_owners: Option<bool>,
    pub residents: Option<i32>,
    pub parent_id: Option<Uuid>,
    pub residential_area_id: Option<Uuid>,
    pub head_post: Option<String>,
    pub organizations_confirmed_on: Option<Date>,
    pub party_decision: Option<String>,
    pub party_members: Option<i32>,
    pub cell_committee: Option<bool>,
    pub agreement_number: Option<String>,
    pub agreement_on: Option<Date>,
    pub reviewed_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub closed_on: Option<Date>,
    pub merged_into: Option<Uuid>,
    pub board: String,
    pub required: bool,
    pub party: String,
    pub sample: bool,
    pub derived_until: Option<Date>,
    pub stage: Option<String>,
    pub stage_since: Option<Date>,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
