//! The register: places, their management board, disputes, organizations, and the tally of them all.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, boolean_null, date_null, double_null, integer_null, string, string_null, text, text_null, uuid, uuid_null,
};

use crate::columns::{code, code_null, compare_as_bytes, edited, id, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const KINDS: [&str; 3] = ["apartment_building", "building_cluster", "residential_area"];
const BOARDS: [&str; 5] = ["recognised", "under_way", "missing", "not_required", "unknown"];
const PARTIES: [&str; 7] = ["own_cell", "shared_cell", "cluster_cell", "group_within_cell", "socio_political_only", "none", "unknown"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(place()).await?;
        for columns in [
            &["admin_unit_id", "kind", "name_sort"][..],
            &["kind", "board", "name_sort"],
            &["name_sort", "id"],
            &["lon", "lat"],
            &["parent_id"],
            &["name_folded", "admin_unit_id"],
        ] {
            index(manager, "place", columns, false).await?;
        }
        compare_as_bytes(manager, "place", "name_sort").await?;
        manager.create_table(board_status()).await?;
        manager.create_table(dispute()).await?;
        index(manager, "dispute", &["place_id", "kind"], true).await?;
        manager.create_table(place_organization()).await?;
        index(manager, "place_organization", &["place_id", "kind"], true).await?;
        manager.create_table(place_tally()).await?;
        index(
            manager,
            "place_tally",
            &["admin_unit_id", "former_district", "kind", "board", "required", "party", "cell_committee", "agreement"],
            true,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["place_tally", "place_organization", "dispute", "board_status", "place"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn place() -> TableCreateStatement {
    let mut table = Table::create()
        .table("place")
        .col(id())
        .col(code("kind", &KINDS))
        .col(code_null("segment", &["high_end", "commercial", "social_housing", "resettlement", "old_block"]))
        .col(string("name"))
        .col(string("name_folded"))
        .col(string("name_sort"))
        .col(string("address"))
        // Lower case with diacritics, and folded: name, address, unit and former district in one.
        .col(text("search_exact"))
        .col(text("search_folded"))
        .col(uuid("admin_unit_id"))
        .col(string_null("former_district"))
        .col(double_null("lon"))
        .col(double_null("lat"))
        .col(text_null("area"))
        .col(integer_null("blocks"))
        .col(integer_null("apartments"))
        .col(integer_null("handed_over"))
        .col(integer_null("handover_year"))
        .col(integer_null("residents"))
        .col(uuid_null("parent_id"))
        .col(date_null("organizations_confirmed_on"))
        .col(string_null("party_decision"))
        .col(integer_null("party_members"))
        .col(boolean_null("cell_committee"))
        .col(string_null("agreement_number"))
        .col(date_null("agreement_on"))
        .col(date_null("reviewed_on"))
        .col(text_null("note"))
        .col(date_null("closed_on"))
        .col(uuid_null("merged_into"))
        // Derived at every write, so that no query works them out.
        .col(code("board", &BOARDS))
        .col(boolean("required"))
        .col(code("party", &PARTIES))
        .col(boolean("sample"))
        .foreign_key(ForeignKey::create().from("place", "admin_unit_id").to("admin_unit", "id"))
        .foreign_key(ForeignKey::create().from("place", "parent_id").to("place", "id").on_delete(ForeignKeyAction::SetNull))
        .foreign_key(ForeignKey::create().from("place", "merged_into").to("place", "id").on_delete(ForeignKeyAction::SetNull))
        .take();
    edited(&mut table).take()
}

fn board_status() -> TableCreateStatement {
    Table::create()
        .table("board_status")
        .col(uuid("place_id").primary_key())
        .col(code("requirement", &["required", "not_required", "unknown"]))
        .col(code(
            "meeting_stage",
            &["unknown", "not_due", "due", "overdue", "ward_convening", "held_no_quorum", "held_no_board", "elected"],
        ))
        .col(code("recognition", &["unknown", "none", "dossier_due", "submitted", "returned", "awaiting_number", "recognised"]))
        .col(code("term", &["none", "active", "expiring", "expired", "vacant", "re_election"]))
        .col(code("fund_handover", &["unknown", "not_applicable", "not_collected", "not_handed", "partial", "handed"]))
        .col(string_null("decision_number"))
        .col(date_null("decision_on"))
        .col(date_null("term_ends_on"))
        .foreign_key(ForeignKey::create().from("board_status", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
        .take()
}

fn dispute() -> TableCreateStatement {
    Table::create()
        .table("dispute")
        .col(id())
        .col(uuid("place_id"))
        .col(code("kind", &["maintenance_fund", "common_area", "fees", "rival_boards", "developer", "other"]))
        .foreign_key(ForeignKey::create().from("dispute", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
        .take()
}

fn place_organization() -> TableCreateStatement {
    let kinds = [
        "own_cell",
        "shared_cell",
        "cluster_cell",
        "group_within_cell",
        "front_work_committee",
        "trade_union",
        "youth_union",
        "womens_union",
        "farmers_association",
        "veterans_association",
        "elderly_association",
        "self_managed_group",
    ];
    Table::create()
        .table("place_organization")
        .col(id())
        .col(uuid("place_id"))
        .col(code("kind", &kinds))
        .foreign_key(ForeignKey::create().from("place_organization", "place_id").to("place", "id").on_delete(ForeignKeyAction::Cascade))
        .take()
}

/// How many open places are alike in all that the summaries count: kept by every write, so that a
/// summary costs the same in a small city and in a large one.
fn place_tally() -> TableCreateStatement {
    Table::create()
        .table("place_tally")
        .col(id())
        .col(uuid("admin_unit_id"))
        .col(string("former_district"))
        .col(code("kind", &KINDS))
        .col(code("board", &BOARDS))
        .col(boolean("required"))
        .col(code("party", &PARTIES))
        .col(boolean("cell_committee"))
        .col(boolean("agreement"))
        .col(big_integer("count"))
        .take()
}
