import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Fails on what axe calls serious or critical, and says where it is. */
export async function expectNothingSerious(page: Page, where: string) {
  await expectNothing(where, new AxeBuilder({ page }));
}

/** The same for what depends on the colours alone. */
export async function expectContrast(page: Page, where: string) {
  await expectNothing(where, new AxeBuilder({ page }).withRules("color-contrast"));
}

async function expectNothing(where: string, axe: AxeBuilder) {
  const { violations } = await axe.analyze();
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`) }));
  expect(serious, where).toEqual([]);
}
