import { expect, test } from "../fixtures.ts";

test("English is one tap away, keeps the page and stays @no-javascript", async ({ page }) => {
  await page.goto("/places?board=missing");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL(/\/places\?board=missing$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  await page.goto("/");
  await expect(page.getByRole("region", { name: "46.6%" })).toContainText("581/1,246");

  await page.getByRole("button", { name: "Tiếng Việt" }).click();
  await expect(page.getByRole("region", { name: "46,6%" })).toContainText("581/1.246");
});
