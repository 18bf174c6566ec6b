import { cityAsMade } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAsMade.address, storageState: signedIn("city") });

test("the city finds the monthly tables, and no household behind them @no-javascript", async ({ page }) => {
  await page.goto("/support");
  await expect(page.getByRole("heading", { level: 1, name: "Hỗ trợ hộ gia đình theo tháng" })).toBeVisible();
  // Either a month is frozen, or the page says when the first will be.
  const none = page.getByText("Chưa có tháng nào được chốt");
  const asOf = page.getByText("số liệu đến ngày");
  await expect(none.or(asOf)).toBeVisible();
  await expect(page.locator("main a[href^='/households'], main a[href^='/members']")).toHaveCount(0);
});

test.describe("the ward", () => {
  test.use({ storageState: signedIn("lead"), expectedComplaints: [/status of 404/] });

  test("has its own pages and not those of the city", async ({ page }) => {
    expect((await page.goto("/support"))?.status()).toBe(404);
    await expect(page.getByRole("link", { name: "Hỗ trợ hộ", exact: true })).toHaveCount(0);
  });
});
