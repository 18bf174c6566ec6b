use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub household_id: Uuid,
    pub admin_unit_id: Uuid,
    pub state: String,
    pub received_on: Date,
    pub office: Option<String>,
    pub forwarded_on: Option<Date>,
    pub due_on: Date,
    pub answered_on: Option<Date>,
    pub confirmed_on: Option<Date>,
    pub reopened: i32,
    pub reopened_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer_sealed: Option<String>,
    pub recorded_by: String,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
