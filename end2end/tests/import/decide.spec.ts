import { cityAtWork } from "../../cities.ts";
import { expectContrast, expectNothingSerious } from "../accessibility/axe.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, listed, ownBuilding, ownName } from "../register.ts";
import { counted, preview, said, tableA } from "./table.ts";

test.use({ baseURL: cityAtWork.address });

test("a column that was not understood is pointed out, a forbidden one cannot be @no-javascript", async ({ page }) => {
  const name = ownName("Cột lạ");
  const lines = ["STT;Tòa;Phường/xã;Dân tộc", `1;${name};Phường Sài Gòn;Kinh`];
  await preview(page, { name: "cot-la.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });

  await expect(page.getByRole("alert")).toContainText("Chưa biết cột nào là tên.");
  await expect(page.getByRole("button", { name: /^Nhập/ })).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Dân tộc" })).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: "Dân tộc" })).toContainText("Không được phép lưu, đã bỏ");
  await page.getByLabel("Tòa", { exact: true }).selectOption({ label: "Tên chung cư" });
  await page.getByRole("button", { name: "Xem trước lại" }).click();

  await expect(counted(page, "Sẽ thêm")).toHaveText("1");
  await page.getByText("Tệp được hiểu thế nào").click();
  await expect(page.getByLabel("Tòa", { exact: true })).toHaveValue("name");
  await page.getByRole("button", { name: "Nhập vào sổ" }).click();
  await expect(async () => {
    await page.reload();
    await expect(said(page, "Đã nhập xong")).toBeVisible({ timeout: 500 });
  }).toPass();
  expect((await listed(page.request, `q=${encodeURIComponent(name)}`)).total).toBe(1);
});

test("a row that resembles a place is that place, another one, or left for later @no-javascript", async ({ page }) => {
  const name = ownName("Trùng");
  const id = await ownBuilding(page.request, name, { apartments: "120" });
  await preview(page, tableA("trung.csv", [
    `1,${name},1B Lê Lợi,Phường Sài Gòn,125,`,
    `2,${name},2 Lê Lợi,Phường Sài Gòn,80,`,
    `3,${name},3 Lê Lợi,Phường Sài Gòn,90,`,
  ]));
  await expect(counted(page, "Sẽ thêm")).toHaveText("3");
  const row = (number: number) => page.getByRole("group", { name: `dòng ${number}:` });
  await expect(row(5).getByRole("radio", { name: "Nơi khác" })).toBeChecked();
  await row(4).getByRole("radio", { name: `Cùng nơi với ${name}` }).check();
  await row(6).getByRole("radio", { name: "Để sau" }).check();
  await page.locator("#duplicates").getByRole("button", { name: "Xem trước lại" }).click();

  await expect(counted(page, "Sẽ thêm")).toHaveText("1");
  await expect(counted(page, "Sẽ sửa")).toHaveText("1");
  await expect(row(4).getByRole("radio", { name: `Cùng nơi với ${name}` })).toBeChecked();
  await expect(page.getByRole("row", { name: `${name} Số căn hộ 120 125` })).toBeVisible();
  await page.getByRole("button", { name: "Nhập vào sổ" }).click();
  await expect(async () => {
    await page.reload();
    await expect(said(page, "Đã nhập xong")).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await fieldsOf(page.request, id)).toMatchObject({ apartments: 125, address: "1B Lê Lợi" });
  expect((await listed(page.request, `q=${encodeURIComponent(name)}`)).total).toBe(2);
});

test("the decisions have nothing serious for axe and do not run over the edge", async ({ page }) => {
  test.slow();
  const name = ownName("Trợ năng");
  await ownBuilding(page.request, name);
  await preview(page, tableA("tro-nang.csv", [`1,${name},1B Lê Lợi,Phường Sài Gòn,125,`]));
  await page.getByText("Tệp được hiểu thế nào").click();
  await expectNothingSerious(page, "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectContrast(page, "dark");
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(widths[0], "width of the content").toBeLessThanOrEqual(widths[1]);
});
