import type { Page } from "@playwright/test";
import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { notice } from "../register.ts";

// One after the other, and each project at a household of its own: what one records must not end what another undoes.
test.describe.configure({ mode: "serial" });
test.use({ baseURL: cityAtWork.address, storageState: signedIn("member"), expectedComplaints: [/status of 4(04|22)/] });

function cards(page: Page) {
  return page.locator("li.my-household");
}

function mine(page: Page) {
  return cards(page).nth(["desktop", "phone", "no-javascript"].indexOf(test.info().project.name));
}

test("a member records a visit in three taps and takes one tap back @no-javascript", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/my-households$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hộ của tôi");
  const card = mine(page);
  await expect(card.getByText("Xin gặp:")).toBeVisible();

  // One tap, and undo.
  await card.getByRole("button", { name: /^Vắng nhà/ }).click();
  await expect(notice(page)).toContainText("Đã ghi: vắng nhà");
  await expect(page).toHaveTitle(/^Hộ của tôi/);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await expect(notice(page)).toContainText("Đã hoàn tác");

  // "Đã gặp", then "Lưu ngay": the second tap has saved.
  await mine(page).getByRole("link", { name: /^Đã gặp/ }).click();
  await expect(page.getByLabel("Kết quả")).toHaveValue("met");
  await page.getByRole("button", { name: "Lưu ngay" }).click();
  await expect(page).toHaveURL(/\/my-households\?saved=/);
  await expect(notice(page)).toContainText("Đã ghi lần thăm");
  await expect(mine(page).getByText("(hôm nay)")).toBeVisible();
});

test("what was typed for a visit is not lost, and amounts are read as people write them @no-javascript", async ({ page }) => {
  await page.goto("/my-households");
  await mine(page).getByRole("link", { name: /^Hẹn lại/ }).click();
  await expect(page.getByLabel("Kết quả")).toHaveValue("postponed");
  await page.getByLabel("Kết quả").selectOption("met");
  await page.getByLabel("Đã giúp").first().selectOption("cash_or_goods");
  await page.getByLabel("Số tiền (đồng)").first().fill("nửa triệu");
  await page.getByLabel("Đã hẹn gì").fill("Mang gạo");
  await page.getByRole("button", { name: "Lưu lần thăm" }).click();
  await expect(page.getByLabel("Số tiền (đồng)").first()).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Đã hẹn gì")).toHaveValue("Mang gạo");
  await page.getByLabel("Số tiền (đồng)").first().fill("1.500.000");
  await page.getByRole("button", { name: "Lưu lần thăm" }).click();
  await expect(page).toHaveURL(/\/my-households\?saved=/);
  await expect(mine(page).getByText("Đã hẹn: Mang gạo")).toBeVisible();
  await mine(page).getByRole("heading").getByRole("link").click();
  await expect(page.getByText("Tiền hoặc hiện vật: 1.500.000 ₫").first()).toBeVisible();
});

test("complaints are turned away with the lawful address @no-javascript", async ({ page }) => {
  await page.goto("/my-households");
  await mine(page).getByRole("heading").getByRole("link").click();
  await expect(page.getByText("Khiếu nại, tố cáo không gửi ở đây")).toBeVisible();
  await page.getByLabel("Loại hỗ trợ").selectOption("referral");
  await page.getByLabel("Hộ đề nghị gì").fill("Muốn tố cáo một cán bộ");
  await page.getByRole("button", { name: "Gửi đề nghị" }).click();
  await expect(page.getByText("Khiếu nại và tố cáo không nhận ở đây")).toBeVisible();
  await expect(page.getByLabel("Hộ đề nghị gì")).toHaveValue("Muốn tố cáo một cán bộ");
});

test("a member's phone never receives another member's household", async ({ page, browser }) => {
  // What the ward knows: the id of each household with its code.
  const lead = await browser.newContext({ baseURL: cityAtWork.address, storageState: signedIn("lead") });
  const ward = await lead.newPage();
  await ward.goto("/households");
  const known = await ward.locator("li.household-row").evaluateAll((rows) =>
    rows.map((row) => {
      const id = row.querySelector("a")?.getAttribute("href")?.split("/").pop() ?? "";
      return { id, code: row.textContent?.match(/H-[2-9A-HJ-NP-Z]{8}/)?.[0] ?? "" };
    }),
  );
  await lead.close();

  // Whatever comes over the network, of every kind.
  const received: Promise<string>[] = [];
  page.on("response", (response) => received.push(response.text().catch(() => "")));
  await page.goto("/my-households");
  const links = await cards(page).getByRole("heading").getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  const own = links.map((link) => link.split("/").pop());
  const others = known.filter(({ id }) => !own.includes(id));
  expect(own.length).toBeGreaterThan(0);
  expect(others.length).toBeGreaterThan(own.length);
  for (const link of links) {
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "Các lần thăm" })).toBeVisible();
  }
  for (const path of ["/", "/account", "/requests", "/households", "/members", "/api/v1/places"]) await page.goto(path);
  const all = (await Promise.all(received)).join("\n");
  expect(own.filter((id) => id && all.includes(id)).length).toBe(own.length);
  expect(others.filter(({ id, code }) => id === "" || code === "" || all.includes(id) || all.includes(code))).toEqual([]);

  // Nor when it asks for one: that page does not exist for it.
  for (const { id, code } of others.slice(0, 3)) {
    const answer = await page.goto(`/my-households/${id}`);
    expect(answer?.status()).toBe(404);
    expect(await answer?.text()).not.toContain(code);
  }
});
