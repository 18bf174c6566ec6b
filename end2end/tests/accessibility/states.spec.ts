import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { preview, tableA } from "../import/table.ts";
import { ownBuilding, ownName } from "../register.ts";
import { expectNothingSerious } from "./axe.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 4(04|22)/] });

test("a form with errors has nothing serious for axe", async ({ page }) => {
  await page.goto("/places/new");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expectNothingSerious(page, "errors");
});

test("an open fact has nothing serious for axe", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Mở việc"));
  await page.goto(`/places/${id}/record`);
  await page.locator("summary", { hasText: "Có chi bộ độc lập" }).click();
  await expectNothingSerious(page, "fact");
});

test("a preview with problems has nothing serious for axe, and long names do not widen the page", async ({ page }) => {
  await preview(page, tableA(`${"rất-dài-".repeat(12)}.csv`, [`1,${ownName("Sai")},1 Lê Lợi,Phường Sài Gòn,${"12a".repeat(40)},x`]));
  await expectNothingSerious(page, "preview");
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]);
});

test("a page that is not there says where to go, and has nothing serious for axe", async ({ page }) => {
  const response = await page.goto("/places/00000000-0000-0000-0000-000000000000");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("link", { name: "Về trang đầu" })).toBeVisible();
  await expectNothingSerious(page, "404");
});
