import { defineConfig, devices, type PlaywrightTestConfig } from "@playwright/test";
import { cityAsMade, cityAtWork } from "./cities.ts";
import { signedIn } from "./people.ts";

const chromium: PlaywrightTestConfig["use"] = {
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // On a busy machine a page may miss its moment; such a test is named "flaky" in the report.
  retries: process.env.CI ? 2 : 0,
  workers: 2,
  // Maps are drawn without a graphics card here, perhaps while something is being built.
  timeout: 150_000,
  expect: { timeout: 25_000 },
  reporter: "list",
  use: {
    ...chromium,
    baseURL: cityAsMade.address,
    storageState: signedIn("tester"),
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    trace: "retain-on-failure",
    // A transition between pages that a slow machine skips would be an error on the console.
    contextOptions: { reducedMotion: "reduce" },
  },
  projects: [
    {
      name: "desktop",
      use: { ...devices["Desktop Chrome"], ...chromium, viewport: { width: 1440, height: 900 } },
    },
    { name: "phone", use: { ...devices["Pixel 7"], ...chromium } },
    {
      // A form is a form: what a test with this tag does must work without scripts.
      name: "no-javascript",
      grep: /@no-javascript/,
      use: {
        ...devices["Desktop Chrome"],
        ...chromium,
        viewport: { width: 1440, height: 900 },
        javaScriptEnabled: false,
      },
    },
  ],
  globalSetup: "./sign-in.ts",
  webServer: [cityAsMade, cityAtWork].map(({ host, port, address }) => ({
    command: "node serve.mjs",
    env: { GANDAN_E2E_LISTEN: `${host}:${port}` },
    url: `${address}/readyz`,
    // Another program on that port would be tested instead.
    reuseExistingServer: false,
    // The demo city is made first, by an unoptimised program.
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 10_000 },
    stdout: "pipe" as const,
  })),
});
