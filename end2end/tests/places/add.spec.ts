import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

test("what was typed stays when something is wrong, and is saved once it is right @no-javascript", async ({ page }) => {
  const name = ownName("Thêm");
  await page.goto("/places/new");
  await page.getByLabel("Tên *").fill(name);
  await page.getByLabel("Số căn hộ").fill("12a");
  await page.getByLabel("Với chủ đầu tư").check();
  await page.getByRole("button", { name: "Lưu" }).click();

  await expect(page.getByRole("alert")).toContainText("những gì đã nhập vẫn còn");
  await expect(page.getByLabel("Tên *")).toHaveValue(name);
  await expect(page.getByLabel("Với chủ đầu tư")).toBeChecked();
  await expect(page.getByLabel("Phường, xã, đặc khu")).toHaveAccessibleDescription(/Cần điền/);

  await page.getByLabel("Phường, xã, đặc khu").selectOption("Phường Sài Gòn");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByLabel("Số căn hộ")).toHaveValue("12a");
  await expect(page.getByLabel("Số căn hộ")).toHaveAccessibleDescription(/Chưa hiểu “12a”/);

  await page.getByLabel("Số căn hộ").fill("1.246");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(notice(page)).toContainText("Đã lưu.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByRole("main")).toContainText("1.246");
});

test("more apartments handed over than there are is refused in words", async ({ page }) => {
  await page.goto("/places/new");
  await page.getByLabel("Tên *").fill(ownName("Bàn giao"));
  await page.getByLabel("Phường, xã, đặc khu").selectOption("Phường Sài Gòn");
  await page.getByLabel("Số căn hộ").fill("100");
  await page.getByLabel("Số căn đã bàn giao").fill("101");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Số căn đã bàn giao nhiều hơn tổng số căn (100).")).toBeVisible();
});

test("10,000 characters in a name are refused, and none of them is lost", async ({ page }) => {
  await page.goto("/places/new");
  const name = page.getByLabel("Tên *");
  await name.evaluate((field) => field.removeAttribute("maxlength"));
  await name.fill("Ă".repeat(10_000));
  await page.getByLabel("Phường, xã, đặc khu").selectOption("Phường Sài Gòn");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(name).toHaveAccessibleDescription(/Dài quá 200 ký tự/);
  await expect(name).toHaveValue("Ă".repeat(10_000));
});
