use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organization_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub place_id: Uuid,
    pub organization_id: Uuid,
    pub kind: Option<String>,
    pub began_on: Date,
    pub ended_on: Option<Date>,
    pub review_on: Option<Date>,
    pub needs_home: bool,
    pub operation_id: Uuid,
    pub ended_operation_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
