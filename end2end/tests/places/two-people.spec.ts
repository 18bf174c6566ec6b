import type { Browser, Page } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 409/] });

/** Opens the building's form for another person: another browser context. */
async function alsoOpens(browser: Browser, id: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`/places/${id}/edit`);
  return page;
}

async function save(page: Page) {
  await page.getByRole("button", { name: "Lưu" }).click();
}

test("two people change different fields, and both are kept", async ({ page, browser }) => {
  const id = await ownBuilding(page.request, ownName("Hai người"), { apartments: "120" });
  await page.goto(`/places/${id}/edit`);
  const second = await alsoOpens(browser, id);

  await page.getByLabel("Số căn hộ").fill("125");
  await save(page);
  await expect(notice(page)).toContainText("Đã lưu.");
  await second.getByLabel("Số block").fill("3");
  await save(second);
  await expect(notice(second)).toContainText("Đã lưu.");

  expect(await fieldsOf(page.request, id)).toMatchObject({ apartments: 125, blocks: 3 });
  await second.context().close();
});

for (const [choice, kept] of [
  ["Của người kia", 125],
  ["Của tôi", 130],
] as const) {
  test(`two people change the same field, and the second keeps “${choice}”`, async ({ page, browser }) => {
    const id = await ownBuilding(page.request, ownName("Cùng mục"), { apartments: "120" });
    const second = await alsoOpens(browser, id);
    await page.goto(`/places/${id}/edit`);
    await page.getByLabel("Số căn hộ").fill("125");
    await save(page);
    await expect(notice(page)).toContainText("Đã lưu.");

    await second.getByLabel("Số căn hộ").fill("130");
    await second.getByLabel("Số block").fill("3");
    await save(second);
    await expect(second.getByRole("alert")).toContainText("người khác đã đổi cùng mục");
    expect(await fieldsOf(page.request, id)).toMatchObject({ apartments: 125, blocks: null });
    const both = second.getByRole("group", { name: "Số căn hộ" });
    await expect(both.getByLabel("Của người kia: 125")).toBeVisible();
    await expect(both.getByLabel("Của tôi: 130")).toBeVisible();
    await both.getByLabel(choice).check();
    await save(second);

    await expect(notice(second)).toContainText("Đã lưu.");
    expect(await fieldsOf(page.request, id)).toMatchObject({ apartments: kept, blocks: 3 });
    await second.context().close();
  });
}
