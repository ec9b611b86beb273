import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DoctorLine } from "../../src/runs/checks.js";
import type { SyncReport } from "../../src/runs/report.js";
import { testDriver, wipeGraph } from "../support/graph.js";
import { CLIENT_ID, TENANT_ID } from "../unit/msgraph/tenant.js";
import { countersign, environment, sizeOfGraph } from "./support/cli.js";
import { type Estate, LOGINS, openEstate, SECRETS } from "./support/directories.js";

/** Each test starts several processes, perhaps beside others on two cores. */
vi.setConfig({ testTimeout: 180_000 });

interface Answered<View> {
  readonly code: number | null;
  readonly answer: View;
}

/** The answer of a command with `--json`. */
async function answered<View>(
  folder: string,
  argv: readonly string[],
  env = environment(),
): Promise<Answered<View>> {
  const ran = await countersign(folder, [...argv, "--json"], env);
  return { code: ran.code, answer: JSON.parse(ran.out) as View };
}

const failedIn = (lines: readonly DoctorLine[]): readonly string[] =>
  lines.filter(({ state }) => state === "failed").map(({ sentence }) => sentence);

/** The first day of somebody who connects Okta, Entra and Workday: each test goes on where the one before ended. */
describe("from init to a sync of sources of one's own", () => {
  let folder = "";
  let estate: Estate;
  const file = (): string => join(folder, "countersign.yaml");
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const driver = await testDriver();
    await wipeGraph(driver);
    await driver.close();
    folder = mkdtempSync(join(tmpdir(), "countersign-init-"));
    closing.push(async () => rmSync(folder, { recursive: true, force: true }));
    estate = await openEstate({}, (close) => closing.push(close));
  });

  afterAll(async () => {
    for (const close of closing) await close();
  });

  test("init writes, and says what is missing; doctor says the same and nothing else", async () => {
    const argv = ["init", "--okta", "--entra", "--hr-https"];
    const written = await answered<{ readonly missing: readonly DoctorLine[] }>(folder, argv);
    expect(written.code).toBe(0);
    const looked = await answered<DoctorLine[]>(folder, ["doctor"]);
    expect(looked.code).toBe(1);
    expect(failedIn(looked.answer)).toEqual(failedIn(written.answer.missing));
    expect(written.answer.missing).toHaveLength(8);
    expect((await countersign(folder, ["lint"])).code).toBe(0);
  });

  test("sync --plan fails each source by the same sentence, and only these", async () => {
    const looked = failedIn((await answered<DoctorLine[]>(folder, ["doctor"])).answer);
    const { code, answer } = await answered<SyncReport>(folder, ["sync", "--plan"]);
    const { sources } = answer;
    expect(code).toBe(1);
    expect(sources.map(({ source, status }) => `${source} ${status}`)).toEqual([
      "hr failed",
      "okta failed",
      "entra failed",
      "registry complete",
    ]);
    const failures = sources.flatMap(({ failure }) => (failure === null ? [] : [failure.message]));
    expect(failures).toHaveLength(3);
    expect(looked).toEqual(expect.arrayContaining(failures));
    expect(await sizeOfGraph()).toBe(0);
  });

  test("filled in as the comments say, doctor has nothing against it", async () => {
    const filled = readFileSync(file(), "utf8")
      .replace(/^ {4}url: .*$/m, `    url: ${estate.hr.url}`)
      .replace(/^ {4}orgUrl: .*$/m, `    orgUrl: ${estate.okta.url}`)
      .replace(/^ {4}tenantId: .*$/m, `    tenantId: ${TENANT_ID}`)
      .replace(
        /^ {4}clientId: .*$/m,
        `    clientId: ${CLIENT_ID}\n    baseUrl: ${estate.entra.url}\n    loginUrl: ${estate.entra.url}`,
      )
      .replace(
        "operators: []",
        `operators: [{ login: ${userInfo().username}, person: user1@larkfield.example }]`,
      );
    writeFileSync(file(), filled);
    const looked = await answered<DoctorLine[]>(folder, ["doctor"], environment(LOGINS));
    expect(failedIn(looked.answer)).toEqual([]);
    expect(looked.code).toBe(3);
  });

  test("sync reads all three, one person for each worker id, and adopt lists their agents", async () => {
    const ran = await countersign(folder, ["sync"], environment(LOGINS));
    expect([0, 3]).toContain(ran.code);
    expect(ran.out).toContain("7 employments");
    for (const secret of SECRETS) expect(ran.out + ran.err).not.toContain(secret);
    const person = await countersign(
      folder,
      ["chain", "user3@larkfield.example"],
      environment(LOGINS),
    );
    expect(person.code).toBe(0);
    const agents = await countersign(folder, ["adopt"], environment(LOGINS));
    expect(agents.out).toContain("Claims bot");
  });
});
