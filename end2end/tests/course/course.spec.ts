import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

/** A building whose first meeting was due long ago. */
function overdue(page: Page, about: string, fields: Record<string, string> = {}) {
  return ownBuilding(page.request, ownName(about), { apartments: "200", handed_over: "124", handover_year: "2023", ...fields });
}

function due(page: Page) {
  return page.getByRole("main").locator("section#due");
}

function timeline(page: Page) {
  return page.getByRole("main").locator("section", { has: page.getByRole("heading", { name: "Lịch sử" }) }).locator("ol > li");
}

/** From the building's page to saved: the fact, then the day. */
async function record(page: Page, fact: string, day = "Hôm nay") {
  await page.getByRole("link", { name: "Cập nhật", exact: true }).click();
  await page.locator("summary", { hasText: fact }).click();
  await page.getByRole("button", { name: day }).filter({ visible: true }).click();
}

test("a ward takes a building from overdue to recognised, each step within three taps @no-javascript", async ({ page }) => {
  const id = await overdue(page, "Từ đầu đến cuối");
  await page.goto(`/places/${id}`);
  await expect(due(page)).toContainText("UBND phường, xã triệu tập hội nghị");
  await expect(due(page)).toContainText(/quá hạn \d+ ngày/);
  await expect(page.getByText("Bàn giao 2023, đã giao 62 % căn, chưa ghi nhận hội nghị")).toBeVisible();

  // One: the fact of the work that is due, two taps.
  await due(page).getByRole("link", { name: "Ghi nhận: UBND phường, xã triệu tập hội nghị" }).click();
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
  await expect(notice(page)).toContainText("UBND phường đang triệu tập");

  // Two: the meeting, three taps.
  await record(page, "Đã bầu ban quản trị");
  await expect(notice(page)).toContainText("Công nhận: Chờ nộp hồ sơ");
  await expect(due(page)).toContainText("Nộp hồ sơ công nhận");

  // Three: the dossier, two taps from the work that is due.
  await due(page).getByRole("link", { name: "Ghi nhận: Nộp hồ sơ công nhận" }).click();
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
  await expect(due(page)).toContainText("Ra quyết định công nhận");

  // Four: the decision, whose number comes later.
  await due(page).getByRole("link", { name: "Ghi nhận: Ra quyết định công nhận" }).click();
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
  await expect(notice(page)).toContainText("Chờ số quyết định");
  expect(await fieldsOf(page.request, id)).toMatchObject({ recognition: "awaiting_number", board_category: "under_way" });

  // Five: the number, of the day that is known.
  await due(page).getByRole("link", { name: "Ghi nhận: Bổ sung số quyết định" }).click();
  // Other runs record decisions in the same ward.
  const number = `${randomUUID().slice(0, 8)}/QĐ-UBND`;
  await page.getByLabel("Số quyết định").filter({ visible: true }).fill(number);
  await page.getByRole("button", { name: "Ghi số cho quyết định ngày" }).click();
  await expect(notice(page)).toContainText("Công nhận: Đã công nhận");
  expect(await fieldsOf(page.request, id)).toMatchObject({ decision_number: number, board_category: "recognised" });

  await expect(timeline(page).first()).toContainText("Đã có quyết định công nhận");
  await expect(timeline(page).first()).toContainText(`Số quyết định: ${number}`);
  await expect(timeline(page).first()).toContainText("Người thử ghi lúc");
  await expect(timeline(page).filter({ hasText: "Đã bầu ban quản trị" }).first()).toContainText("Hội nghị: Lần đầu");
});

