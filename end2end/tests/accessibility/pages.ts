import type { APIRequestContext } from "@playwright/test";
import { listed } from "../register.ts";

/** Each page with its words, and its address in a city where ids are not known before. */
export const pages: [string, (request: APIRequestContext) => Promise<string>][] = [
  ["the dashboard", async () => "/"],
  ["the dashboard by former districts", async () => "/?group=district&measure=party"],
  ["the way to a board by wards", async () => "/funnel"],
  ["the list", async () => "/places?kind=apartment_building&board=missing"],
  ["a list without places", async () => "/places?q=khong-co-toa-nao"],
  ["a building", async (request) => `/places/${await building(request)}`],
  ["the facts of a building", async (request) => `/places/${await building(request)}/record`],
  ["the form of a building", async (request) => `/places/${await building(request)}/edit`],
  ["who looks after a building", async (request) => `/places/${await building(request)}/officers`],
  ["who looks after what", async () => "/officers"],
  ["the form of an agreement", async (request) => `/places/${await building(request)}/agreements/new`],
  ["the worklist", async () => "/worklist"],
  ["merging a building", async (request) => `/places/${await building(request)}/merge`],
  ["the empty form", async () => "/places/new"],
  ["changing many places", async () => "/places/bulk?kind=apartment_building&unit=26740&change=fund"],
  ["the organizations", async () => "/organizations"],
  ["a new organization", async () => "/organizations/new"],
  ["the import of organizations", async () => "/organizations/import"],
  ["the members", async () => "/members"],
  ["a new member", async () => "/members/new"],
  ["the import of members", async () => "/members/import"],
  ["import", async () => "/import"],
  ["the contacts of a board", async (request) => `/places/${await building(request)}/contacts`],
  ["the households", async () => "/households"],
  ["a new household", async (request) => `/households/new?place=${await building(request)}`],
  ["the paper form of consent", async () => "/households/consent-form"],
  ["a household", async (request) => `/households/${await household(request)}`],
  ["the form of a household", async (request) => `/households/${await household(request)}/edit`],
  ["assigning a member", async (request) => `/households/${await household(request)}/assign`],
  ["withdrawing a consent", async (request) => `/households/${await household(request)}/withdraw`],
  ["the visits of a household", async (request) => `/households/${await household(request)}/visits`],
  ["what a household asks for", async (request) => `/households/${await household(request)}/requests`],
  ["the requests of a ward", async () => "/requests"],
  ["the rights of a person", async () => "/data-rights"],
  ["what is held of a household", async (request) => `/data-rights/household/${await household(request)}`],
  ["the register of breaches", async () => "/breaches"],
  ["a ward", async () => "/admin-units/26740"],
  ["the map", async () => "/map"],
  ["one's own account", async () => "/account"],
  ["the second step of one's own account", async () => "/account/second-factor"],
  ["the users", async () => "/users"],
  ["a new user", async () => "/users/new"],
  ["the monthly tables about help", async () => "/support"],
  ["what a ward settles itself", async () => "/admin-units/26740/settings"],
  ["the settings", async () => "/settings"],
  ["the change log", async () => "/audit"],
  ["the access log", async () => "/access-log"],
];

async function building(request: APIRequestContext): Promise<string> {
  return (await listed(request, "kind=apartment_building&unit=26740&board=missing&limit=1")).items[0].id;
}

/** The first household of the ward in which one tries the demo. */
async function household(request: APIRequestContext): Promise<string> {
  const page = await (await request.get("/households?unit=26740")).text();
  return /href="\/households\/([0-9a-f-]{36})"/.exec(page)?.[1] ?? "none";
}
