import type { Page } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

const FOUND = "Máy này còn giữ một bản đang nhập dở";

/** Types until the page keeps it: what is typed before its script has come is not kept yet. */
async function type(page: Page, label: string, text: string) {
  await expect(async () => {
    await page.getByLabel(label).fill("");
    await page.getByLabel(label).fill(text);
    const kept = await page.evaluate(() => Object.values(localStorage).join());
    expect(kept).toContain(text);
  }).toPass();
}

test("what was typed before a call is offered again, and comes back", async ({ page }) => {
  await page.goto("/places/new");
  const name = ownName("Nhập dở");
  await type(page, "Tên *", name);
  await page.getByLabel("Hội Phụ nữ").check();
  await page.getByLabel("Phân loại").selectOption("Tái định cư");
  await page.reload();

  await expect(notice(page)).toContainText(FOUND);
  await expect(page.getByLabel("Tên *")).toHaveValue("");
  await page.getByRole("button", { name: "Lấy lại bản dở" }).click();
  await expect(page.getByLabel("Tên *")).toHaveValue(name);
  await expect(page.getByLabel("Hội Phụ nữ")).toBeChecked();
  await expect(page.getByLabel("Phân loại")).toHaveValue("resettlement");
  await expect(page.getByText(FOUND)).toBeHidden();
});

test("a draft that is dropped does not come back", async ({ page }) => {
  await page.goto("/places/new");
  await type(page, "Số nhà, đường", "5 Nguyễn Huệ");
  await page.reload();
  await page.getByRole("button", { name: "Bỏ đi" }).click();
  await expect(page.getByText(FOUND)).toBeHidden();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("what was saved is no draft any more", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Đã gửi"));
  await page.goto(`/places/${id}/edit`);
  await type(page, "Ghi chú", "Cửa chính mở ở hẻm 12");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(notice(page)).toContainText("Đã lưu.");
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("a fact that was being written down is offered again where its form is folded away", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Việc dở"));
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Đã bầu ban quản trị" }).click();
  const total = page.getByLabel("Tổng số chủ sở hữu").filter({ visible: true });
  await page.getByText("Ghi thêm chi tiết").filter({ visible: true }).click();
  await expect(async () => {
    await total.fill("");
    await total.fill("120");
    expect(await page.evaluate(() => Object.values(localStorage).join())).toContain("120");
  }).toPass();
  await page.reload();
  await expect(notice(page)).toContainText(`Đã bầu ban quản trị: ${FOUND}`);
  await page.getByRole("button", { name: "Lấy lại bản dở" }).filter({ visible: true }).click();
  await expect(total).toHaveValue("120");
});
