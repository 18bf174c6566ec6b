use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change_log")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub device_at: Option<DateTimeUtc>,
    pub actor: String,
    pub action: String,
    pub operation_id: Uuid,
    pub row_table: String,
    pub row_id: Uuid,
    pub row_revision: i64,
    #[sea_orm(column_type = "Text")]
    pub changes: String,
    pub previous_hash: String,
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
