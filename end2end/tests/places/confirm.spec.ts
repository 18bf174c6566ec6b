import { cityAtWork } from "../../cities.ts";
import { expect, test } from "../fixtures.ts";
import { notice, ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address });

test("“Vẫn đúng” says what it confirms, and confirms it @no-javascript", async ({ page }) => {
  const id = await ownBuilding(page.request, ownName("Vẫn đúng"));
  await page.goto(`/places/${id}`);
  const button = page.getByRole("button", { name: "Vẫn đúng" });
  await expect(button).toHaveAccessibleDescription(/Chưa có · Chưa rõ\s*chưa được rà soát/);
  await button.click();
  await expect(notice(page)).toContainText("Ngày rà soát");
  await expect(page.getByRole("button", { name: "Vẫn đúng" })).toHaveAccessibleDescription(/rà soát hôm nay/);
  await expect(page.getByText("Xác nhận vẫn đúng")).toBeVisible();
});
