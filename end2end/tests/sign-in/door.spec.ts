import { nobody, people } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import type { Page } from "@playwright/test";

test.use({ storageState: nobody, expectedComplaints: [/status of 4(01|22)/] });

async function signIn(page: Page, name: keyof typeof people, password: string = people[name]) {
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
}

test("whoever is asked to sign in goes on to where they wanted @no-javascript", async ({ page }) => {
  await page.goto("/places?kind=apartment_building&board=missing");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, "city", "không phải mật khẩu");
  await expect(page.getByRole("alert")).toContainText("chưa đúng");
  await expect(page.getByLabel("Tên đăng nhập")).toHaveValue("city");
  await signIn(page, "city");
  await expect(page).toHaveURL(/\/places\?kind=apartment_building&board=missing/);
});

test("nobody is led away after signing in", async ({ page }) => {
  await page.goto("/sign-in?next=https://example.com/");
  await signIn(page, "city");
  await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/$/);
});

test("after signing out neither the back button nor the old cookie shows anything", async ({ page, context, request }) => {
  await page.goto("/sign-in");
  await signIn(page, "city");
  await expect(page.getByRole("main").getByText("46,6%").first()).toBeVisible();
  const stolen = await context.cookies();
  await page.goto("/account");
  await page.getByRole("button", { name: "Đăng xuất", exact: true }).first().click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText("46,6%")).toHaveCount(0);
  const cookie = stolen.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await request.get("/api/v1/summary", { headers: { cookie } });
  expect(answer.status()).toBe(401);
});

test("the session is another one after signing in than before", async ({ page, context }) => {
  await context.addCookies([{ name: "session", value: "AAAAAAAAAAAAAAAAAAAAAA", url: "http://127.0.0.1" }]);
  await page.goto("/sign-in");
  await signIn(page, "city");
  const session = (await context.cookies()).find(({ name }) => name === "session");
  expect(session?.value).not.toBe("AAAAAAAAAAAAAAAAAAAAAA");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("a session that ended in the middle of a form loses nothing that was typed @no-javascript", async ({ page, context }) => {
  await page.goto("/sign-in?next=/places/new");
  await signIn(page, "staff");
  await page.getByLabel("Tên *").fill("Chung cư gõ dở");
  await page.getByLabel("Số căn hộ").fill("mười hai");
  await context.clearCookies();
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("alert")).toContainText("vẫn còn");
  await signIn(page, "staff");
  await page.getByRole("button", { name: "Gửi lại" }).click();
  // The number was nonsense, so the form is shown again: with all that was typed.
  await expect(page.getByLabel("Tên *")).toHaveValue("Chung cư gõ dở");
  await expect(page.getByLabel("Số căn hộ")).toHaveValue("mười hai");
});
