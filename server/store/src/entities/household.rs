use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "household")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub admin_unit_id: Uuid,
    pub place_id: Uuid,
    /// The place that went into that one, if the household came with it.
    pub came_from: Option<Uuid>,
    pub alike: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    pub supported_until: Option<Date>,
    pub ended_on: Option<Date>,
    pub end_kind: Option<String>,
    pub restricted: bool,
    pub last_met_on: Option<Date>,
    pub next_visit_on: Option<Date>,
    pub needs_no_visits: bool,
    pub recorded_by: String,
    pub sample: bool,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
