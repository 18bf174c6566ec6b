import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("admin"), expectedComplaints: [/status of 422/] });

// One run sets what another would find: each project has a year of its own.
const years: Record<string, number> = { desktop: 2041, phone: 2042, "no-javascript": 2043 };

test("a deadline is set from a day on, with its reason, and taken back before it holds @no-javascript", async ({ page }, { project }) => {
  const from = `${years[project.name]}-01-01`;
  await page.goto("/settings");
  const deadline = page.locator("details#dossier_days");
  await deadline.locator("summary").click();
  await deadline.getByLabel("Giá trị mới").fill("0");
  await deadline.getByLabel("Có hiệu lực từ ngày").fill(from);
  await deadline.getByRole("button", { name: "Đặt giá trị" }).click();
  // What cannot be taken is said at its field, and nothing that was typed is lost.
  await expect(deadline.getByText("ít nhất là 1")).toBeVisible();
  await expect(deadline.getByText("Cần điền mục này.")).toBeVisible();
  await expect(deadline.getByLabel("Có hiệu lực từ ngày")).toHaveValue(from);
  await deadline.getByLabel("Giá trị mới").fill("12");
  await deadline.getByLabel("Căn cứ").fill("Quyết định thử");
  await deadline.getByRole("button", { name: "Đặt giá trị" }).click();
  await deadline.locator("summary").click();
  const row = deadline.getByRole("listitem").filter({ hasText: `từ 01/01/${years[project.name]}` });
  await expect(row).toContainText("12 ngày");
  await row.getByRole("button", { name: "Rút lại" }).click();
  await deadline.locator("summary").click();
  await expect(row).toHaveCount(0);
});

test("a holiday is entered once, and removed @no-javascript", async ({ page }, { project }) => {
  const day = `${years[project.name]}-02-05`;
  await page.goto("/settings");
  const holidays = page.locator("#holidays");
  for (const said of [0, 1]) {
    await holidays.getByLabel("Ngày", { exact: true }).fill(day);
    await holidays.getByLabel("Tên ngày").fill("Tết Nguyên đán");
    await holidays.getByRole("button", { name: "Thêm ngày" }).click();
    await expect(page.getByText("Ngày này đã có trong danh sách.")).toHaveCount(said);
  }
  await holidays.getByRole("button", { name: `Bỏ ngày 05/02/${years[project.name]}` }).click();
  await expect(holidays.getByText(`05/02/${years[project.name]}`)).toHaveCount(0);
});

test.describe("the city", () => {
  test.use({ storageState: signedIn("city") });

  test("reads the settings and changes none", async ({ page }) => {
    await page.goto("/settings");
    await expect(page.getByText("mặc định").first()).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  });
});

test.describe("a ward's lead", () => {
  test.use({ storageState: signedIn("lead") });

  test("settles a rhythm for the ward from a day on, and goes by the city again @no-javascript", async ({ page }, { project }) => {
    const from = `${years[project.name]}-03-01`;
    await page.goto("/admin-units/26740");
    await page.getByRole("link", { name: "Quy định riêng của phường, xã" }).click();
    const rhythm = page.locator("details#visit_days");
    await expect(rhythm.locator("summary")).toContainText("theo thành phố");
    await rhythm.locator("summary").click();
    await rhythm.getByLabel("Có hiệu lực từ ngày").fill(from);
    await rhythm.getByLabel("Căn cứ").fill("Kế hoạch thử");
    await rhythm.getByRole("button", { name: "Đặt giá trị" }).click();
    await expect(rhythm.getByText("Cần điền mục này.")).toBeVisible();
    await expect(rhythm.getByLabel("Có hiệu lực từ ngày")).toHaveValue(from);
    await rhythm.getByLabel("Không đặt riêng nữa").check();
    await rhythm.getByRole("button", { name: "Đặt giá trị" }).click();
    await rhythm.locator("summary").click();
    const row = rhythm.getByRole("listitem").filter({ hasText: `từ 01/03/${years[project.name]}` });
    await expect(row).toContainText("theo thành phố");
    await row.getByRole("button", { name: "Rút lại" }).click();
    await rhythm.locator("summary").click();
    await expect(row).toHaveCount(0);
  });
});
