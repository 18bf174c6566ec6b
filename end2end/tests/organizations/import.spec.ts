import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

const HEADINGS = "Tên tổ chức,Loại tổ chức,Phường/xã,Số quyết định thành lập,Ngày quyết định,Số thành viên,Địa điểm,Hình thức liên kết";

function sheet(rows: string[]): { name: string; mimeType: string; buffer: Buffer } {
  return { name: "ds.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${[HEADINGS, ...rows].join("\r\n")}\r\n`) };
}

test("a sheet of organizations is looked at first, and twice adds nothing @no-javascript", async ({ page }) => {
  const name = ownName("nhập tổ chức");
  const cell = name.replace("Chung cư", "Chi bộ");
  await ownBuilding(page.request, name);
  const number = `${randomUUID().slice(0, 8)}-QĐ/ĐU`;
  const good = `${cell},Chi bộ,Sài Gòn,${number},05/01/2024,32,${name},Chi bộ độc lập`;

  await page.goto("/organizations");
  await page.getByRole("link", { name: "Nhập từ bảng tính" }).click();
  const hand = async (file: ReturnType<typeof sheet>, button: string): Promise<void> => {
    // Who works in several wards says which one is meant.
    const ward = page.getByRole("main").getByRole("combobox");
    if (await ward.count()) await ward.selectOption("26740");
    await page.getByLabel("Chọn tệp danh sách tổ chức").setInputFiles(file);
    await page.getByRole("button", { name: button, exact: true }).click();
  };

  // What is wrong is named by row and column, and nothing of the sheet is kept.
  await hand(sheet([good, `${cell} 2,Chi bộ,,,,,Nơi không có thật,Chi bộ ghép`]), "Xem trước");
  const found = page.getByRole("status").filter({ hasText: "Có thể thêm" });
  await expect(found).toContainText(`${cell} · thêm mới · liên kết 1 địa điểm`);
  await expect(found).toContainText("dòng 3, cột «Liên kết từ ngày»");
  await expect(found).toContainText("Chưa lưu gì");

  await hand(sheet([good]), "Nhập");
  await expect(page.getByRole("status").filter({ hasText: "Đã thêm 1 tổ chức" })).toContainText("liên kết 1 địa điểm");
  await hand(sheet([good]), "Xem trước");
  await expect(page.getByRole("status").filter({ hasText: "Có thể thêm 0 tổ chức" })).toContainText("1 dòng đã có đủ");

  await page.goto(`/organizations?q=${encodeURIComponent(cell)}`);
  await page.getByRole("link", { name: cell, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: cell })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(number);
  await expect(page.getByRole("main").getByRole("link", { name, exact: true })).toBeVisible();
});

test("a list of people is refused @no-javascript", async ({ page }) => {
  await page.goto("/organizations/import");
  const list = "\ufeffHọ và tên,Tên tổ chức,Loại tổ chức\r\nTrần Văn Thử,Chi bộ Thử,Chi bộ\r\n";
  const file = { name: "ds.csv", mimeType: "text/csv", buffer: Buffer.from(list) };
  await page.getByLabel("Chọn tệp danh sách tổ chức").setInputFiles(file);
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.getByText(/Đây là danh sách người/)).toBeVisible();
  await expect(page.getByText("Trần Văn Thử")).toHaveCount(0);
});
