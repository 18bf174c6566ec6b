import { expect, test } from "../fixtures.ts";
import { listed, names, total } from "../register.ts";

test("filters stand in the URL, so that the other sees the same @no-javascript", async ({ page, context }) => {
  await page.goto("/places");
  await page.getByText("Lọc", { exact: true }).click();
  await page.getByLabel("Loại địa điểm").selectOption("Nhà chung cư");
  await page.getByLabel("Phường, xã, đặc khu").selectOption("Phường Sài Gòn");
  await page.getByLabel("Ban quản trị").selectOption("Chưa có ban quản trị được công nhận");
  await page.getByRole("button", { name: "Áp dụng" }).click();
  await expect(page).toHaveURL(/board=not_recognised/);
  await expect(page).toHaveURL(/unit=26740/);

  const found = await listed(page.request, "kind=apartment_building&unit=26740&board=not_recognised");
  await expect(total(page, String(found.total))).toBeVisible();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(total(other, String(found.total))).toBeVisible();
  await expect(other.getByLabel("Ban quản trị")).toHaveValue("not_recognised");
});

test("the next page goes on where the first ended @no-javascript", async ({ page }) => {
  await page.goto("/places?kind=apartment_building");
  const first = await names(page).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await page.getByRole("link", { name: "Trang sau" }).click();
  await expect(page.getByRole("link", { name: "Trang đầu" })).toBeVisible();
  const second = await names(page).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
  await expect(total(page, "1.246")).toBeVisible();
});

test.describe("a filter that is nonsense", () => {
  test.use({ expectedComplaints: [/status of 400/] });

  for (const nonsense of ["board=gloom", "cursor=zzz", "kind=castle"]) {
    test(`${nonsense} is named, and the page still stands @no-javascript`, async ({ page }) => {
      const response = await page.goto(`/places?${nonsense}`);
      expect(response?.status()).toBe(400);
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(page.getByRole("main").getByRole("searchbox")).toBeVisible();
    });
  }
});
