import { test as base, expect } from "@playwright/test";

interface Complaints {
  /** What a test provokes on purpose, for `test.use({ expectedComplaints: [/status of 404/] })`. */
  expectedComplaints: RegExp[];
  complaints: string[];
}

/** `test` fails on whatever the browser complains about, also when every expectation holds. */
export const test = base.extend<Complaints>({
  expectedComplaints: [[], { option: true }],
  complaints: [
    async ({ page, expectedComplaints }, use) => {
      const complaints: string[] = [];
      const note = (text: string) => {
        if (!expectedComplaints.some((expected) => expected.test(text))) complaints.push(text);
      };
      page.on("pageerror", (error) => note(`page error: ${error.stack ?? error.message}`));
      page.on("console", (message) => {
        // Chromium reports a violated content security policy as an error on the console;
        // one that is only reported, not enforced, as a warning.
        const refused = /content security policy/i.test(message.text());
        // The browser's side was built from other sources than the server.
        const dead = /could not find wasm function/i.test(message.text());
        if (message.type() === "error" || refused || dead) {
          note(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      await use(complaints);
      expect(complaints, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
