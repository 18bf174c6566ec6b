import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { formToken, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("staff"), expectedComplaints: [/status of 422/] });

/** A name that no other run of these tests uses. */
function ownPerson(): string {
  return `Bà Thử ${randomUUID().slice(0, 8)}`;
}

/** Whether the list of the ward has somebody of this name; a search is posted. */
async function isListed(request: APIRequestContext, name: string): Promise<boolean> {
  const form = { form_token: await formToken(request), unit: "26740", q: name };
  const page = await (await request.post("/households", { form })).text();
  return page.includes(`<strong>${name}</strong>`);
}

test("a household that says no leaves nothing, and one that says yes is recorded @no-javascript", async ({ page }) => {
  const building = await ownBuilding(page.request, ownName("có hộ"));
  const name = ownPerson();
  await page.goto(`/places/${building}`);
  await page.getByRole("link", { name: "Thêm hộ" }).click();

  // The consent comes first; without it everything that was typed comes back, and nothing is kept.
  await page.getByLabel("Tên người liên hệ").fill(name);
  await page.getByLabel("Số điện thoại").fill("0909.123.456");
  await page.getByLabel("Việc cần giúp", { exact: false }).fill("Nhờ đưa đi khám");
  await page.getByRole("button", { name: "Ghi hộ này" }).click();
  await expect(page.getByText("Chưa lưu gì cả.")).toBeVisible();
  await expect(page.getByLabel("Tên người liên hệ")).toHaveValue(name);
  await expect(page.getByRole("checkbox", { name: /tự đánh dấu đồng ý/ })).toHaveAttribute("aria-invalid", "true");
  expect(await isListed(page.request, name), "nothing is kept").toBe(false);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })).catch(() => "")).not.toContain(name);

  await page.getByRole("checkbox", { name: /tự đánh dấu đồng ý/ }).check();
  await page.getByLabel("Số phiếu đồng ý").fill(`DY-1${randomUUID().slice(0, 8)}`);
  await page.getByLabel("Ngày đồng ý").fill("2026-01-05");
  await page.getByLabel("Diện", { exact: true }).first().selectOption("poor");
  await page.getByRole("button", { name: "Ghi hộ này" }).click();

  await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
  await expect(page).not.toHaveTitle(/Thử/);
  expect(page.url()).not.toContain("Th");
  await expect(page.getByRole("link", { name: "0909 123 456" })).toHaveAttribute("href", "tel:0909123456");
  await expect(page.getByText("Chưa có đảng viên phụ trách")).toBeVisible();
  const code = (await page.getByRole("heading", { level: 1 }).textContent())?.replace("Hộ ", "") ?? "";

  expect(await isListed(page.request, name)).toBe(true);

  // A search is posted: its words do not stand in the address.
  await page.goto("/households");
  await page.getByRole("searchbox", { name: /Tìm theo tên/ }).fill(name);
  await page.getByRole("main").getByRole("button", { name: "Tìm" }).click();
  await expect(page).toHaveURL(/\/households$/);
  await expect(page.getByText(code)).toBeVisible();
  await page.getByRole("link", { name }).click();

  // It withdraws: first what goes and what stays, then a receipt, and then it is gone.
  await page.getByRole("link", { name: "Hộ rút lại sự đồng ý" }).click();
  const address = page.url().replace(/\/withdraw$/, "");
  await expect(page.getByRole("heading", { name: "Được giữ lại, và vì sao" })).toBeVisible();
  await page.getByRole("button", { name: "Rút lại và xóa" }).click();
  await expect(page.getByRole("heading", { name: "Đã rút lại sự đồng ý" })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
  expect((await page.request.get(address)).status()).toBe(404);
});

test("a member is assigned to a household, which may want another @no-javascript", async ({ page, browser }) => {
  const building = await ownBuilding(page.request, ownName("có hộ"));
  const [name, helper] = [ownPerson(), `Trần Giúp ${randomUUID().slice(0, 8)}`];
  // The ward's lead keeps the list of members.
  const lead = await browser.newContext({ baseURL: cityAtWork.address, storageState: signedIn("lead") });
  const form = { form_token: await formToken(lead.request), operation: randomUUID(), name: helper, phone: "", capacity: "1", post: "member", unit: "26740" };
  const added = await lead.request.post("/members/new", { form, maxRedirects: 0 });
  expect(added.status(), "the member is saved").toBe(303);
  await lead.close();

  await page.goto(`/households/new?place=${building}`);
  await page.getByRole("checkbox", { name: /tự đánh dấu đồng ý/ }).check();
  await page.getByLabel("Số phiếu đồng ý").fill(`DY-1${randomUUID().slice(0, 8)}`);
  await page.getByLabel("Ngày đồng ý").fill("2026-01-05");
  await page.getByLabel("Tên người liên hệ").fill(name);
  await page.getByLabel("Việc cần giúp", { exact: false }).fill("Nhờ đưa đi khám");
  await page.getByRole("button", { name: "Ghi hộ này" }).click();

  await page.getByRole("link", { name: "Phân công đảng viên" }).click();
  await page.getByRole("radio", { name: new RegExp(helper) }).check();
  await page.getByLabel("Nhiệm vụ").fill("Thăm hai tuần một lần");
  await page.getByRole("button", { name: "Phân công" }).click();
  await expect(page.getByText(helper)).toBeVisible();
  await expect(page.getByText("Chưa có đảng viên phụ trách")).toHaveCount(0);

  // The household wants somebody else: no reason, and the same member is not suggested again.
  await page.getByText("Đổi hoặc kết thúc", { exact: true }).click();
  await page.getByRole("button", { name: "Hộ muốn người khác" }).click();
  await expect(page.getByText("Chưa có đảng viên phụ trách")).toBeVisible();
  await page.getByRole("link", { name: "Phân công đảng viên" }).click();
  await expect(page.getByRole("radio", { name: new RegExp(helper) })).toHaveCount(0);
});

test("the paper form prints on one sheet", async ({ page, isMobile }) => {
  test.skip(isMobile, "paper is the same everywhere");
  await page.goto("/households/consent-form");
  await expect(page.getByText(/Số phiếu đồng ý: DY-/)).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794 - 76, height: 1123 });
  const height = await page.getByRole("article").evaluate((sheet) => sheet.getBoundingClientRect().height);
  // A4 at 96 pixels an inch, with a centimetre of margin.
  expect(height).toBeLessThan(1123 - 76);
});
