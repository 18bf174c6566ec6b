use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub admin_unit_id: Uuid,
    pub about: String,
    pub record_id: Uuid,
    pub kind: String,
    pub received_on: Date,
    pub acknowledge_by: Date,
    pub acknowledged_on: Option<Date>,
    pub due_on: Date,
    pub extended: bool,
    pub answered_on: Option<Date>,
    pub outcome: Option<String>,
    pub recorded_by: String,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
