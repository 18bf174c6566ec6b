// Serves the demo city from a database that exists as long as the tests run.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const program = resolve(process.env.GANDAN_BIN ?? join(import.meta.dirname, "../target/debug/gandan"));
const listen = process.env.GANDAN_E2E_LISTEN ?? "127.0.0.1:3917";
// The same date gives the same city, so that tests may know its numbers.
const asOf = "2026-11-22";

const folder = mkdtempSync(join(tmpdir(), "gandan-end2end-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

// Settings of the person who runs the tests would make other pages.
const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GANDAN_"));
const env = { ...Object.fromEntries(inherited), DATABASE_URL: `sqlite://${join(folder, "gandan.db")}` };
// All journeys come from one address, and click faster than people.
env.GANDAN_REQUESTS_PER_SECOND = "0";
const options = { cwd: folder, env, stdio: "inherit" };

const demo = spawnSync(program, ["demo", "--as-of", asOf], options);
if (demo.status !== 0) {
  console.error(`the demo city was not made: ${demo.error?.message ?? `exit status ${demo.status}`}`);
  process.exit(1);
}

// Most journeys are about something else than rights: this person has those of the city and of one ward.
const roles = ["administrator", "city", "data_protection_officer", "ward_lead@26740"].flatMap((role) => ["--role", role]);
const tester = spawnSync(program, ["user", "add", "tester", "--display-name", "Người thử", "--password-stdin", ...roles], {
  ...options,
  stdio: ["pipe", "inherit", "inherit"],
  input: "con mèo trèo cây cau",
});
if (tester.status !== 0) process.exit(1);

const server = spawn(program, ["serve", "--listen", listen], options);
server.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
server.on("exit", (code) => process.exit(code ?? 0));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGTERM"));
