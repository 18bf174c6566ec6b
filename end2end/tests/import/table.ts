import { expect, type Page } from "@playwright/test";

/** A small table A with a letterhead, as an office sends it. */
export function tableA(name: string, rows: string[]): { name: string; mimeType: string; buffer: Buffer } {
  const lines = [
    "UBND PHƯỜNG SÀI GÒN,,,,,",
    "BIỂU A. DANH SÁCH NHÀ CHUNG CƯ,,,,,",
    "STT,TÊN CHUNG CƯ,Địa chỉ,Phường/xã,Số căn,Tôn giáo",
    ...rows,
    "Tổng cộng,,,,,",
  ];
  // Excel writes "CSV UTF-8" with a byte order mark.
  return { name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`) };
}

/** Chooses a file and asks for its preview. */
export async function preview(page: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  await page.goto("/import");
  await page.getByLabel("Chọn tệp bảng A").setInputFiles(file);
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page).toHaveURL(/\/import\/[0-9a-f-]{36}$/);
}

/** The number under its word: "Sẽ thêm", "Sẽ sửa", "Giữ nguyên", "Cần sửa trong tệp". */
export function counted(page: Page, word: string) {
  return page.locator("dl.status > div").filter({ has: page.getByText(word, { exact: true }) }).locator("dd");
}

/** The message with these words; a preview may have others beside it. */
export function said(page: Page, words: string) {
  return page.getByRole("status").filter({ hasText: words });
}
