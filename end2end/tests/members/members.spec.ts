import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("lead"), expectedComplaints: [/status of 4(04|22)/] });

test("a ward keeps its members, gives a task, says a month and lets somebody go @no-javascript", async ({ page, browser }) => {
  const name = `Nguyễn Thị Thử ${randomUUID().slice(0, 8)}`;
  await page.goto("/members");
  await page.getByRole("link", { name: "Thêm đảng viên" }).click();

  // What cannot be taken is said at its field, and nothing typed is lost.
  await page.getByLabel("Họ và tên").fill(name);
  await page.getByLabel("Số điện thoại").fill("gọi buổi tối");
  await page.getByLabel("Nhận giúp được mấy hộ").fill("3");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await expect(page.getByLabel("Số điện thoại")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Họ và tên")).toHaveValue(name);
  await page.getByLabel("Số điện thoại").fill("0909 123 456");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();

  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page).not.toHaveTitle(/Thử/);
  await expect(page.getByRole("link", { name: "0909 123 456" })).toHaveAttribute("href", "tel:0909123456");
  await expect(page.getByText("chưa được phân công", { exact: true })).toBeVisible();
  const address = page.url().split("?")[0];

  await page.getByLabel("Việc cần làm").fill("Giúp hai hộ làm giấy tờ");
  await page.getByRole("button", { name: "Lưu nhiệm vụ" }).click();
  await expect(page.getByText("chưa được phân công", { exact: true })).toHaveCount(0);
  await page.getByLabel("Kết quả").selectOption({ label: "chưa: bận việc" });
  await page.getByRole("button", { name: "Ghi tháng này" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "chưa: bận việc" })).toBeVisible();

  // A search is posted: the name stands in no address.
  await page.goto("/members");
  await page.getByRole("searchbox", { name: "Tìm theo tên hoặc điện thoại" }).fill(name);
  await page.getByRole("main").getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(page.getByRole("link", { name })).toBeVisible();
  await expect(page).toHaveURL(/\/members$/);

  // The city finds neither the list nor a way to it.
  const city = await browser.newContext({ storageState: signedIn("city") });
  const looking = await city.newPage();
  expect((await looking.goto(address))?.status()).toBe(404);
  await expect(looking.getByRole("link", { name: "Đảng viên" })).toHaveCount(0);
  await city.close();

  await page.getByRole("link", { name }).click();
  await page.getByText("Thôi nhiệm vụ", { exact: true }).click();
  await page.getByLabel("Vì sao").selectOption("resigned");
  await page.getByRole("button", { name: "Ghi thôi nhiệm vụ" }).click();
  await expect(page.getByText(/Đã thôi nhiệm vụ từ ngày/)).toBeVisible();
  await page.goto("/members");
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("a sheet of members is looked at first, and leaves nothing behind @no-javascript", async ({ page }) => {
  const name = `Trần Văn Bảng ${randomUUID().slice(0, 8)}`;
  const table = `\ufeffHọ và tên,Điện thoại,Tôn giáo,Số hộ nhận giúp\r\n${name},0909 123 456,Không,2\r\n`;
  const file = { name: "ds.csv", mimeType: "text/csv", buffer: Buffer.from(table) };
  await page.goto("/members/import");
  await page.getByLabel("Chọn tệp danh sách đảng viên").setInputFiles(file);
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Có thể ghi 1 đảng viên" })).toContainText("Tôn giáo");
  await expect(page.getByText(name)).toHaveCount(0);

  await page.getByLabel("Chọn tệp danh sách đảng viên").setInputFiles(file);
  await page.getByRole("button", { name: "Nhập", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Đã ghi 1 đảng viên" })).toBeVisible();
  await page.goto("/members");
  await expect(page.getByRole("link", { name })).toBeVisible();
});
