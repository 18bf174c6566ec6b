import type { Page } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName, total } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

/** The city opens the list behind one number of the ward's line, and looks for the building there. */
async function standsAt(city: Page, step: string, name: string, found: number) {
  await city.goto("/funnel");
  const steps = await city.getByRole("columnheader").allTextContents();
  const line = city.getByRole("row", { name: "Phường Sài Gòn" });
  await line.getByRole("cell").nth(steps.findIndex((words) => words.startsWith(step)) - 1).getByRole("link").click();
  await expect(city).toHaveURL(/stage=/);
  await city.goto(`${city.url()}&q=${encodeURIComponent(name)}`);
  await expect(total(city, String(found))).toBeVisible();
}

test("the city follows a building through the funnel while the ward takes it from overdue to recognised", async ({ page, browser }) => {
  const name = ownName("Theo dõi");
  const id = await ownBuilding(page.request, name, { apartments: "200", handed_over: "124", handover_year: "2023" });
  const city = await (await browser.newContext({ baseURL: cityAtWork.address, storageState: signedIn("city"), locale: "vi-VN" })).newPage();
  await standsAt(city, "Đến hạn hội nghị", name, 1);

  const record = async (fact: string) => {
    await page.goto(`/places/${id}/record`);
    await page.locator("summary", { hasText: fact }).click();
    await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
    await expect(page.getByRole("status").filter({ visible: true })).toContainText("Đã lưu.");
  };
  await record("Đã bầu ban quản trị");
  await standsAt(city, "Đã bầu", name, 1);
  await record("Đã nộp hồ sơ");
  await standsAt(city, "Đã nộp", name, 1);

  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Đã có quyết định công nhận" }).click();
  await page.getByLabel("Số quyết định").filter({ visible: true }).fill(`${id.slice(-6)}/QĐ-UBND`);
  await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
  await expect(page.getByRole("status").filter({ visible: true })).toContainText("Công nhận: Đã công nhận");
  await standsAt(city, "Đã công nhận", name, 1);
  await standsAt(city, "Đến hạn hội nghị", name, 0);
  await city.context().close();
});
