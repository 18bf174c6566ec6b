import { expect, test } from "../fixtures.ts";

test("the dashboard opens with a heading @no-javascript", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
