import { expect, test } from "../fixtures.ts";
import { canvas, lines, openMap } from "./page.ts";

const ADD = "Thêm chung cư tại đây";
const NEW = /^\/places\/new\?lon=10[67]\.\d{5}&lat=1\d\.\d{5}$/;

test("a right click offers to add a building there", async ({ page }, { project }) => {
  test.skip(project.name !== "desktop", "a mouse");
  await openMap(page);
  await canvas(page).click({ button: "right", position: { x: 500, y: 300 } });
  const link = page.getByRole("link", { name: ADD });
  await expect(link).toHaveAttribute("href", NEW);
  await page.keyboard.press("Escape");
  await expect(link).toBeHidden();
});

test("a long press offers to add a building there", async ({ page, context }, { project }) => {
  test.skip(project.name !== "phone", "a finger");
  await openMap(page);
  const box = (await canvas(page).boundingBox())!;
  const finger = await context.newCDPSession(page);
  const touchPoints = [{ x: box.x + 120, y: box.y + 120 }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  const link = page.getByRole("link", { name: ADD });
  await expect(link).toHaveAttribute("href", NEW);
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(link).toBeVisible();
  await link.click();
  await expect(page).toHaveURL(/\/places\/new\?lon=/);
});

test("the sheet has three heights, by buttons and by dragging", async ({ page }, { project }) => {
  test.skip(project.name !== "phone", "beside the map there is room for the list");
  await openMap(page);
  const sheet = page.getByRole("region", { name: "Trong khung nhìn" });
  const more = page.getByRole("button", { name: "Mở rộng danh sách" });
  await expect(sheet).toHaveAttribute("data-height", "peek");
  await more.click();
  await expect(sheet).toHaveAttribute("data-height", "half");
  await expect(lines(page).first()).toBeInViewport();
  await more.click();
  await expect(sheet).toHaveAttribute("data-height", "full");
  await expect(more).toBeDisabled();

  const heading = sheet.getByRole("heading");
  await expect.poll(async () => (await heading.boundingBox())!.y).toBeLessThan(300);
  const grip = (await heading.boundingBox())!;
  await page.mouse.move(grip.x + 20, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 20, grip.y + 250, { steps: 4 });
  await page.mouse.move(grip.x + 20, page.viewportSize()!.height - 120, { steps: 4 });
  await page.mouse.up();
  await expect(sheet).not.toHaveAttribute("data-height", "full");
});

test("a line that the keyboard reaches comes into view", async ({ page }, { project }) => {
  test.skip(project.name !== "phone", "the sheet is the phone's");
  await openMap(page);
  await lines(page).first().focus();
  await expect(page.getByRole("region", { name: "Trong khung nhìn" })).toHaveAttribute("data-height", "half");
  await expect(lines(page).first()).toBeInViewport();
});
