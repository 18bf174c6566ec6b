import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 4\d\d/] });

const refused: [string, string, Buffer, RegExp][] = [
  ["an empty file", "trong.csv", Buffer.alloc(0), /không có nội dung/],
  ["a damaged workbook", "hong.xlsx", Buffer.from("PK\u0003\u0004 nothing more"), /tệp bị hỏng/],
  ["a picture", "anh.xlsx", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), /không phải bảng tính|tệp bị hỏng/],
  ["GeoJSON cut off", "cat.geojson", Buffer.from('{"type":"FeatureCollection","features":[{"type":"Fea'), /bị cắt giữa chừng/],
];

for (const [what, name, buffer, words] of refused) {
  test(`${what} is refused in words @no-javascript`, async ({ page }) => {
    await page.goto("/import");
    await page.getByLabel("Chọn tệp bảng A").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await page.getByRole("button", { name: "Xem trước" }).click();
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByRole("alert")).toContainText("Chưa lưu gì của tệp này.");
    await expect(page.getByRole("link", { name: "Tải các dòng cần sửa" })).toHaveCount(0);
    await expect(page.getByLabel("Chọn tệp bảng A")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Nhập/ })).toHaveCount(0);
  });
}
