import { createHmac, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { nobody, signedIn } from "../../people.ts";
import { expectNothingSerious } from "../accessibility/axe.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("admin"), expectedComplaints: [/status of 4(04|22)/] });

const PASSWORD = "bảy con bò vàng trên đồi";

/** What a phone shows that was given this secret (RFC 6238), so many steps of 30 seconds from now. */
function code(secret: string, steps: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const sum = createHmac("sha1", key).update(counter).digest();
  const at = sum[sum.length - 1] & 15;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function givePassword(page: Page, name: string, next = "/account") {
  await page.goto(`/sign-in?next=${next}`);
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
}

async function giveCode(page: Page, typed: string) {
  await page.getByLabel("Mã xác nhận").fill(typed);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
}

async function fits(page: Page) {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(widths[0], "width of the content").toBeLessThanOrEqual(widths[1]);
}

test("a person switches the second step on, signs in with phone or paper, and an administrator takes it away @no-javascript", async ({
  page,
  browser,
}) => {
  const name = `lan.${randomUUID().slice(0, 8)}`;
  await page.goto("/users/new");
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Họ và tên").fill("Nguyễn Thị Lan");
  await page.getByLabel("Cán bộ phường, xã").fill("26740");
  await page.getByRole("button", { name: "Thêm và tạo đường dẫn" }).click();
  const link = new URL((await page.locator("code.secret").textContent())!).pathname;

  const other = await browser.newContext({ storageState: nobody });
  const lan = await other.newPage();
  await lan.goto(link);
  await lan.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await lan.getByLabel("Nhập lại mật khẩu mới").fill(PASSWORD);
  await lan.getByRole("button", { name: "Lưu mật khẩu" }).click();

  // Switching it on.
  await lan.goto("/account");
  await lan.getByRole("link", { name: "Bật xác nhận hai bước" }).click();
  await expect(lan.getByRole("img", { name: "Hình mã QR" })).toBeVisible();
  const secret = (await lan.locator("code.secret").textContent())!.replaceAll(" ", "");
  expect(await lan.getByRole("link", { name: "Mở trong ứng dụng" }).getAttribute("href")).toContain(`secret=${secret}`);
  await lan.getByLabel("Mã 6 chữ số").fill("000000");
  await lan.getByLabel("Mật khẩu hiện nay").fill(PASSWORD);
  await lan.getByRole("button", { name: "Bật xác nhận hai bước" }).click();
  await expect(lan.getByText("Mã chưa đúng")).toBeVisible();
  await expect(lan.locator("code.secret")).toHaveText(secret.match(/.{1,4}/g)!.join(" "));
  await lan.getByLabel("Mã 6 chữ số").fill(code(secret, 0));
  await lan.getByLabel("Mật khẩu hiện nay").fill(PASSWORD);
  await lan.getByRole("button", { name: "Bật xác nhận hai bước" }).click();
  await expect(lan.getByRole("heading", { name: "Mã dự phòng" })).toBeVisible();
  const paper = await lan.getByRole("main").getByRole("listitem").allTextContents();
  expect(paper).toHaveLength(10);
  await lan.getByRole("link", { name: "Đã cất giữ" }).click();
  await expect(lan.getByText("đang bật")).toBeVisible();

  // The password alone opens nothing.
  await other.clearCookies();
  await givePassword(lan, name, "/places?q=a");
  await expect(lan).toHaveURL(/\/sign-in\/code/);
  await lan.goto("/places");
  await expect(lan).toHaveURL(/\/sign-in\?next=/);

  // The phone's code does, and goes on to where the person wanted.
  await givePassword(lan, name, "/places?q=a");
  await giveCode(lan, "123456");
  await expect(lan.getByRole("alert")).toContainText("chưa đúng");
  await fits(lan);
  // One step later: the code that switched it on is spent.
  const shown = code(secret, 1);
  await giveCode(lan, shown);
  await expect(lan).toHaveURL(/\/places\?q=a/);

  // Not twice; a code of the paper does, once.
  await other.clearCookies();
  await givePassword(lan, name);
  await giveCode(lan, shown);
  await expect(lan.getByRole("alert")).toContainText("đã dùng rồi");
  await giveCode(lan, paper[0]);
  await expect(lan).toHaveURL(/\/account$/);
  await lan.goto("/account/second-factor");
  await expect(lan.getByText("Còn 9 trên 10 mã dự phòng")).toBeVisible();
  await fits(lan);

  // The administrator takes it away: the devices are signed out, and the password opens again.
  await page.goto("/users");
  await page.getByRole("link", { name }).click();
  await expect(page.getByText("Xác nhận hai bước: đang bật")).toBeVisible();
  await page.getByText("Thay đổi tài khoản").click();
  await page.getByRole("button", { name: "Tắt xác nhận hai bước của người này" }).click();
  await expect(page.getByText("Xác nhận hai bước: đang tắt")).toBeVisible();
  await lan.goto("/account");
  await expect(lan).toHaveURL(/\/sign-in/);
  await givePassword(lan, name);
  await expect(lan).toHaveURL(/\/account$/);
  await other.close();
});

test("the pages of the second step have nothing serious for axe", async ({ page }) => {
  await page.goto("/account/second-factor");
  await page.getByRole("button", { name: "Bật xác nhận hai bước" }).click();
  await expect(page.getByText("Mã chưa đúng").or(page.getByText("chưa đúng")).first()).toBeVisible();
  await expectNothingSerious(page, "switching on");
  await fits(page);
});
