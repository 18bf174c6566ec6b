import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownName } from "../register.ts";

test.describe("the ward", () => {
  test.use({ baseURL: cityAtWork.address });

  test("finds what is overdue, records it with the row's button, and the row goes @no-javascript", async ({ page }) => {
    const name = ownName("Danh sách");
    const long = { apartments: "200", handed_over: "200", handover_year: "1991" };
    await ownBuilding(page.request, name, long);
    const work = "/worklist?unit=26740&kind=ward_to_convene";
    await page.goto(work);
    await expect(page.getByText(/^[\d.]+ quá hạn · [\d.]+ trong tuần$/)).toBeVisible();
    const overdue = page.getByRole("main").locator("section", { has: page.getByRole("heading", { name: "Quá hạn" }) });
    const row = overdue.getByRole("listitem").filter({ hasText: name });
    await expect(row).toContainText(/hạn \d{2}\/\d{2}\/1992 · quá hạn \d+ năm/);

    await row.getByRole("link", { name: `Ghi nhận: UBND phường, xã triệu tập hội nghị, ${name}` }).click();
    await page.getByRole("button", { name: "Hôm nay" }).filter({ visible: true }).click();
    await expect(notice(page)).toContainText("Đã lưu.");
    await page.goto(work);
    await expect(page.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
  });
});

test("the city chooses a ward and a kind, and pages on @no-javascript", async ({ page }) => {
  await page.goto("/worklist");
  await page.getByText("Lọc", { exact: true }).click();
  await expect(page.getByLabel("Phường, xã, đặc khu")).toHaveValue("");
  await page.getByLabel("Phường, xã, đặc khu").selectOption("Phường Sài Gòn");
  await page.getByRole("button", { name: "Áp dụng" }).click();
  await expect(page).toHaveURL(/unit=26740/);
  for (const row of await page.getByRole("main").locator(".work li").allTextContents()) expect(row).toContain("Phường Sài Gòn");

  await page.goto("/worklist");
  const rows = page.getByRole("main").locator(".work li");
  const first = await rows.allTextContents();
  await page.getByRole("link", { name: "Trang sau" }).click();
  await expect(page.getByRole("link", { name: "Trang đầu" })).toBeVisible();
  const second = await rows.allTextContents();
  expect(first.filter((row) => second.includes(row))).toEqual([]);
});

test.describe("staff", () => {
  test.use({ storageState: signedIn("staff") });

  test("open the worklist by the first tab, and see their ward without choosing it", async ({ page, isMobile }) => {
    await page.goto("/places");
    const bar = page.getByRole("navigation", { name: isMobile ? "Thanh dưới" : "Các trang" });
    await bar.getByRole("link", { name: "Việc", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Việc cần làm");
    if (isMobile) await expect(bar.getByRole("link").first()).toHaveText("Việc");
    await expect(page.getByLabel("Phường, xã, đặc khu")).toHaveCount(0);
  });

  test("are told what to do where nothing is due", async ({ page }) => {
    await page.goto("/worklist?kind=new_home");
    await expect(page.getByRole("main")).toContainText("Không có việc nào như vậy");
    await page.getByRole("main").getByRole("link", { name: "Bỏ lọc" }).last().click();
    await expect(page).toHaveURL(/\/worklist$/);
  });
});

test.describe("a question that is nonsense", () => {
  test.use({ expectedComplaints: [/status of 400/] });

  for (const nonsense of ["kind=gloom", "unit=99999", "cursor=zzz"]) {
    test(`${nonsense} is named, and the page still stands @no-javascript`, async ({ page }) => {
      const response = await page.goto(`/worklist?${nonsense}`);
      expect(response?.status()).toBe(400);
      await expect(page.getByRole("alert")).toBeVisible();
    });
  }
});
