import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("the first tab leads past the navigation", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Đến nội dung" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("a fact is recorded without a mouse", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Bàn phím"), { meeting_stage: "elected", recognition: "submitted" });
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Hồ sơ bị trả lại" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByText("Ghi thêm chi tiết").filter({ visible: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(notice(page)).toContainText("Công nhận: Hồ sơ bị trả lại");
});
