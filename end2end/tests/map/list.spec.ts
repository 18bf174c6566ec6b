import { expect, test } from "../fixtures.ts";
import { canvas, inView, lines, openMap, summary } from "./page.ts";

const CENTRE = "/map#view=14.5/10.776/106.7";

test("the list follows the view", async ({ page }) => {
  await openMap(page, CENTRE);
  await expect(summary(page)).toHaveText(/^\d+ tòa nhà/);
  const near = await inView(page);
  await page.getByRole("button", { name: "Thu nhỏ" }).click();
  await expect.poll(() => inView(page)).toBeGreaterThan(near);
  await page.getByRole("button", { name: "Toàn thành phố" }).click();
  await expect(summary(page)).toHaveText("90 phường, xã · 1.246 tòa nhà, 581 chưa có ban quản trị");
});

test("the map moves by keyboard", async ({ page }) => {
  await openMap(page, CENTRE);
  await canvas(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/\/106\.70(?!00)\d\d$/);
});

test("a line opens the card, Escape closes it and leads back to the line", async ({ page }) => {
  await openMap(page, CENTRE);
  const line = lines(page).first();
  const name = (await line.locator("strong").textContent())!;
  await line.focus();
  await page.keyboard.press("Enter");
  const card = page.getByRole("dialog", { name });
  await expect(card).toBeVisible();
  await expect(card).toBeFocused();
  await expect(card.getByRole("link", { name: "Mở" })).toHaveAttribute("href", /^\/places\/[0-9a-f-]{36}$/);
  await expect(card.getByRole("link", { name: "Cập nhật" })).toHaveAttribute("href", /^\/places\/[0-9a-f-]{36}\/record$/);
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await expect(lines(page).filter({ hasText: name }).first()).toBeFocused();
});

test("a ward's card leads to its page and to its buildings", async ({ page }) => {
  await openMap(page);
  const line = lines(page).first();
  const name = (await line.locator("strong").textContent())!;
  await line.focus();
  await page.keyboard.press("Enter");
  const card = page.getByRole("dialog", { name });
  await expect(card.getByRole("link", { name: "Trang của phường, xã" })).toHaveAttribute("href", /^\/admin-units\/\d{5}$/);
  await card.getByRole("button", { name: "Xem từng nơi" }).click();
  await expect(card).toBeHidden();
  await expect(summary(page)).toHaveText(/^[\d.]+ tòa nhà/);
});

test.describe("near me", () => {
  const me = { longitude: 106.70123, latitude: 10.77654 };
  test.use({ geolocation: me, permissions: ["geolocation"] });

  test("is computed here: nearest first, and no request tells where", async ({ page }) => {
    await openMap(page);
    const asked: string[] = [];
    page.on("request", async (request) => {
      asked.push(`${request.url()} ${JSON.stringify(await request.allHeaders())} ${request.postData() ?? ""}`);
    });
    await page.getByRole("button", { name: "Gần tôi" }).click();
    await expect(summary(page)).toContainText("gần nhất trước");
    await expect(lines(page).first()).toContainText(/cách \d+ m/);
    const metres = (await page.locator("#map-lines .far").allTextContents()).map((words) => {
      const number = Number(/[\d.,]+/.exec(words)![0].replace(",", "."));
      return words.includes("km") ? number * 1000 : number;
    });
    expect(metres).toEqual([...metres].sort((a, b) => a - b));

    const places = asked.filter((request) => request.includes("/map/places.geojson"));
    expect(places.length).toBeGreaterThan(0);
    for (const request of asked) expect(request).not.toMatch(/106\.701|10\.776/);
    for (const request of places) {
      const box = decodeURIComponent(/bbox=([^&\s]+)/.exec(request)![1]).split(",").map(Number);
      for (const line of box) expect(Math.abs(line / 0.02 - Math.round(line / 0.02)), `${line} lies on the grid`).toBeLessThan(1e-6);
    }
  });
});

test("a position that is not given is no dead end", async ({ page }) => {
  await openMap(page);
  await page.getByRole("button", { name: "Gần tôi" }).click();
  await expect(page.getByText("Máy chưa cho phép xem vị trí.")).toBeVisible();
});
