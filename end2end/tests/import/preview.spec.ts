import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, listed, ownBuilding, ownName } from "../register.ts";
import { counted, preview, tableA } from "./table.ts";

test.use({ baseURL: cityAtWork.address });

test("the preview counts, names each problem with its row and column, and keeps nothing @no-javascript", async ({ page }) => {
  const name = ownName("Xem trước");
  await preview(page, tableA("bieu-a.csv", [`1,${name},1 Lê Lợi,P. Sài Gòn,120,x`, `2,${name} B,2 Lê Lợi,phường sài gòn,12a,`]));

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("bieu-a.csv");
  await expect(counted(page, "Sẽ thêm")).toHaveText("1");
  await expect(counted(page, "Cần sửa trong tệp")).toHaveText("1");
  await expect(page.getByText("dòng 5, cột «Số căn»: “12a” không phải số nguyên.")).toBeVisible();
  await expect(page.getByText(/Cột không được phép lưu, đã bỏ:\s+Tôn giáo/)).toBeVisible();
  expect((await listed(page.request, `q=${encodeURIComponent(name)}`)).total).toBe(0);
});

test("a change is shown as it is and as it will be", async ({ page }) => {
  const name = ownName("Thay đổi");
  const id = await ownBuilding(page.request, name, { apartments: "120" });
  await preview(page, tableA("thay-doi.csv", [`1,${name},1 Lê Lợi,Phường Sài Gòn,125,`]));
  await expect(counted(page, "Sẽ sửa")).toHaveText("1");
  await expect(page.getByRole("row", { name: `${name} Số căn hộ 120 125` })).toBeVisible();
  expect(await fieldsOf(page.request, id)).toMatchObject({ apartments: 120 });
});

test("what a table says with its day is named before it is recorded @no-javascript", async ({ page }) => {
  const name = ownName("Có ngày");
  const lines = ["Tên chung cư,Địa chỉ,Phường/xã,Số căn,BQT", `${name},1 Lê Lợi,Phường Sài Gòn,120,12/QĐ-UBND ngày 05/01/2025`];
  await preview(page, { name: "co-ngay.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`) });
  const recorded = page.locator("details", { hasText: "Sẽ ghi các việc có ngày (1)" });
  await expect(recorded).toContainText("Đã có quyết định công nhận 05/01/2025 · Số quyết định: 12/QĐ-UBND");
});

test("a file that holds nothing new says so", async ({ page }) => {
  const name = ownName("Không mới");
  await ownBuilding(page.request, name, { apartments: "120" });
  await preview(page, tableA("khong-moi.csv", [`1,${name},1 Lê Lợi,Phường Sài Gòn,120,`]));
  await expect(counted(page, "Giữ nguyên")).toHaveText("1");
  await expect(page.getByText("Tệp này không có gì mới.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Nhập/ })).toHaveCount(0);
});
