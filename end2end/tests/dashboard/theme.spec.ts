import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** Between 0, black, and 1, white. */
async function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d")!;
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / (3 * 255);
  });
}

test("the page is as dark as the device until somebody chooses", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/");
  expect(await brightness(page)).toBeLessThan(0.3);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await brightness(page)).toBeGreaterThan(0.7);
});

test("dark is chosen, stays on the next page, and light comes back", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Nền tối" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await brightness(page)).toBeLessThan(0.3);
  await page.goto("/import");
  expect(await brightness(page)).toBeLessThan(0.3);
  await page.getByRole("button", { name: "Nền sáng" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  expect(await brightness(page)).toBeGreaterThan(0.7);
});
