import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("a fact is recorded with three taps, and taken back @no-javascript", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Ba chạm"));
  await page.goto(`/places/${id}`);

  await page.getByRole("link", { name: "Cập nhật", exact: true }).click();
  await page.locator("summary", { hasText: "Đã bầu ban quản trị" }).click();
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();

  await expect(page).toHaveURL(new RegExp(`/places/${id}\\?saved=`));
  await expect(notice(page)).toContainText("Đã lưu.");
  await expect(notice(page)).toContainText("Hội nghị nhà chung cư: Đã bầu ban quản trị");
  expect(await fieldsOf(page.request, id)).toMatchObject({ meeting_stage: "elected", recognition: "dossier_due" });

  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await expect(notice(page)).toContainText("Đã hoàn tác.");
  expect(await fieldsOf(page.request, id)).toMatchObject({ meeting_stage: "overdue", recognition: "none" });
});

test("the likeliest next fact is one tap away and stands open", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Việc kế tiếp"), { meeting_stage: "elected", recognition: "dossier_due" });
  await page.goto(`/places/${id}`);
  await page.getByRole("link", { name: "Đã nộp hồ sơ" }).click();
  await page.getByRole("button", { name: "Hôm qua" }).filter({ visible: true }).click();
  await expect(notice(page)).toContainText("Công nhận: Đã nộp hồ sơ");
});

test("a recognition without its number waits for it, and is not yet counted", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Chờ số"), { meeting_stage: "elected", recognition: "submitted" });
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Đã có quyết định công nhận" }).click();
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
  await expect(notice(page)).toContainText("Chờ số quyết định");
  expect(await fieldsOf(page.request, id)).toMatchObject({ recognition: "awaiting_number", board_category: "under_way" });
});

test("a day may be chosen, but not one that has not come", async ({ page }) => {
  const fields = { meeting_stage: "elected", recognition: "recognised", term: "active", decision_number: "7", decision_on: "2023-01-05" };
  const id = await ownBuilding(page.request, ownName("Chọn ngày"), fields);
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Hết nhiệm kỳ" }).click();
  const day = page.getByLabel("Chọn ngày").filter({ visible: true });
  await expect(day).toHaveAttribute("max", /^\d{4}-\d{2}-\d{2}$/);
  await day.fill("2026-01-05");
  await page.getByRole("button", { name: "Lưu ngày này" }).filter({ visible: true }).click();
  await expect(notice(page)).toContainText("Nhiệm kỳ: Đã hết nhiệm kỳ");
  expect(await fieldsOf(page.request, id)).toMatchObject({ term: "expired", reviewed_on: "2026-01-05" });
});
