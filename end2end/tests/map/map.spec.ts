import { expect, test } from "../fixtures.ts";
import { canvas, inView, lines, openMap, summary } from "./page.ts";

const CENTRE = "/map#view=14.5/10.776/106.7";

test("the map draws the city, and list and legend say the same in words", async ({ page }) => {
  await openMap(page);
  await expect(summary(page)).toHaveText("90 phường, xã · 1.246 tòa nhà, 581 chưa có ban quản trị");
  // Water alone would be a picture of a few kilobytes.
  await expect.poll(async () => (await canvas(page).screenshot()).length).toBeGreaterThan(40_000);
  const legend = page.getByRole("group").filter({ hasText: "Chú giải" });
  if ((await legend.getAttribute("open")) === null) await legend.getByText("Chú giải").click();
  const counts = await legend.locator(".bins .number").allTextContents();
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(168);
});

test("a filter stands in the URL: it can be sent, and gone back from", async ({ page, context }) => {
  await openMap(page);
  await page.getByLabel("Ban quản trị", { exact: true }).selectOption("Chưa có");
  await expect(page).toHaveURL(/[?&]board=missing/);
  await expect(summary(page)).not.toContainText("1.246");
  const words = (await summary(page).textContent())!;

  const other = await context.newPage();
  await openMap(other, page.url());
  await expect(other.getByLabel("Ban quản trị", { exact: true })).toHaveValue("missing");
  await expect(summary(other)).toHaveText(words);
  await other.close();

  await page.goBack();
  await expect(page.getByLabel("Ban quản trị", { exact: true })).toHaveValue("");
  await expect(summary(page)).toContainText("1.246 tòa nhà");
});

test("what one sends is what the other sees", async ({ page, context }) => {
  await openMap(page, CENTRE);
  await page.getByRole("button", { name: "Phóng to" }).click();
  await expect(page).toHaveURL(/#view=15\.50\/10\.77\d+\/106\.7/);
  const count = await inView(page);

  const other = await context.newPage();
  await openMap(other, page.url());
  await expect.poll(() => inView(other)).toBe(count);
  expect(other.url()).toContain("#view=15.50/");
});

test("a link may name the view, and a ward to look at", async ({ page }) => {
  await openMap(page, "/map?view=14.5/10.776/106.7");
  await expect(summary(page)).toHaveText(/^\d+ tòa nhà, \d+ chưa có ban quản trị$/);
  await openMap(page, "/map?unit=26740");
  await expect(lines(page).first()).toContainText("Phường Sài Gòn");
  await page.getByRole("link", { name: "Bỏ lọc Phường Sài Gòn" }).click();
  await expect(page).toHaveURL(/\/map\?(?!.*unit=)/);
});

test("a measure shades, fills the rings and is spoken of", async ({ page }) => {
  await openMap(page);
  await page.getByLabel("Tô màu theo").selectOption("Chưa có tổ chức đảng");
  await expect(page).toHaveURL(/measure=party/);
  await expect(summary(page)).toContainText(/1\.246 tòa nhà, \d+ chưa có tổ chức đảng/);
  await page.getByLabel("Loại").selectOption("Khu dân cư");
  await expect(summary(page)).toContainText("khu dân cư");
});

test("more places than can be drawn are said to be more", async ({ page }) => {
  await page.route("**/map/places.geojson?*", (route) => route.fulfill({ json: { type: "FeatureCollection", truncated: true, features: [] } }));
  await openMap(page, CENTRE);
  await expect(page.getByText("phóng to để xem từng nhà")).toBeVisible();
  await expect(lines(page).first()).toContainText("chưa có ban quản trị");
});

test.describe("without the library", () => {
  test.use({ expectedComplaints: [/maplibre/] });
  test("the map says so, and the list still leads to places", async ({ page }) => {
    await page.route("**/pkg/maplibre/**", (route) => route.fulfill({ status: 404 }));
    await page.goto("/map");
    await expect(page.getByText("Thư viện bản đồ chưa được cài")).toBeVisible();
    await expect(page.locator("#map-lines").getByRole("link").first()).toHaveAttribute("href", /^\/places\//);
  });
});

test("without scripts the filter gives a list of links @no-javascript", async ({ page }, { project }) => {
  test.skip(project.name !== "no-javascript", "with scripts the map takes over");
  await page.goto("/map");
  await expect(page.locator("noscript .notice")).toBeVisible();
  await page.getByLabel("Ban quản trị", { exact: true }).selectOption("Đang tiến hành");
  await page.getByRole("button", { name: "Lọc" }).click();
  await expect(page).toHaveURL(/board=under_way/);
  const list = page.getByRole("region", { name: "Danh sách" });
  await expect(list.getByRole("listitem").first()).toContainText("Đang tiến hành");
  await list.getByRole("link", { name: "Xem tất cả trong danh sách" }).click();
  await expect(page).toHaveURL(/\/places\?.*board=under_way/);
});
