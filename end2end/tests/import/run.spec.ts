import { readFile } from "node:fs/promises";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { listed, ownName } from "../register.ts";
import { counted, preview, said, tableA } from "./table.ts";

test.use({ baseURL: cityAtWork.address });

test("the good rows are imported, and the whole import is taken back", async ({ page }) => {
  const name = ownName("Nhập");
  const found = async () => (await listed(page.request, `q=${encodeURIComponent(name)}`)).total;
  await preview(page, tableA("nhap.csv", [
    `1,${name} A,1 Lê Lợi,Phường Sài Gòn,120,`,
    `2,${name} B,2 Lê Lợi,Phường Sài Gòn,80,`,
    `3,${name} C,3 Lê Lợi,Phường Không Có Thật,80,`,
  ]));
  await page.getByRole("button", { name: "Nhập các dòng đúng" }).click();
  await expect(said(page, "Đã nhập xong")).toBeVisible();
  await expect(page.getByRole("link", { name: "Tải các dòng cần sửa" })).toBeVisible();
  expect(await found()).toBe(2);

  await page.goto("/import");
  const earlier = page.getByRole("listitem").filter({ hasText: "nhap.csv" }).filter({ hasText: "Đã nhập xong" });
  await earlier.getByRole("link").first().click();
  await page.getByRole("button", { name: "Hoàn tác lần nhập này" }).click();
  await expect(said(page, "Đã hoàn tác")).toBeVisible();
  expect(await found()).toBe(0);
});

test("a file without problems is imported at one press @no-javascript", async ({ page }) => {
  const name = ownName("Một lần bấm");
  await preview(page, tableA("dung.csv", [`1,${name},1 Lê Lợi,Phường Sài Gòn,120,`]));
  await page.getByRole("button", { name: "Nhập vào sổ" }).click();
  // Without scripts the page does not follow the import; who looks again sees its end.
  await expect(async () => {
    await page.reload();
    await expect(said(page, "Đã nhập xong")).toBeVisible({ timeout: 500 });
  }).toPass();
  expect((await listed(page.request, `q=${encodeURIComponent(name)}`)).total).toBe(1);
});

test("rejected rows are downloaded, and the same table can be handed in again", async ({ page }) => {
  const name = ownName("Cần sửa");
  await preview(page, tableA("can-sua.csv", [`1,${name},1 Lê Lợi,Phường Sài Gòn,12a,`]));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Tải các dòng cần sửa" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  const buffer = await readFile(await download.path());
  await preview(page, { name: "sua-lai.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer });
  await expect(counted(page, "Cần sửa trong tệp")).toHaveText("1");
  await expect(page.getByText("“12a” không phải số nguyên.")).toBeVisible();
});

test("an empty table A is there to download", async ({ page }) => {
  await page.goto("/import");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Tải bảng A trống" }).click(),
  ]);
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe("PK");
});
