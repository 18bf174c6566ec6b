import { randomUUID } from "node:crypto";
import { cityAtWork } from "../../cities.ts";
import { nobody, signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";

test.use({ baseURL: cityAtWork.address, storageState: signedIn("admin"), expectedComplaints: [/status of 4(04|22)/] });

const PASSWORD = "bảy con bò vàng trên đồi";

test("a person is invited, chooses a password, and signs in with their own rights @no-javascript", async ({ page, browser }) => {
  const name = `lan.${randomUUID().slice(0, 8)}`;
  await page.goto("/users/new");
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Họ và tên").fill("Nguyễn Thị Lan");
  await page.getByRole("button", { name: "Thêm và tạo đường dẫn" }).click();
  await expect(page.getByText("Xin chọn ít nhất một vai trò")).toBeVisible();
  await page.getByLabel("Cán bộ phường, xã").fill("26740");
  await page.getByRole("button", { name: "Thêm và tạo đường dẫn" }).click();
  const link = new URL((await page.locator("code.secret").textContent())!).pathname;

  const other = await browser.newContext({ storageState: nobody });
  const lan = await other.newPage();
  await lan.goto(link);
  await expect(lan.getByText(`Tài khoản của Nguyễn Thị Lan (${name})`)).toBeVisible();
  for (const [first, second, said] of [
    ["ngắn", "ngắn", "phải có ít nhất 12 ký tự"],
    ["passwordpassword", "passwordpassword", "dễ đoán"],
    [PASSWORD, "khác", "chưa giống nhau"],
  ]) {
    await lan.getByLabel("Mật khẩu mới", { exact: true }).fill(first);
    await lan.getByLabel("Nhập lại mật khẩu mới").fill(second);
    await lan.getByRole("button", { name: "Lưu mật khẩu" }).click();
    await expect(lan.getByText(said)).toBeVisible();
  }
  await lan.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await lan.getByLabel("Nhập lại mật khẩu mới").fill(PASSWORD);
  await lan.getByRole("button", { name: "Lưu mật khẩu" }).click();
  await lan.goto("/account");
  await expect(lan.getByText("Cán bộ phường, xã: Phường Sài Gòn")).toBeVisible();
  await expect(lan.getByText("thiết bị này")).toBeVisible();
  // Good once.
  expect((await lan.goto(link))?.status()).toBe(404);

  // The account is closed, and the session with it.
  await page.goto("/users");
  await page.getByRole("link", { name }).click();
  await page.getByText("Thay đổi tài khoản").click();
  await page.getByRole("button", { name: "Đóng tài khoản" }).click();
  await expect(page.getByText("Tài khoản đã đóng")).toBeVisible();
  await lan.goto("/account");
  await expect(lan).toHaveURL(/\/sign-in/);
  await other.close();
});

test("the change log says who did what, and finds it by person", async ({ page }) => {
  await page.goto("/audit?action=account_add");
  await expect(page.getByRole("main").getByRole("listitem").first()).toContainText("Thêm người dùng");
  await page.goto("/audit?actor=nobody-of-that-name");
  await expect(page.getByText("Chưa có gì.")).toBeVisible();
});

test("a token is shown once, works, and ends", async ({ page, playwright }) => {
  await page.goto("/account");
  await page.getByText("Khóa cho chương trình khác").click();
  const name = `kịch bản ${randomUUID().slice(0, 8)}`;
  await page.getByLabel("Dùng cho việc gì").fill(name);
  await page.getByRole("button", { name: "Tạo khóa" }).click();
  const token = (await page.locator("code.secret").textContent())!;
  const script = await playwright.request.newContext({ storageState: nobody, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const asked = () => script.get(`${cityAtWork.address}/api/v1/summary`);
  expect((await asked()).status()).toBe(200);
  await page.goto("/account");
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByText("Khóa cho chương trình khác").click();
  await page.getByRole("button", { name: `Thu hồi khóa ${name}` }).click();
  expect((await asked()).status()).toBe(401);
  await script.dispose();
});
