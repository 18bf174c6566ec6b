import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

/** Overdue, so that it stands in the worklist. */
const overdue = { apartments: "200", handed_over: "200", handover_year: "1991" };

test.describe("staff", () => {
  test.use({ storageState: signedIn("staff") });

  test("take a building, find it under what they look after, and give it up @no-javascript", async ({ page }) => {
    const name = ownName("Phụ trách");
    const id = await ownBuilding(page.request, name, overdue);
    await page.goto(`/places/${id}`);
    await expect(page.getByRole("main")).toContainText("Phụ trách: chưa có ai");
    await page.getByRole("button", { name: "Nhận phụ trách" }).click();
    await expect(page.getByRole("button", { name: "Nhận phụ trách" })).toHaveCount(0);

    // Both lists open on one's own; the whole ward is one tap away.
    for (const [list, row] of [
      ["/worklist", page.getByRole("listitem").filter({ hasText: name }).first()],
      ["/places?kind=apartment_building", page.getByRole("link", { name, exact: true })],
    ] as const) {
      await page.goto(list);
      const whose = page.getByRole("navigation", { name: "Ai phụ trách" });
      await expect(whose.getByRole("link", { name: "Tôi phụ trách" })).toHaveAttribute("aria-current", "true");
      await expect(row).toBeVisible();
      await whose.getByRole("link", { name: "Cả phường" }).click();
      await expect(page).toHaveURL(/looked_after=all/);
      await expect(whose.getByRole("link", { name: "Cả phường" })).toHaveAttribute("aria-current", "true");
    }

    await page.goto(`/places/${id}/officers`);
    await page.getByRole("button", { name: /^Thôi phụ trách/ }).click();
    await expect(page.getByRole("main")).toContainText("chưa có ai");
    await expect(page.getByText("Những người phụ trách trước đây")).toBeVisible();
  });

  test("make an address for their calendar, and end it @no-javascript", async ({ page, request }) => {
    await page.goto("/account");
    const calendars = page.locator("#calendars");
    await calendars.locator("summary").click();
    await calendars.getByRole("button", { name: "Tạo địa chỉ lịch" }).click();
    const address = (await calendars.locator("code").textContent()) ?? "";
    const feed = await request.get(address);
    expect(feed.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
    expect(await feed.text()).toContain("BEGIN:VEVENT");

    await page.goto("/account");
    await calendars.locator("summary").click();
    // The newest stands first.
    await calendars.getByRole("button", { name: /^Thu hồi/ }).first().click();
    await expect(page).toHaveURL(/\/account$/);
  });
});

test.describe("a lead", () => {
  test.use({ storageState: signedIn("lead") });

  test("gives a building to somebody, hands it over and takes that back @no-javascript", async ({ page }) => {
    const id = await ownBuilding(page.request, ownName(`Bàn giao ${randomUUID().slice(0, 4)}`), overdue);
    await page.goto(`/places/${id}/officers`);
    const people = page.getByLabel("Người phụ trách");
    const names = (await people.locator("option").allTextContents()).slice(1);
    expect(names.length, "the ward has a lead and staff").toBeGreaterThan(1);
    await people.selectOption(names[0]!);
    await page.getByRole("button", { name: "Giao phụ trách" }).click();
    await expect(page.getByRole("button", { name: `Thôi giao: ${names[0]}` }).or(page.getByRole("button", { name: /^Thôi phụ trách/ }))).toBeVisible();

    await page.goto("/officers");
    await page.getByRole("link", { name: `Bàn giao địa điểm của ${names[0]}` }).click();
    const form = page.locator("#take-over");
    await form.locator("summary", { hasText: "Chỉ bàn giao một số nơi" }).click();
    for (const box of await form.getByRole("checkbox").all()) await box.setChecked((await box.getAttribute("value")) === id);
    await form.getByLabel("Người nhận").selectOption({ index: 1 });
    await form.getByRole("button", { name: "Bàn giao những nơi đã chọn" }).click();
    await expect(page.getByRole("status")).toContainText(`Đã bàn giao 1 địa điểm của ${names[0]}`);
    await page.getByRole("button", { name: "Hoàn tác" }).click();
    await expect(page.getByRole("status")).toContainText("Đã hoàn tác việc bàn giao.");
    await page.goto(`/places/${id}`);
    await expect(page.getByRole("main")).toContainText(`Phụ trách: ${names[0]}`);
  });
});

test("who works in no ward has neither the choice nor a calendar @no-javascript", async ({ browser }) => {
  const context = await browser.newContext({ storageState: signedIn("city"), baseURL: cityAtWork.address });
  const page = await context.newPage();
  await page.goto("/worklist");
  await expect(page.getByRole("navigation", { name: "Ai phụ trách" })).toHaveCount(0);
  await page.goto("/account");
  await expect(page.locator("#calendars")).toHaveCount(0);
  await context.close();
});
