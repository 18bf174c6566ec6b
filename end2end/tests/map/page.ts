import { expect, type Page } from "@playwright/test";

/** Opens the map and waits until it is drawn and wired. */
export async function openMap(page: Page, address = "/map") {
  await page.goto(address);
  // The library is large, and software draws it: what waits here is not the page's logic.
  await expect(page.locator("#map-page[data-ready]")).toBeVisible({ timeout: 30_000 });
}

/** What the list says of the view: "90 phường, xã · 1.246 tòa nhà, 581 chưa có ban quản trị". */
export function summary(page: Page) {
  return page.getByRole("region", { name: "Trong khung nhìn" }).getByRole("status");
}

/** How many buildings the list says are in view. */
export async function inView(page: Page): Promise<number> {
  const words = (await summary(page).textContent()) ?? "";
  return Number(/([\d.]+) tòa nhà/.exec(words)?.[1].replaceAll(".", "") ?? NaN);
}

/** Lines of the list. */
export function lines(page: Page) {
  return page.getByRole("region", { name: "Trong khung nhìn" }).getByRole("listitem").getByRole("button");
}

export const canvas = (page: Page) => page.getByRole("application", { name: /^Bản đồ/ });
