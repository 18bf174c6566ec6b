import { expect, type APIRequestContext, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";

/** A row of the list as the API tells it. */
export interface Row {
  id: string;
  name: string;
  address: string;
  admin_unit_name: string;
}

/** What the API answers for the filters of a list's URL. */
export async function listed(request: APIRequestContext, query: string): Promise<{ total: number; items: Row[] }> {
  const response = await request.get(`/api/v1/places?${query}`);
  expect(response.status(), query).toBe(200);
  return response.json();
}

/** Every field of a place. */
export async function fieldsOf(request: APIRequestContext, id: string): Promise<Record<string, unknown>> {
  const response = await request.get(`/api/v1/places/${id}`);
  expect(response.status()).toBe(200);
  return response.json();
}

/** A name that no other test, and no other project's run of the same test, uses. */
export function ownName(about: string): string {
  return `Chung cư ${about} ${randomUUID().slice(0, 8)}`;
}

async function unitId(request: APIRequestContext, code: string): Promise<string> {
  const { items } = await (await request.get("/api/v1/admin-units")).json();
  return items.find((unit: { code: string }) => unit.code === code).id;
}

/** What every form of the signed-in person carries. */
export async function formToken(request: APIRequestContext): Promise<string> {
  const page = await (await request.get("/account")).text();
  return /name="form_token" value="([0-9a-f]+)"/.exec(page)?.[1] ?? "";
}

/** A building in Phường Sài Gòn that belongs to one test alone. Answers its id. */
export async function ownBuilding(request: APIRequestContext, name: string, fields: Record<string, string> = {}): Promise<string> {
  const form = {
    form_token: await formToken(request),
    operation: randomUUID(),
    kind: "apartment_building",
    name,
    address: "1 Lê Lợi",
    admin_unit_id: await unitId(request, "26740"),
    requirement: "required",
    meeting_stage: "overdue",
    recognition: "none",
    term: "none",
    fund_handover: "unknown",
    ...fields,
  };
  const response = await request.post("/places/new", { form, maxRedirects: 0 });
  expect(response.status(), "the building is saved").toBe(303);
  const id = /\/places\/([0-9a-f-]{36})/.exec(response.headers()["location"] ?? "")?.[1];
  expect(id).toBeTruthy();
  return id!;
}

/** A cell in Phường Sài Gòn that belongs to one test alone. Answers its id. */
export async function ownCell(request: APIRequestContext, name: string): Promise<string> {
  const form = { form_token: await formToken(request), operation: randomUUID(), kind: "party_cell", name, admin_unit_id: await unitId(request, "26740") };
  const response = await request.post("/organizations/new", { form, maxRedirects: 0 });
  expect(response.status(), "the cell is saved").toBe(303);
  return /\/organizations\/([0-9a-f-]{36})/.exec(response.headers()["location"] ?? "")![1]!;
}

/** How many places the list says it found. */
export function total(page: Page, number: string) {
  return page.getByRole("main").getByText(`${number} địa điểm`, { exact: true });
}

/** The names in the list, in their order. */
export function names(page: Page) {
  return page.getByRole("main").getByRole("listitem").locator("a.name");
}

/** The message that something was done. */
export function notice(page: Page) {
  return page.getByRole("status").filter({ visible: true });
}
