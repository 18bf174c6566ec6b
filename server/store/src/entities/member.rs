use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub admin_unit_id: Uuid,
    pub state: String,
    pub ended_on: Option<Date>,
    pub account_id: Option<Uuid>,
    pub alike: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    pub recorded_by: String,
    pub sample: bool,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
