// Everybody signs in once, in both cities, before the journeys begin.
import { request } from "@playwright/test";
import { cityAsMade, cityAtWork } from "./cities.ts";
import { people, signedIn, type Person } from "./people.ts";

export default async function signEverybodyIn() {
  for (const [person, password] of Object.entries(people)) {
    const browser = await request.newContext();
    for (const { address } of [cityAsMade, cityAtWork]) {
      const response = await browser.post(`${address}/sign-in`, { form: { user_name: person, password }, maxRedirects: 0 });
      if (response.status() !== 303) throw new Error(`${person} did not get in: ${response.status()} ${await response.text()}`);
    }
    await browser.storageState({ path: signedIn(person as Person) });
    await browser.dispose();
  }
}