test("what is unlikely is refused with its reason until somebody says why it holds @no-javascript", async ({ page }) => {
  const id = await overdue(page, "Cảnh báo");
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Đã bầu ban quản trị" }).click();
  await page.getByText("Ghi thêm chi tiết (có thể để sau)").filter({ visible: true }).click();
  await page.getByLabel("Tổng số chủ sở hữu").filter({ visible: true }).fill("100");
  await page.getByLabel("Số người dự").filter({ visible: true }).fill("20");
  await page.getByRole("button", { name: "Hôm qua" }).filter({ visible: true }).click();

  await expect(page.getByRole("alert").first()).toContainText("những gì đã nhập vẫn còn");
  const present = page.getByLabel("Số người dự").filter({ visible: true });
  await expect(present).toHaveValue("20");
  await expect(present).toHaveAccessibleDescription(/Số người dự chưa đủ 50 %/);
  await page.getByLabel("Vì sao vẫn đúng").fill("Chủ đầu tư còn giữ nhiều căn");
  await page.getByRole("button", { name: "Vẫn ghi, ngày" }).click();

  await expect(notice(page)).toContainText("Đã lưu.");
  const latest = timeline(page).filter({ hasText: "Đã bầu ban quản trị" }).first();
  await expect(latest).toContainText("Vì sao vẫn đúng: Chủ đầu tư còn giữ nhiều căn");
  await expect(latest).toContainText("20 %");
});

test("details that cannot be read are errors of their fields, and the fact stays open", async ({ page }) => {
  const id = await overdue(page, "Chi tiết sai");
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Đã bầu ban quản trị" }).click();
  await page.getByText("Ghi thêm chi tiết (có thể để sau)").filter({ visible: true }).click();
  await page.getByLabel("Tổng số chủ sở hữu").filter({ visible: true }).fill("12a");
  await page.getByLabel("Số biên bản").filter({ visible: true }).fill("01/BB");
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
  const total = page.getByLabel("Tổng số chủ sở hữu").filter({ visible: true });
  await expect(total).toHaveAccessibleDescription(/“12a” không phải số nguyên/);
  await expect(page.getByLabel("Số biên bản").filter({ visible: true })).toHaveValue("01/BB");
  expect(await fieldsOf(page.request, id)).toMatchObject({ meeting_stage: "overdue" });
});

test("work is put off with a day and a reason, and says so @no-javascript", async ({ page }) => {
  const id = await overdue(page, "Hoãn");
  await page.goto(`/places/${id}`);
  await due(page).getByText("Hoãn", { exact: false }).filter({ visible: true }).first().click();
  await due(page).getByRole("button", { name: "Hoãn việc này" }).click();
  await expect(due(page).getByLabel("Hoãn đến ngày")).toHaveAccessibleDescription(/Cần điền/);
  await expect(due(page).getByLabel("Lý do hoãn")).toHaveAccessibleDescription(/Cần điền/);

  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  await due(page).getByLabel("Hoãn đến ngày").fill(soon);
  await due(page).getByRole("button", { name: "Hoãn việc này" }).click();
  await expect(due(page).getByLabel("Hoãn đến ngày")).toHaveValue(soon);
  await due(page).getByLabel("Lý do hoãn").fill("Chờ chủ đầu tư bàn giao nốt");
  await due(page).getByRole("button", { name: "Hoãn việc này" }).click();
  await expect(due(page)).toContainText(/hoãn đến \d{2}\/\d{2}\/\d{4} · còn \d+ ngày/);
  await expect(due(page)).toContainText("Lý do hoãn: Chờ chủ đầu tư bàn giao nốt");
});

test("a field that follows from facts is set by hand only with a reason, which is shown @no-javascript", async ({ page }) => {
  const id = await overdue(page, "Đổi tay");
  await page.goto(`/places/${id}`);
  await record(page, "Đã bầu ban quản trị", "Hôm qua");
  await page.goto(`/places/${id}/edit`);
  await page.getByLabel("Công nhận", { exact: true }).selectOption("Đã nộp hồ sơ");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByLabel("Lý do (khi đổi tay)")).toHaveAccessibleDescription(/Cần điền/);
  await expect(page.getByLabel("Công nhận", { exact: true })).toHaveValue("submitted");
  await page.getByLabel("Lý do (khi đổi tay)").fill("Theo sổ văn thư");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(notice(page)).toContainText("Công nhận: Đã nộp hồ sơ");
  await expect(page.getByText(/Ghi ngày \d{2}\/\d{2}\/\d{4}: Theo sổ văn thư/)).toBeVisible();
});
