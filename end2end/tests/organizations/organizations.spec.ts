import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownCell, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

test("a building without a cell of its own comes to another, until that one is dissolved @no-javascript", async ({ page }) => {
  const name = ownName("sinh hoạt ghép");
  const cell = name.replace("Chung cư", "Chi bộ");
  const place = await ownBuilding(page.request, name);
  await ownCell(page.request, cell);

  await page.goto(`/places/${place}`);
  await page.getByRole("link", { name: "Liên kết với tổ chức" }).click();
  await page.getByRole("main").getByRole("searchbox").fill(cell);
  await page.getByRole("main").getByRole("button", { name: "Tìm" }).click();
  await page.getByRole("link", { name: cell }).click();

  // What is missing is named, and what was filled in stays.
  await expect(page.getByRole("radio", { name })).toBeChecked();
  await page.getByLabel("Từ ngày").fill("2024-01-05");
  await page.getByRole("button", { name: "Liên kết", exact: true }).click();
  await expect(page.getByText("Cần điền mục này.")).toBeVisible();
  await expect(page.getByLabel("Từ ngày")).toHaveValue("2024-01-05");
  await page.getByLabel("Hình thức").selectOption("Chi bộ ghép");
  await page.getByRole("button", { name: "Liên kết", exact: true }).click();
  await expect(notice(page)).toContainText("Đã lưu.");

  await page.getByRole("main").getByRole("link", { name, exact: true }).click();
  const card = page.locator("#organizations");
  await expect(card).toContainText(`sinh hoạt ghép tại ${cell}; xem lại`);
  await expect(page.getByRole("definition").filter({ hasText: "Chi bộ ghép" }).first()).toBeVisible();

  await card.getByRole("link", { name: cell, exact: true }).click();
  await page.getByRole("link", { name: "Ghi quyết định" }).click();
  await page.getByText("Giải thể", { exact: true }).click();
  await page.getByLabel("Số quyết định").filter({ visible: true }).fill(`${randomUUID().slice(0, 8)}-QĐ/ĐU`);
  await page.getByRole("button", { name: "Ghi lại" }).filter({ visible: true }).click();
  await expect(notice(page).first()).toContainText("Nơi cần tổ chức đảng mới");
  await expect(page.getByRole("alert")).toContainText("Cần nơi sinh hoạt mới");

  await notice(page).first().getByRole("link", { name }).click();
  await expect(card).toContainText("Cần nơi sinh hoạt mới");
  await expect(page.locator("#due")).toContainText("Xem lại");
});

test("a cell takes in another with its building, and both tell it @no-javascript", async ({ page }) => {
  const name = ownName("sáp nhập");
  const place = await ownBuilding(page.request, name);
  const [stays, ends] = [`${name} ở lại`, `${name} kết thúc`];
  const [first, second] = [await ownCell(page.request, stays), await ownCell(page.request, ends)];
  await page.goto(`/organizations/${second}/link?place=${place}`);
  await page.getByLabel("Hình thức").selectOption("Chi bộ độc lập");
  await page.getByRole("button", { name: "Liên kết", exact: true }).click();
  await expect(notice(page)).toContainText("Đã lưu.");

  await page.goto(`/organizations/${first}/decide`);
  await page.getByText("Sáp nhập", { exact: true }).click();
  await page.getByRole("checkbox", { name: ends }).check();
  await page.getByRole("button", { name: "Ghi lại" }).filter({ visible: true }).click();
  await expect(notice(page)).toContainText("Sáp nhập");
  await expect(page.getByRole("main").getByRole("link", { name, exact: true })).toBeVisible();

  await page.goto(`/organizations/${second}`);
  await expect(page.getByRole("main")).toContainText("Đã kết thúc ngày");
  await expect(page.getByRole("listitem").filter({ hasText: "Nhập vào" }).first()).toContainText(stays);
});

test("a decision that was recorded by mistake is taken back @no-javascript", async ({ page }) => {
  const name = ownName("hoàn tác quyết định");
  const cell = name.replace("Chung cư", "Chi bộ");
  const id = await ownCell(page.request, cell);
  await page.goto(`/organizations/${id}`);
  await page.getByRole("link", { name: "Ghi quyết định" }).click();
  await page.getByText("Giải thể", { exact: true }).click();
  await page.getByLabel("Số quyết định").filter({ visible: true }).fill(`${randomUUID().slice(0, 8)}-QĐ/ĐU`);
  await page.getByRole("button", { name: "Ghi lại" }).filter({ visible: true }).click();
  await expect(page.getByRole("link", { name: "Ghi quyết định" })).toHaveCount(0);

  await page.getByText("Hoàn tác quyết định này", { exact: true }).click();
  await page.getByRole("button", { name: "Hoàn tác", exact: true }).click();
  await expect(notice(page).first()).toContainText("Đã hoàn tác quyết định.");
  await expect(page.getByRole("link", { name: "Ghi quyết định" })).toBeVisible();
  await expect(page.getByText("Hoàn tác quyết định này", { exact: true })).toHaveCount(0);
});
