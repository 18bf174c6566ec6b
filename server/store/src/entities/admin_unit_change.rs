use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "admin_unit_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub new_code: String,
    pub new_valid_from: Date,
    pub old_name: String,
    pub old_name_folded: String,
    pub old_district: String,
    pub old_province: String,
    pub partial: bool,
    pub from_text: bool,
    pub sample: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
