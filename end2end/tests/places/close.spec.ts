import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName, total } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("a closed place leaves the list, and comes back when it is reopened @no-javascript", async ({ page }) => {
  const name = ownName("Đóng");
  const id = await ownBuilding(page.request, name);
  const list = `/places?q=${encodeURIComponent(name)}`;

  await page.goto(`/places/${id}`);
  await page.getByRole("button", { name: "Đóng địa điểm" }).click();
  await expect(page.getByText(/Đã đóng từ \d{2}\/\d{2}\/\d{4}/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Cập nhật", exact: true })).toHaveCount(0);
  await page.goto(list);
  await expect(total(page, "0")).toBeVisible();
  await page.goto(`${list}&closed=true`);
  await expect(total(page, "1")).toBeVisible();

  await page.goto(`/places/${id}`);
  await page.getByRole("button", { name: "Mở lại" }).click();
  await expect(page.getByRole("link", { name: "Cập nhật", exact: true })).toBeVisible();
  await page.goto(list);
  await expect(total(page, "1")).toBeVisible();
});
