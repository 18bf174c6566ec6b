import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { listed } from "../register.ts";

test.describe("the city", () => {
  test.use({ storageState: signedIn("city") });

  test("reads every place and is offered nothing to change", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("main").getByText("46,6%").first()).toBeVisible();
    const { id } = (await listed(page.request, "kind=apartment_building&unit=26740&limit=1")).items[0];
    await page.goto(`/places/${id}`);
    await expect(page.getByRole("button", { name: "Vẫn đúng" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Sửa" })).toHaveCount(0);
    await expect(page.getByRole("navigation").getByRole("link", { name: "Người dùng" })).toHaveCount(0);
  });
});

test.describe("ward staff", () => {
  test.use({ storageState: signedIn("staff"), expectedComplaints: [/status of 404/] });

  test("sees its own ward alone, in the list, in the counts and by address", async ({ page }) => {
    const own = await listed(page.request, "kind=apartment_building");
    expect(own.total).toBeGreaterThan(0);
    expect(new Set(own.items.map((row) => row.admin_unit_name))).toEqual(new Set(["Phường Sài Gòn"]));
    expect((await page.goto("/admin-units/26743"))?.status()).toBe(404);
    await page.goto("/");
    await expect(page.getByRole("main").getByText("1.246")).toHaveCount(0);
  });
});

test.describe("a viewer", () => {
  test.use({ storageState: signedIn("viewer"), expectedComplaints: [/status of 404/] });

  test("reads, and finds no form", async ({ page }) => {
    const { id } = (await listed(page.request, "kind=apartment_building&limit=1")).items[0];
    await page.goto(`/places/${id}`);
    await expect(page.getByRole("link", { name: "Cập nhật" })).toHaveCount(0);
    expect((await page.goto(`/places/${id}/edit`))?.status()).toBe(404);
  });
});

for (const [person, first] of [["member", "/my-households"], ["privacy", "/account"]] as const) {
  test.describe(person, () => {
    test.use({ storageState: signedIn(person), expectedComplaints: [/status of 404/] });

    test("has a page to begin with and nothing of the register", async ({ page }) => {
      await page.goto("/");
      await expect(page).toHaveURL(new RegExp(`${first}$`));
      expect((await page.goto("/places"))?.status()).toBe(404);
      expect((await page.request.get("/api/v1/summary")).status()).toBe(404);
    });
  });
}

test.describe("the data-protection officer", () => {
  test.use({ storageState: signedIn("privacy") });

  test("sees who took data out", async ({ page, playwright, baseURL }) => {
    const city = await playwright.request.newContext({ baseURL, storageState: signedIn("city") });
    expect((await city.get("/places/export?format=csv&unit=26740")).status()).toBe(200);
    await city.dispose();
    await page.goto("/access-log");
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Ban Tổ chức mẫu" }).first()).toContainText("Xuất danh sách địa điểm");
  });
});
