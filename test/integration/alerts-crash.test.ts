import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Driver, Session } from "neo4j-driver";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { emailChannel } from "../../src/alerts/channels/email.js";
import { slackChannel } from "../../src/alerts/channels/slack.js";
import { deliverAlerts } from "../../src/alerts/deliver.js";
import { Graph } from "../../src/graph/graph.js";
import { applySchema } from "../../src/graph/schema.js";
import { packageRoot } from "../../src/platform/package-root.js";
import { Secret } from "../../src/platform/log.js";
import {
  alertStates,
  capturedLog,
  seedFindings,
  seedPerson,
  seedRight,
} from "../support/alerts-world.js";
import { testDriver, wipeGraph } from "../support/graph.js";
import {
  startHttpReceiver,
  startSmtpReceiver,
  type HttpReceiver,
  type SmtpReceiver,
} from "../support/receivers.js";

const NOW = Date.UTC(2026, 11, 1, 8);
const HOUR_MS = 3_600_000;

let driver: Driver;
let slack: HttpReceiver;
let mail: SmtpReceiver;

beforeAll(async () => {
  driver = await testDriver();
  await applySchema(new Graph(driver));
});
afterAll(async () => driver.close());
beforeEach(async () => {
  slack = await startHttpReceiver();
  mail = await startSmtpReceiver();
});
afterEach(async () => {
  await slack.close();
  await mail.close();
});

async function seed(): Promise<void> {
  await wipeGraph(driver);
  await seedPerson(driver, { id: "lead-1" });
  await seedPerson(driver, { id: "lead-2" });
  await seedRight(driver, { agentId: "bot", classId: "class-1", leadId: "lead-1" });
  await seedRight(driver, { agentId: "bot", classId: "class-2", leadId: "lead-2" });
  await seedFindings(driver, [
    { id: "f1", subjectKey: "bot:class-1" },
    { id: "f2", subjectKey: "bot:class-1", code: "AGENT_CHANGED" },
    { id: "f3", subjectKey: "bot:class-2", classId: "class-2" },
  ]);
}

function pass(through: Driver, now: number): Promise<unknown> {
  return deliverAlerts({
    driver: through,
    clock: { now: () => now },
    channels: [
      slackChannel({ webhookUrl: new Secret(slack.url), organisation: "Acme" }),
      emailChannel({
        smtpUrl: new Secret(mail.url),
        from: "cs@acme.example",
        organisation: "Acme",
      }),
    ],
    lastResort: () => Promise.resolve([]),
    log: capturedLog().log,
  });
}

class Crash extends Error {}

/**
 * The same driver, but from its n-th transaction on everything fails, as for a process that is gone:
 * `before` it runs, or `after` it was committed and before anybody heard of it.
 */
function dyingDriver(
  step: number,
  when: "before" | "after",
): { readonly driver: Driver; died(): boolean } {
  let count = 0;
  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count > step || (count === step && when === "before")) throw new Crash();
    const result = await run();
    if (count >= step) throw new Crash();
    return result;
  };
  const dying = new Proxy(driver, {
    get(target, key) {
      if (key !== "session") return Reflect.get(target, key) as unknown;
      return (...args: Parameters<Driver["session"]>): Session => {
        const session = target.session(...args);
        const executeRead = session.executeRead.bind(session);
        const executeWrite = session.executeWrite.bind(session);
        session.executeRead = (work, config) => guard(() => executeRead(work, config));
        session.executeWrite = (work, config) => guard(() => executeWrite(work, config));
        return session;
      };
    },
  });
  return { driver: dying, died: () => count >= step };
}

function distinct(values: readonly unknown[]): number {
  return new Set(values).size;
}

function messageIds(): readonly (string | undefined)[] {
  return mail.mails.map((one) => /^Message-ID: (\S+)/m.exec(one.raw)?.[1]);
}

describe("I9: a crash in delivery converges, and each alert is told once per dedup key", () => {
  for (const when of ["before", "after"] as const) {
    it(`dying ${when} every single transaction of a pass`, async () => {
      let steps = 0;
      for (let step = 1; ; step += 1) {
        slack.posts.length = 0;
        slack.accepted.length = 0;
        mail.mails.length = 0;
        await seed();
        const dying = dyingDriver(step, when);
        const outcome: unknown = await pass(dying.driver, NOW).then(
          () => null,
          (error: unknown) => error,
        );
        if (!dying.died()) break;
        expect(outcome).toBeInstanceOf(Crash);
        steps += 1;
        // Twice: at once, as BullMQ does, and when the claims of the dead process have lapsed.
        await pass(driver, NOW);
        await pass(driver, NOW + HOUR_MS);
        expect(distinct(Object.values(await alertStates(driver)))).toBe(1);
        expect(await alertStates(driver)).toMatchObject({ "f1-opened": "sent" });
        // One id per digest and channel: what came twice is recognisable as the same.
        expect(distinct(slack.accepted.map((post) => post.headers["idempotency-key"]))).toBe(2);
        expect(distinct(messageIds())).toBe(2);
        // Only what was not known to be sent came twice: one per channel at most.
        expect(slack.accepted.length).toBeLessThanOrEqual(3);
        expect(mail.mails.length).toBeLessThanOrEqual(3);
      }
      expect(steps).toBeGreaterThanOrEqual(10);
    });
  }

  it("kill -9 while the channel is reading the message", async () => {
    await seed();
    const script = join(packageRoot(), "test", "support", "alerts-child.ts");
    const user = inject("neo4jUser");
    const password = inject("neo4jPassword");
    const login = user === null ? {} : { NEO4J_USER: user, NEO4J_PASSWORD: password ?? "" };
    const child = spawn(
      process.execPath,
      ["--import", "tsx", script, inject("neo4jUri"), slack.url, mail.url, String(NOW)],
      { env: { ...process.env, ...login }, stdio: ["ignore", "ignore", "inherit"] },
    );
    slack.onPost = () => void child.kill("SIGKILL");
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    slack.onPost = () => {};
    await pass(driver, NOW);
    expect(slack.posts).toHaveLength(2);
    await pass(driver, NOW + HOUR_MS);
    expect(new Set(Object.values(await alertStates(driver)))).toEqual(new Set(["sent"]));
    expect(distinct(slack.posts.map((post) => post.headers["idempotency-key"]))).toBe(2);
    expect(slack.posts).toHaveLength(3);
  });
});
