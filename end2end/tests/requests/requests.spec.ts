import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("member") });

test("what a household asks for goes from its member to an office and comes back with an answer @no-javascript", async ({ page, browser }) => {
  const asked = `Nhờ sửa ổ điện ${randomUUID().slice(0, 8)}`;
  await page.goto("/my-households");
  await page.locator("li.my-household").last().getByRole("heading").getByRole("link").click();
  const own = page.url();
  const household = new URL(own).pathname.split("/").pop();
  await page.getByLabel("Loại hỗ trợ").selectOption("house_repair");
  await page.getByLabel("Hộ đề nghị gì").fill(asked);
  await page.getByRole("button", { name: "Gửi đề nghị" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: asked })).toContainText("Đã tiếp nhận");

  // The ward forwards it and writes the answer down.
  const office = await browser.newContext({ ...test.info().project.use, baseURL: cityAtWork.address, storageState: signedIn("staff") });
  const ward = await office.newPage();
  await ward.goto(`/households/${household}/requests`);
  await ward.getByRole("listitem").filter({ hasText: asked }).getByRole("link").click();
  await ward.getByLabel("Nơi xử lý").selectOption("building_board");
  await ward.getByRole("button", { name: "Chuyển", exact: true }).click();
  await expect(ward.getByRole("main")).toContainText("Đã chuyển: Ban quản trị chung cư");
  await ward.getByLabel("Nội dung trả lời").fill("Thợ đến chiều thứ Năm");
  await ward.getByRole("button", { name: "Lưu câu trả lời" }).click();
  await expect(ward.getByRole("button", { name: "Ghi xác nhận" })).toBeVisible();

  await page.goto(own);
  await expect(page.getByRole("listitem").filter({ hasText: asked })).toContainText("Trả lời: Thợ đến chiều thứ Năm");

  // It did not help: opened again, and what was answered before stays readable.
  await ward.getByRole("button", { name: "Mở lại đề nghị" }).click();
  await expect(ward.getByText("Trả lời trước đây, chưa giúp được")).toBeVisible();
  await expect(ward.getByText("Thợ đến chiều thứ Năm").first()).toBeVisible();
  await office.close();
});
