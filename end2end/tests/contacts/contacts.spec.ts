import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("staff"), expectedComplaints: [/status of 422/] });

test("a ward keeps the contacts of a board to itself, and erases them @no-javascript", async ({ page, browser }) => {
  const id = await ownBuilding(page.request, ownName("có liên hệ"));
  await page.goto(`/places/${id}`);
  await page.getByRole("link", { name: "Liên hệ của ban quản trị" }).click();
  await expect(page.getByText("Chưa ghi liên hệ nào.")).toBeVisible();

  // The head is offered first; what cannot be taken is said at its field, and nothing typed is lost.
  await expect(page.getByLabel("Chức vụ")).toHaveValue("head");
  await page.getByLabel("Họ và tên").fill("Nguyễn Thị Thử");
  await page.getByLabel("Số điện thoại").fill("gọi buổi tối");
  await page.getByRole("button", { name: "Lưu liên hệ" }).click();
  await expect(page.getByLabel("Số điện thoại")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Họ và tên")).toHaveValue("Nguyễn Thị Thử");
  await page.getByLabel("Số điện thoại").fill("0909.123.456");
  await page.getByRole("button", { name: "Lưu liên hệ" }).click();

  await expect(page.getByRole("link", { name: "0909 123 456" })).toHaveAttribute("href", "tel:0909123456");
  await expect(page).not.toHaveTitle(/Thử/);
  await page.getByRole("link", { name: "Sửa liên hệ: Nguyễn Thị Thử" }).click();
  await page.getByLabel("Họ và tên").fill("Trần Văn Sửa");
  await page.getByRole("button", { name: "Lưu liên hệ" }).click();
  await expect(page.getByText("Trần Văn Sửa")).toBeVisible();

  // The city finds neither the names nor a way to them.
  const city = await browser.newContext({ storageState: signedIn("city") });
  const looking = await city.newPage();
  await looking.goto(`/places/${id}`);
  await expect(looking.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(looking.getByRole("link", { name: "Liên hệ của ban quản trị" })).toHaveCount(0);
  expect((await looking.goto(`/places/${id}/contacts`))?.status()).toBe(404);
  await city.close();

  // The officer for data protection sees that somebody looked, not at whom.
  const officer = await browser.newContext({ storageState: signedIn("privacy") });
  const watching = await officer.newPage();
  await watching.goto("/access-log");
  await expect(watching.getByText("Xem liên hệ của ban quản trị").first()).toBeVisible();
  await expect(watching.getByText("Trần Văn Sửa")).toHaveCount(0);
  await officer.close();

  await page.getByRole("link", { name: "Sửa liên hệ: Trần Văn Sửa" }).click();
  await page.getByRole("button", { name: "Xóa liên hệ này" }).click();
  await expect(page.getByText("Chưa ghi liên hệ nào.")).toBeVisible();
  await expect(page.getByText("Trần Văn Sửa")).toHaveCount(0);
});
