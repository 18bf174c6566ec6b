use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub name_folded: String,
    pub name_sort: String,
    pub admin_unit_id: Uuid,
    pub superior_id: Option<Uuid>,
    pub founded_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub members: Option<i32>,
    pub cell_committee: Option<bool>,
    pub sample: bool,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
