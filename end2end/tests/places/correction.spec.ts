import { cityAtWork } from "../../cities.ts";
import { signedIn } from "../../people.ts";
import { expect, test } from "../fixtures.ts";
import { ownBuilding, ownName } from "../register.ts";

test.use({ baseURL: cityAtWork.address, expectedComplaints: [/status of 422/] });

test("the city asks a ward to review a building, and the ward answers @no-javascript", async ({ page, browser }) => {
  const name = ownName("được hỏi");
  const id = await ownBuilding(page.request, name);
  const question = `Số căn của ${name} đúng chưa?`;

  const city = await browser.newContext({ storageState: signedIn("city") });
  const asking = await city.newPage();
  await asking.goto(`/places/${id}`);
  await asking.getByText("Đề nghị phường rà soát").click();
  await asking.getByRole("button", { name: "Gửi phường" }).click();
  await expect(asking.getByText("Cần điền mục này.")).toBeVisible();
  await asking.getByLabel("Cần xem lại điều gì?").fill(question);
  await asking.getByRole("button", { name: "Gửi phường" }).click();
  await expect(asking.getByText(question)).toBeVisible();

  const ward = await browser.newContext({ storageState: signedIn("staff") });
  const answering = await ward.newPage();
  await answering.goto("/places?kind=apartment_building");
  await expect(answering.getByText("chờ trả lời")).toBeVisible();
  await answering.goto(`/places/${id}`);
  await answering.getByLabel("Kết quả rà soát").fill("Đã đếm lại: 120 căn.");
  await answering.getByRole("button", { name: "Trả lời" }).click();
  await expect(answering.getByRole("button", { name: "Trả lời" })).toHaveCount(0);

  await asking.goto(`/places/${id}`);
  await asking.getByText("Đề nghị rà soát đã trả lời").click();
  await expect(asking.getByText("Đã đếm lại: 120 căn.")).toBeVisible();
  await Promise.all([city.close(), ward.close()]);
});
