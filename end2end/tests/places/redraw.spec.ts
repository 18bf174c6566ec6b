import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownCell } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

/** An area has no board. */
const UNKNOWN = { requirement: "unknown", meeting_stage: "unknown", recognition: "unknown" };

test("a residential area is split, and a building without a new home waits in the worklist @no-javascript", async ({ page }) => {
  const mark = randomUUID().slice(0, 8);
  const area = await ownBuilding(page.request, `Khu phố cũ ${mark}`, { kind: "residential_area", ...UNKNOWN });
  const stays = await ownBuilding(page.request, `Chung cư ở lại ${mark}`, { residential_area_id: area });
  const moves = await ownBuilding(page.request, `Chung cư chuyển ${mark}`, { residential_area_id: area });

  await page.goto(`/places/${area}`);
  await expect(page.getByRole("link", { name: `Chung cư chuyển ${mark}` })).toBeVisible();
  await page.getByRole("link", { name: "Sắp xếp lại khu dân cư" }).click();
  await page.getByLabel("Số quyết định, nghị quyết").fill("12/NQ-HĐND");
  await page.getByLabel("Khu mới số 1", { exact: true }).fill(`Khu phố 1 ${mark}`);
  await page.getByLabel("Khu mới số 2", { exact: true }).fill(`Khu phố 2 ${mark}`);
  await page.getByLabel(`Chung cư chuyển ${mark}`).selectOption("Khu mới số 2");
  await page.getByRole("button", { name: "Thực hiện sắp xếp" }).click();
  await expect(page.getByText("Chưa lưu được."), "a decision has a day").toBeVisible();
  await expect(page.getByLabel("Khu mới số 2", { exact: true })).toHaveValue(`Khu phố 2 ${mark}`);
  await page.getByLabel("Có hiệu lực từ ngày").fill("2026-01-05");
  await page.getByRole("button", { name: "Thực hiện sắp xếp" }).click();

  await expect(page.getByText("Đã sắp xếp lại khu dân cư.")).toBeVisible();
  await expect(page.getByRole("link", { name: `Khu phố 1 ${mark}` })).toBeVisible();
  await page.goto(`/places/${moves}`);
  await expect(page.getByRole("link", { name: `Khu phố 2 ${mark}` })).toBeVisible();
  await page.goto(`/places/${stays}`);
  await expect(page.getByText("Khu dân cư này đã được sắp xếp lại từ 05/01/2026.")).toBeVisible();
  await page.goto("/worklist?kind=new_home&looked_after=all");
  await expect(page.getByText(`Chung cư ở lại ${mark}`)).toBeVisible();
});

test.describe("the lead of the ward", () => {
  test.use({ storageState: signedIn("lead") });

  test("an organization of a split area waits for a new home, and the new areas are offered first @no-javascript", async ({ page }) => {
    const mark = randomUUID().slice(0, 8);
    const area = await ownBuilding(page.request, `Khu phố gốc ${mark}`, { kind: "residential_area", ...UNKNOWN });
    const cell = await ownCell(page.request, `Chi bộ ${mark}`);
    await page.goto(`/organizations/${cell}/link?place=${area}`);
    await page.getByLabel("Hình thức").selectOption("Chi bộ độc lập");
    await page.getByLabel("Từ ngày").fill("2025-01-05");
    await page.getByRole("button", { name: "Liên kết", exact: true }).click();
    await page.goto(`/places/${area}`);
    await page.getByRole("link", { name: "Sắp xếp lại khu dân cư" }).click();
    await page.getByLabel("Số quyết định, nghị quyết").fill("14/NQ-HĐND");
    await page.getByLabel("Có hiệu lực từ ngày").fill("2026-01-06");
    await page.getByLabel("Khu mới số 1", { exact: true }).fill(`Khu phố Một ${mark}`);
    await page.getByLabel("Khu mới số 2", { exact: true }).fill(`Khu phố Hai ${mark}`);
    await page.getByRole("button", { name: "Thực hiện sắp xếp" }).click();
    await expect(page.getByText("Đã sắp xếp lại khu dân cư.")).toBeVisible();

    await page.goto("/worklist?looked_after=all");
    await page.getByRole("link", { name: /\d+ tổ chức cần nơi mới/ }).click();
    await page.getByRole("link", { name: `Chi bộ ${mark}` }).click();
    await page.getByRole("link", { name: "Liên kết địa điểm" }).click();
    await page.getByRole("radio", { name: `Khu phố Hai ${mark}` }).check();
    await page.getByLabel("Hình thức").selectOption("Chi bộ độc lập");
    await page.getByRole("button", { name: "Liên kết", exact: true }).click();
    await expect(page.getByRole("main").getByRole("link", { name: `Khu phố Hai ${mark}`, exact: true })).toBeVisible();
  });
});
