import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("lead"), expectedComplaints: [/status of 4(04|22)/] });

test("a household sees what is held and who looked, gets its copy, and is erased for good @no-javascript", async ({ page, browser }) => {
  const building = await ownBuilding(page.request, ownName("có hộ"));
  const name = `Bà Quyền ${randomUUID().slice(0, 8)}`;
  await page.goto(`/households/new?place=${building}`);
  await page.getByRole("checkbox", { name: /tự đánh dấu đồng ý/ }).check();
  await page.getByLabel("Số phiếu đồng ý").fill(`DY-1${randomUUID().slice(0, 8)}`);
  await page.getByLabel("Ngày đồng ý").fill("2026-01-05");
  await page.getByLabel("Tên người liên hệ").fill(name);
  await page.getByLabel("Việc cần giúp", { exact: false }).fill("Nhờ đưa đi khám");
  await page.getByRole("button", { name: "Ghi hộ này" }).click();
  const code = (await page.getByRole("heading", { level: 1 }).textContent())?.replace("Hộ ", "") ?? "";
  expect(code).toMatch(/^H-/);
  const household = page.url();

  await page.goto("/data-rights");
  await page.getByLabel("Mã hộ").fill(code);
  await page.getByRole("button", { name: "Xem dữ liệu đang giữ" }).click();
  const held = page.url();
  expect(held).not.toContain(code);
  await expect(page.getByRole("main")).toContainText(name);
  await expect(page.getByRole("heading", { name: "Ai đã xem, khi nào" })).toBeVisible();

  // The clock of a request.
  await page.getByText("Ghi một yêu cầu mới").click();
  await page.getByLabel("Người đó yêu cầu").selectOption("delete");
  await page.getByRole("button", { name: "Ghi và tính thời hạn" }).click();
  await expect(page.getByText(/báo đã nhận chậm nhất/).first()).toBeVisible();

  // The copy for machines.
  const copy = await page.request.get(`${held.split("?")[0]}/copy.json`);
  expect(JSON.stringify(await copy.json())).toContain(name);

  // Restricted: staff of the ward find it no more.
  await page.goto(held);
  await page.getByRole("button", { name: "Hạn chế sử dụng" }).click();
  await expect(page.getByText(/Hồ sơ đang bị hạn chế/)).toBeVisible();
  const staff = await browser.newContext({ baseURL: cityAtWork.address, storageState: signedIn("staff") });
  expect((await staff.request.get(household)).status()).toBe(404);
  await staff.close();

  // Erased: not by a slip, and then for good.
  await page.getByRole("button", { name: "Xóa hẳn" }).click();
  await expect(page.getByRole("main")).toContainText(name);
  await page.getByRole("checkbox", { name: /muốn xóa hẳn/ }).check();
  await page.getByRole("button", { name: "Xóa hẳn" }).click();
  await expect(page.getByText(/Đã xóa hồ sơ/)).toBeVisible();
  expect((await page.request.get(household)).status()).toBe(404);
});

test.describe("the officer for data protection", () => {
  test.use({ storageState: signedIn("privacy") });

  test("writes a breach down without a name, and its clock runs", async ({ page }) => {
    const what = `Gửi nhầm thư ${randomUUID().slice(0, 8)}`;
    await page.goto("/breaches");
    await page.getByLabel("Số hồ sơ liên quan").fill("3");
    await page.getByLabel("Điều đã xảy ra").fill(what);
    await page.getByRole("button", { name: "Ghi vào sổ" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: what })).toContainText("thông báo chậm nhất");
    await page.getByRole("listitem").filter({ hasText: what }).getByRole("button", { name: "Đã thông báo" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: what })).toContainText("đã thông báo lúc");
  });
});
