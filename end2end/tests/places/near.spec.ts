import { expect, test } from "../fixtures.ts";

const near = (page: import("@playwright/test").Page) => page.getByRole("region", { name: "Gần tôi" });

test.describe("whoever allowed it", () => {
  const me = { longitude: 106.70123, latitude: 10.77654 };
  test.use({ geolocation: me, permissions: ["geolocation"] });

  test("sees what is near above the list, nearest first, and no request tells where", async ({ page }) => {
    const asked: string[] = [];
    page.on("request", async (request) => {
      asked.push(`${request.url()} ${JSON.stringify(await request.allHeaders())} ${request.postData() ?? ""}`);
    });
    await page.goto("/places?kind=apartment_building");
    await expect(near(page).getByRole("status")).toContainText("Gần nhất trước");
    const lines = near(page).getByRole("listitem");
    await expect(lines).toHaveCount(5);
    await expect(lines.first()).toContainText(/cách \d+ m/);
    const metres = (await lines.locator(".reviewed").allTextContents()).map((words) => {
      const number = Number(/[\d.,]+/.exec(words)![0].replace(",", "."));
      return words.includes("km") ? number * 1000 : number;
    });
    expect(metres).toEqual([...metres].sort((a, b) => a - b));
    for (const request of asked) expect(request).not.toMatch(/106\.701|10\.776/);

    const name = await lines.first().getByRole("link").textContent();
    await lines.first().getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name!);
  });

  test("is not shown it before what was searched for", async ({ page }) => {
    await page.goto("/places?q=hoa");
    await expect(near(page).getByRole("button", { name: "Gần tôi" })).toBeVisible();
    await expect(near(page).getByRole("listitem")).toHaveCount(0);
  });
});

test("a position that is not given is no dead end", async ({ page }) => {
  await page.goto("/places?kind=apartment_building");
  await near(page).getByRole("button", { name: "Gần tôi" }).click();
  await expect(near(page)).toContainText("Máy chưa cho phép xem vị trí.");
});
