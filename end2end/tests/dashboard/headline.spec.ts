import { expect, test } from "../fixtures.ts";
import { listed, total } from "../register.ts";

test("the headline says how many of how many, all and those that must have a board @no-javascript", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const headline = page.getByRole("region", { name: "46,6% chưa có ban quản trị được công nhận" });
  await expect(headline).toContainText("581/1.246 tòa nhà");
  await expect(headline).toContainText("402/1.067 tòa nhà");
  await expect(headline).toContainText("37,7%");
});

test("the headline can be read from the back of a meeting room", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/");
  const size = await page.getByText("46,6%").first().evaluate((figure) => parseFloat(getComputedStyle(figure).fontSize));
  expect(size).toBeGreaterThanOrEqual(64);
});

for (const number of ["581", "1.246", "402", "1.067"]) {
  test(`${number} leads to as many places @no-javascript`, async ({ page }) => {
    await page.goto("/");
    await page.getByRole("region", { name: "46,6%" }).getByRole("link", { name: number, exact: true }).click();
    await expect(page).toHaveURL(/\/places\?/);
    await expect(total(page, number)).toBeVisible();
  });
}

test("every number of the first blocks is as large as the list behind it", async ({ page }, { project }) => {
  test.skip(project.name !== "desktop", "the same links on every device");
  await page.goto("/");
  const links = await page.locator(".blocks a[href^='/places?']").evaluateAll((found) =>
    found.map((link) => ({ href: link.getAttribute("href")!, number: Number(link.textContent!.replaceAll(".", "")) })),
  );
  expect(links.length).toBeGreaterThan(20);
  for (const { href, number } of links) {
    if (Number.isNaN(number)) continue;
    const found = await listed(page.request, href.slice(href.indexOf("?") + 1));
    expect(found.total, href).toBe(number);
  }
});
