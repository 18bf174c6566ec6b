import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { fieldsOf, ownBuilding } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("many places are changed at once, and taken back whole but where somebody came later @no-javascript", async ({ page }) => {
  const mark = randomUUID().slice(0, 8);
  const first = await ownBuilding(page.request, `Chung cư nhiều nơi một ${mark}`);
  const second = await ownBuilding(page.request, `Chung cư nhiều nơi hai ${mark}`);
  const left = await ownBuilding(page.request, `Chung cư nhiều nơi ba ${mark}`);

  await page.goto(`/places?q=${mark}`);
  await page.getByRole("link", { name: "Sửa nhiều nơi" }).click();
  await expect(page.getByText("3 nơi bạn được sửa")).toBeVisible();
  await page.getByLabel("Sửa điều gì?").selectOption("Phân loại");
  await page.getByRole("button", { name: "Chọn", exact: true }).click();
  await page.getByLabel("Phân loại").selectOption("Chung cư cũ");
  await page.getByRole("checkbox", { name: new RegExp(`ba ${mark}`) }).uncheck();
  await page.getByRole("button", { name: "Xem trước" }).click();

  await expect(page.getByText("Phân loại: chưa ghi → Chung cư cũ")).toHaveCount(2);
  expect(await fieldsOf(page.request, first), "a preview keeps nothing").toMatchObject({ segment: null });
  await page.getByRole("button", { name: "Lưu 2 nơi" }).click();
  await expect(page).toHaveURL(/\/places\/bulk\/[0-9a-f-]{36}$/);
  const receipt = page.url();
  expect(await fieldsOf(page.request, first)).toMatchObject({ segment: "old_block" });
  expect(await fieldsOf(page.request, left)).toMatchObject({ segment: null });

  await page.goto(`/places/${second}`);
  await page.getByRole("button", { name: "Vẫn đúng" }).click();
  await page.goto(receipt);
  await expect(page.getByText("1 nơi sẽ giữ nguyên")).toBeVisible();
  await page.getByRole("button", { name: "Hoàn tác toàn bộ" }).click();
  await expect(page.getByText("1 nơi đã trở lại như trước. 1 nơi giữ nguyên")).toBeVisible();
  expect(await fieldsOf(page.request, first)).toMatchObject({ segment: null });
  expect(await fieldsOf(page.request, second)).toMatchObject({ segment: "old_block" });
});
