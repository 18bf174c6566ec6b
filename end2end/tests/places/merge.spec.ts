import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, ownBuilding, ownName, total } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("a duplicate is merged: what only it knew is kept, and it points to the place that stays @no-javascript", async ({ page }) => {
  const name = ownName("Trùng");
  const stays = await ownBuilding(page.request, name, { apartments: "120" });
  const goes = await ownBuilding(page.request, name.toUpperCase(), { blocks: "3", apartments: "99" });

  await page.goto(`/places/${goes}`);
  await page.getByRole("link", { name: "Gộp trùng" }).click();
  const offer = page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
  await offer.getByRole("button", { name: "Gộp vào địa điểm này" }).click();

  await expect(page).toHaveURL(new RegExp(`/places/${stays}`));
  expect(await fieldsOf(page.request, stays)).toMatchObject({ apartments: 120, blocks: 3 });
  await page.goto(`/places/${goes}`);
  await expect(page.getByRole("status").filter({ hasText: "Đã gộp vào" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name, exact: true }).first().click();
  await expect(page).toHaveURL(new RegExp(`/places/${stays}`));
  await page.goto(`/places?q=${encodeURIComponent(name)}`);
  await expect(total(page, "1")).toBeVisible();
});

test("a place that stays can be searched for by name", async ({ page }) => {
  const name = ownName("Giữ lại");
  const stays = await ownBuilding(page.request, name);
  const goes = await ownBuilding(page.request, ownName("Bỏ đi"));
  await page.goto(`/places/${goes}/merge`);
  await page.getByRole("searchbox", { name: "Tìm địa điểm được giữ lại" }).fill(name);
  await page.getByRole("main").getByRole("button", { name: "Tìm" }).click();
  await page.getByRole("button", { name: "Gộp vào địa điểm này" }).click();
  await expect(page).toHaveURL(new RegExp(`/places/${stays}`));
});
