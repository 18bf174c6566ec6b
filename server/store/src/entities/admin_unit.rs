use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "admin_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub kind: String,
    pub name: String,
    pub name_folded: String,
    pub name_sort: String,
    pub province_code: String,
    pub area_km2: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub predecessors: String,
    pub approximate: bool,
    pub sample: bool,
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
    pub label_lon: f64,
    pub label_lat: f64,
    #[sea_orm(column_type = "Text")]
    pub boundary: String,
    #[sea_orm(column_type = "Text")]
    pub outline: String,
    pub content_hash: String,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
