import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { listed, names, total } from "../register.ts";

async function search(page: Page, words: string) {
  await page.goto("/places");
  const main = page.getByRole("main");
  await main.getByRole("searchbox").fill(words);
  await main.getByRole("button", { name: "Tìm" }).click();
  await expect(page).toHaveURL(/[?&]q=[^&]/);
}

test("a name is found without its diacritics @no-javascript", async ({ page }) => {
  await search(page, "67 cong quynh");
  await expect(names(page).first()).toHaveText("Chung cư 67 Cống Quỳnh");
});

test("đ is found by d, whatever the case", async ({ page }) => {
  await search(page, "TON THAT DAM");
  await expect(names(page).first()).toContainText("Tôn Thất Đạm");
});

test("what is spelled exactly comes before what only sounds alike", async ({ page }) => {
  const spelled = async (words: string) => {
    await search(page, words);
    return page.getByRole("main").locator(".place-list li").allTextContents();
  };
  const flat = await spelled("Hoa");
  const last = flat.findLastIndex((row) => /hoa/i.test(row));
  expect(last).toBeGreaterThanOrEqual(0);
  expect(flat.slice(0, last + 1).every((row) => /hoa/i.test(row))).toBe(true);
  expect(flat.length).toBeGreaterThan(last + 1);
  const falling = await spelled("Hòa");
  expect(falling[0]).toMatch(/hòa/i);
});

test("a former ward leads to the buildings that stand there today @no-javascript", async ({ page }) => {
  const { total: found } = await listed(page.request, "q=ben+nghe");
  expect(found).toBeGreaterThan(0);
  await search(page, "bến nghé");
  await expect(total(page, String(found))).toBeVisible();
});

test("nothing found says what to do next", async ({ page }) => {
  await search(page, "không có tòa nào tên này");
  await expect(total(page, "0")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Thêm địa điểm" }).last()).toBeVisible();
});
