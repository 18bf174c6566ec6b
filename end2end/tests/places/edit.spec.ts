import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("a field is corrected, and the history says who, from what, to what @no-javascript", async ({ page }) => {
  const name = ownName("Sửa");
  const id = await ownBuilding(page.request, name, { apartments: "120" });
  await page.goto(`/places/${id}`);
  await page.getByRole("link", { name: "Sửa thông tin" }).click();
  await expect(page.getByLabel("Số căn hộ")).toHaveValue("120");
  await page.getByLabel("Số căn hộ").fill("125");
  await page.getByRole("button", { name: "Lưu" }).click();

  await expect(notice(page)).toContainText("Số căn hộ: 125");
  const history = page.getByRole("main").locator("section", { has: page.getByRole("heading", { name: "Lịch sử" }) });
  const latest = history.locator("ol > li").first();
  await expect(latest).toContainText("Số căn hộ: 120 → 125");
  // Until there are accounts, the actor is the program's own word for whoever sits here.
  await expect(latest).toHaveText(/Cập nhật \d{2}\/\d{2}\/\d{4} \d{2}:\d{2} · \S+/);
  await expect(history.locator("ol > li").last()).toContainText("Thêm địa điểm");
});
