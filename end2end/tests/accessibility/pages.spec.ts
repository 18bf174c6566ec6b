import { expect, test } from "../fixtures.ts";
import { expectContrast, expectNothingSerious } from "./axe.ts";
import { pages } from "./pages.ts";

for (const [what, address] of pages) {
  test(`${what} has nothing serious for axe, by day and by night, and does not run over the edge`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(await address(page.request));
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    await expectNothingSerious(page, "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectContrast(page, "dark");

    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(widths[0], "width of the content").toBeLessThanOrEqual(widths[1]);
  });
}
