import { expect, test } from "../fixtures.ts";
import { total } from "../register.ts";

test("the funnel holds the buildings that must have a board, and leads to those at each step @no-javascript", async ({ page }) => {
  await page.goto("/");
  const funnel = page.getByRole("region", { name: "Đường đến ban quản trị" }).last();
  const rows = funnel.locator("tbody tr");
  await expect(rows).toHaveCount(6);
  // 1.067 must have a board, and 402 of them have none.
  await expect(rows.first().locator("td").nth(1)).toContainText("1.067");
  await expect(rows.last().locator("td").first()).toHaveText("665");
  // How long the steps take follows from what was recorded of the boards.
  for (const index of [0, 1, 2, 3, 4]) await expect(rows.nth(index).locator("td").last()).toHaveText(/^[\d.]+ ngày$/);
  const step = rows.filter({ hasText: "Đến hạn hội nghị" }).getByRole("link");
  const number = (await step.textContent())!;
  await step.click();
  await expect(total(page, number)).toBeVisible();
});
