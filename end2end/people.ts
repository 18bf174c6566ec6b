import { join } from "node:path";

/** Accounts of the demo and the one that `serve.mjs` adds, with their passwords. */
export const people = {
  tester: "con mèo trèo cây cau",
  admin: "gan-dan-mau-2026",
  city: "gan-dan-mau-2026",
  lead: "gan-dan-mau-2026",
  staff: "gan-dan-mau-2026",
  viewer: "gan-dan-mau-2026",
  member: "gan-dan-mau-2026",
  privacy: "gan-dan-mau-2026",
};

export type Person = keyof typeof people;

/** The cookies of a person who has signed in, for `test.use({ storageState: signedIn("staff") })`. */
export function signedIn(person: Person): string {
  return join(import.meta.dirname, ".signed-in", `${person}.json`);
}

/** Nobody, for `test.use({ storageState: nobody })`. */
export const nobody = { cookies: [], origins: [] };
