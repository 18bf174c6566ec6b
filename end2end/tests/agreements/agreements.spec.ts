import { readFile } from "node:fs/promises";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

test("a ward writes an agreement down, signs it, attaches the document and reviews it @no-javascript", async ({ page, browser }) => {
  const name = ownName("có thỏa thuận");
  const id = await ownBuilding(page.request, name);
  const number = `${name.slice(-8)}/TTPH`;

  await page.goto(`/places/${id}`);
  await page.getByRole("link", { name: "Thêm thỏa thuận" }).click();
  await page.getByLabel("Số thỏa thuận").fill(number);
  await page.getByLabel("Tổ chức đảng ký thỏa thuận").fill("Chi bộ 3");
  await page.getByLabel("Nội dung phối hợp").fill("Phòng cháy");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(notice(page)).toContainText("Đã lưu.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Thỏa thuận phối hợp số ${number}`);
  await expect(page.getByText("Dự thảo · giữa Chi bộ 3 và ban quản trị của tòa nhà")).toBeVisible();

  await page.getByLabel("Ngày ký").fill("2026-01-05");
  await page.getByRole("button", { name: "Ghi đã ký" }).click();
  await expect(page.getByRole("strong").filter({ hasText: "Đã ký" })).toBeVisible();

  await page.getByLabel("Chọn văn bản").setInputFiles({ name: "trang.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>1</script>") });
  await page.getByRole("button", { name: "Gửi văn bản" }).click();
  await expect(page.getByText("Tệp này không phải PDF")).toBeVisible();
  await expect(page.getByText("xin chọn lại tệp")).toBeVisible();
  await page.getByLabel("Chọn văn bản").setInputFiles({ name: "Thỏa thuận.pdf", mimeType: "application/pdf", buffer: pdf });
  await page.getByRole("button", { name: "Gửi văn bản" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Thỏa thuận.pdf" }).click()]);
  expect(download.suggestedFilename()).toBe("Thỏa thuận.pdf");
  expect(await readFile(await download.path())).toEqual(pdf);

  // What counts in the register follows; the worklist's button leads to the review.
  await page.goto(`/places/${id}`);
  await expect(page.getByRole("main")).toContainText("05/01/2026");
  await page.goto(`/places/${id}/agreements`);
  await expect(page).toHaveURL(/\/agreements\/[0-9a-f-]{36}#review$/);
  await page.getByLabel("Xem lại lần gần nhất").fill("2026-06-30");
  await page.getByRole("button", { name: "Ghi đã xem lại" }).click();
  await expect(page.getByRole("strong").filter({ hasText: "Đã xem lại" })).toBeVisible();
  const agreement = new URL(page.url()).pathname;

  const viewing = await browser.newContext({ baseURL: cityAtWork.address, storageState: signedIn("viewer") });
  const viewer = await viewing.newPage();
  await viewer.goto(agreement);
  await expect(viewer.getByRole("link", { name: "Thỏa thuận.pdf" })).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Ghi đã xem lại" })).toHaveCount(0);
  await viewing.close();

  await page.goto(`/places/${id}/edit`);
  await page.getByLabel("Số thỏa thuận phối hợp").fill("9/TT");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("có trang thỏa thuận riêng")).toBeVisible();
});
