use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub household_id: Uuid,
    pub given_on: Date,
    pub how: String,
    pub text_version: String,
    pub form_number: String,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
    pub withdrawn_on: Option<Date>,
    pub kept_until: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
