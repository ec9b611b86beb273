import type { Driver } from "neo4j-driver";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emailChannel } from "../../src/alerts/channels/email.js";
import { logChannel } from "../../src/alerts/channels/log.js";
import { slackChannel } from "../../src/alerts/channels/slack.js";
import { deliverAlerts, type Delivery } from "../../src/alerts/deliver.js";
import { MAX_ATTEMPTS } from "../../src/alerts/retry.js";
import type { Channel } from "../../src/alerts/view.js";
import { Secret } from "../../src/platform/log.js";
import {
  alertStates,
  capturedLog,
  clearFinding,
  prepareSchema,
  seedFindings,
  seedPerson,
  seedRight,
  type CapturedLog,
} from "../support/alerts-world.js";
import { testDriver, wipeGraph } from "../support/graph.js";
import {
  SMTP_SECRET,
  startHttpReceiver,
  startSmtpReceiver,
  WEBHOOK_SECRET,
  type HttpReceiver,
  type SmtpReceiver,
} from "../support/receivers.js";

const NOW = Date.UTC(2026, 11, 1, 8);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let driver: Driver;
let slack: HttpReceiver;
let mail: SmtpReceiver;
let captured: CapturedLog;
let now = NOW;

beforeAll(async () => {
  driver = await testDriver();
  await prepareSchema(driver);
});
afterAll(async () => driver.close());

beforeEach(async () => {
  await wipeGraph(driver);
  slack = await startHttpReceiver();
  mail = await startSmtpReceiver();
  captured = capturedLog();
  now = NOW;
  await seedPerson(driver, { id: "lead-1", name: "Gloria Lead" });
  await seedPerson(driver, { id: "maya", name: "Maya Okafor", until: NOW - 8 * HOUR_MS });
  await seedRight(driver, { agentId: "bot", classId: "class-1", leadId: "lead-1" });
});
afterEach(async () => {
  await slack.close();
  await mail.close();
});

function slackOut(timeoutMs = 5_000): Channel {
  return slackChannel({ webhookUrl: new Secret(slack.url), organisation: "Acme", timeoutMs });
}

function mailOut(url = mail.url): Channel {
  return emailChannel({
    smtpUrl: new Secret(url),
    from: "countersign@acme.example",
    organisation: "Acme",
    timeoutMs: 5_000,
  });
}

function pass(
  channels: readonly Channel[] = [slackOut()],
  lastResort: readonly string[] = [],
): Promise<Delivery> {
  return deliverAlerts({
    driver,
    clock: { now: () => now },
    channels,
    lastResort: () => Promise.resolve(lastResort),
    log: captured.log,
  });
}

function events(): string[] {
  return captured.lines().map((line) => String(line["event"]));
}

async function digestStates(): Promise<Record<string, number>> {
  const { records } = await driver.executeQuery(
    "MATCH (d:Digest) RETURN d.state AS state, count(*) AS digests",
  );
  return Object.fromEntries(
    records.map((record) => [String(record.get("state")), Number(record.get("digests"))]),
  );
}

function wholeMessage(post: { readonly body: string } | undefined): string {
  const body: unknown = JSON.parse(post?.body ?? "{}");
  return body !== null && typeof body === "object" && "text" in body ? String(body.text) : "";
}

const orphaned = { subjectKey: "bot:class-1", facts: { leaverId: "maya" } };

describe("a pass", () => {
  it("tells the governance lead once, on every channel, in words", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    expect(await pass([slackOut(), mailOut(), logChannel(captured.log)])).toEqual({
      delivered: 3,
      digests: 1,
      nobody: 0,
      failed: 0,
    });
    const text = wholeMessage(slack.accepted[0]);
    expect(text).toContain("1 decision right needs you");
    expect(text).toContain(
      'Orphaned: Maya Okafor left yesterday. bot still decides "class-1"; everyone in the order of succession',
    );
    expect(text).toContain("nobody who works here answers for it");
    expect(text).toContain('countersign reassign bot class-1 --to &lt;person&gt; --reason "…"');
    expect(mail.mails[0]?.to).toEqual(["lead-1@example.com"]);
    expect(mail.mails[0]?.raw).toContain("Gloria Lead");
    expect(await alertStates(driver)).toEqual({ "f1-opened": "sent" });
    expect(await pass([slackOut(), mailOut()])).toMatchObject({ delivered: 0, digests: 0 });
    expect(slack.posts).toHaveLength(1);
  });

  it("makes one digest of 500 leavers (F30)", async () => {
    await seedFindings(
      driver,
      Array.from({ length: 500 }, (_, index) => ({ id: `f${index}`, facts: { leaverId: "maya" } })),
    );
    expect(await pass([slackOut(), mailOut()])).toMatchObject({ delivered: 2, digests: 1 });
    expect(slack.accepted).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
    expect(wholeMessage(slack.accepted[0])).toMatch(/and 49\d more: countersign findings/);
    expect(wholeMessage(slack.accepted[0]).split("\n").length).toBeLessThan(26);
    expect(new Set(Object.values(await alertStates(driver)))).toEqual(new Set(["sent"]));
  });

  it("makes one digest per recipient", async () => {
    await seedPerson(driver, { id: "lead-2" });
    await seedRight(driver, { agentId: "other", classId: "class-2", leadId: "lead-2" });
    await seedFindings(driver, [
      { id: "f1", ...orphaned },
      { id: "f2", classId: "class-2", subjectKey: "other:class-2" },
      { id: "f3", ...orphaned, code: "AGENT_CHANGED", severity: "warning" },
    ]);
    expect(await pass([mailOut()])).toMatchObject({ digests: 2, delivered: 2 });
    expect(mail.mails.map((one) => one.to[0]).toSorted()).toEqual([
      "lead-1@example.com",
      "lead-2@example.com",
    ]);
  });

  it("passes run at once tell everything once", async () => {
    await seedFindings(
      driver,
      Array.from({ length: 20 }, (_, index) => ({ id: `f${index}`, ...orphaned })),
    );
    const passes = await Promise.all([pass(), pass(), pass(), pass()]);
    expect(passes.reduce((sum, one) => sum + one.digests, 0)).toBe(1);
    expect(slack.posts).toHaveLength(1);
  });
});

describe("who is told", () => {
  it("not a lead who departed between finding and sending: the last resort", async () => {
    await seedPerson(driver, { id: "deputy" });
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    await seedPerson(driver, { id: "lead-1", until: NOW - 1 });
    await pass([mailOut()], ["maya", "deputy"]);
    expect(mail.mails.map((one) => one.to)).toEqual([["deputy@example.com"]]);
  });

  it("not a recipient who departed while the channel was down: somebody else, on what is left", async () => {
    await seedPerson(driver, { id: "deputy" });
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    mail.refuse(451);
    expect(await pass([slackOut(), mailOut()], ["deputy"])).toMatchObject({ delivered: 1, failed: 1 });
    await seedPerson(driver, { id: "lead-1", until: NOW + 1 });
    now = NOW + HOUR_MS;
    expect(await pass([slackOut(), mailOut()], ["deputy"])).toMatchObject({ delivered: 1, digests: 1 });
    expect(slack.accepted).toHaveLength(1);
    expect(mail.mails.map((one) => one.to)).toEqual([["deputy@example.com"]]);
    expect(events()).toContain("alert.recipient-left");
    expect(await alertStates(driver)).toEqual({ "f1-opened": "sent" });
    expect(await digestStates()).toEqual({ released: 1, sent: 1 });
  });

  it("not at an address that somebody else has now (Q1)", async () => {
    await seedPerson(driver, { id: "deputy" });
    await seedPerson(driver, { id: "newcomer", email: "lead-1@example.com" });
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    await pass([mailOut()], ["deputy"]);
    expect(mail.mails.map((one) => one.to)).toEqual([["deputy@example.com"]]);
  });

  it("not a machine", async () => {
    await seedPerson(driver, { id: "lead-1", human: false });
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    expect(await pass()).toMatchObject({ nobody: 1, delivered: 0 });
  });

  it("nobody: stays pending, the log says it loudly and once an hour, and it is told later", async () => {
    await seedPerson(driver, { id: "lead-1", until: NOW - 1 });
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    expect(await pass()).toEqual({ delivered: 0, digests: 0, nobody: 1, failed: 0 });
    await pass();
    const loud = captured.lines().filter((line) => line["event"] === "alert.nobody-to-tell");
    expect(loud.map((line) => line["level"])).toEqual(["error"]);
    expect(events().filter((event) => event === "alert.digest")).toHaveLength(1);
    now += HOUR_MS;
    await pass();
    expect(events().filter((event) => event === "alert.nobody-to-tell")).toHaveLength(2);
    expect(await alertStates(driver)).toEqual({ "f1-opened": "pending" });
    await seedPerson(driver, { id: "deputy" });
    expect(await pass([slackOut()], ["deputy"])).toMatchObject({ delivered: 1, nobody: 0 });
  });
});

describe("what cleared", () => {
  it("is told when its opening was told, and says what settled it", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    await pass();
    await seedPerson(driver, { id: "ines", name: "Ines Duarte" });
    await seedRight(driver, {
      agentId: "bot",
      classId: "class-1",
      leadId: "lead-1",
      standing: "valid",
      ownerId: "ines",
      basis: "signed",
    });
    await clearFinding(driver, "f1");
    await pass();
    expect(slack.accepted).toHaveLength(2);
    const text = wholeMessage(slack.accepted[1]);
    expect(text).toContain("1 finding settled");
    expect(text).toContain("Ines Duarte has signed and answers for it.");
    expect(await alertStates(driver)).toEqual({ "f1-opened": "sent", "f1-cleared": "sent" });
  });

  it("opened and cleared between two passes cancel out silently", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    await clearFinding(driver, "f1");
    expect(await pass()).toEqual({ delivered: 0, digests: 0, nobody: 0, failed: 0 });
    expect(await alertStates(driver)).toEqual({ "f1-opened": "moot", "f1-cleared": "moot" });
    expect(slack.posts).toHaveLength(0);
  });

  it("waits for its opening while that is being retried", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.script({ status: 500 });
    await pass();
    await clearFinding(driver, "f1");
    await pass();
    expect(await alertStates(driver)).toEqual({ "f1-opened": "batched", "f1-cleared": "pending" });
    now += HOUR_MS;
    await pass();
    expect(wholeMessage(slack.accepted[0])).toContain("Settled meanwhile: ");
    await pass();
    expect(await alertStates(driver)).toEqual({ "f1-opened": "sent", "f1-cleared": "sent" });
  });

  it("is not told when its opening never reached anybody", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.always({ status: 500 });
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      await pass();
      now += 2 * HOUR_MS;
    }
    await clearFinding(driver, "f1");
    slack.always({ status: 200 });
    await pass();
    expect(await alertStates(driver)).toEqual({ "f1-opened": "dead", "f1-cleared": "moot" });
    expect(slack.accepted).toHaveLength(0);
  });
});

describe("a failing channel (F29)", () => {
  it("down, then up: the same digest, the same id, the other channel not again", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.script({ status: 500 }, { status: 503 });
    expect(await pass([slackOut(), mailOut()])).toMatchObject({ delivered: 1, failed: 1 });
    // Not before its time.
    expect(await pass([slackOut(), mailOut()])).toMatchObject({ delivered: 0, failed: 0 });
    now += MINUTE_MS;
    expect(await pass([slackOut(), mailOut()])).toMatchObject({ delivered: 0, failed: 1 });
    now += MINUTE_MS;
    expect(await pass([slackOut(), mailOut()])).toMatchObject({ delivered: 1, failed: 0 });
    const ids = slack.posts.map((post) => post.headers["idempotency-key"]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(mail.mails).toHaveLength(1);
    expect(await digestStates()).toEqual({ sent: 1 });
  });

  it("429: waits exactly as told, all digests of the channel, without using up an attempt", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.script({ status: 429, headers: { "retry-after": "90" } });
    expect(await pass()).toMatchObject({ failed: 1 });
    await seedFindings(driver, [{ id: "f2", ...orphaned }]);
    now += 89_999;
    expect(await pass()).toMatchObject({ delivered: 0, digests: 1 });
    expect(slack.posts).toHaveLength(1);
    now += 1;
    expect(await pass()).toMatchObject({ delivered: 2 });
    const { records } = await driver.executeQuery("MATCH (d:Dispatch) RETURN max(d.attempts) AS n");
    expect(records[0]?.get("n")).toBe(0);
  });

  it("a channel that hangs does not hold up another and is asked once per pass", async () => {
    await seedPerson(driver, { id: "lead-2" });
    await seedRight(driver, { agentId: "other", classId: "class-2", leadId: "lead-2" });
    await seedFindings(driver, [
      { id: "f1", ...orphaned },
      { id: "f2", classId: "class-2" },
    ]);
    slack.always("hang");
    expect(await pass([slackOut(300), mailOut()])).toMatchObject({ delivered: 2, failed: 1 });
    expect(slack.posts).toHaveLength(1);
    expect(captured.lines().find((line) => line["event"] === "alert.channel-failed")).toMatchObject({
      detail: "timeout",
    });
  });

  it("dead letter after the last attempt, loudly; the other channel delivered", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.always({ status: 404 });
    for (let attempt = 0; attempt < MAX_ATTEMPTS + 2; attempt += 1) {
      await pass([slackOut(), mailOut()]);
      now += 2 * HOUR_MS;
    }
    expect(slack.posts).toHaveLength(MAX_ATTEMPTS);
    expect(mail.mails).toHaveLength(1);
    expect(await digestStates()).toEqual({ dead: 1 });
    expect(await alertStates(driver)).toEqual({ "f1-opened": "sent" });
    const dead = captured.lines().filter((line) => line["event"] === "alert.dead-letter");
    expect(dead).toHaveLength(1);
    expect(dead[0]).toMatchObject({ level: "error", channel: "slack", detail: "http-404" });
  });

  it("a channel that is no longer configured is a dead letter, not a digest that waits for ever", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.script({ status: 500 });
    await pass([slackOut(), mailOut()]);
    await pass([mailOut()]);
    expect(await digestStates()).toEqual({ dead: 1 });
  });

  it("an SMTP server that refuses for now is tried again with the same Message-ID", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    mail.refuse(451);
    await pass([mailOut()]);
    now += HOUR_MS;
    await pass([mailOut()]);
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.raw).toMatch(/^Message-ID: <[0-9a-f-]{36}\.email@acme\.example>\r$/m);
  });
});

describe("names are text (F41)", () => {
  it("form no mention, no link, no markup and no header", async () => {
    await seedPerson(driver, {
      id: "maya",
      name: '<!channel> <https://evil.example|x> & "Co"\r\nBcc: all@example.com',
      until: NOW - 1,
    });
    await seedPerson(driver, { id: "lead-1", name: "Lead,\r\nBcc: spy@example.com <spy@example.com>" });
    await seedRight(driver, {
      agentId: "bot`; rm -rf ~",
      agentTitle: "<script>alert(1)</script>",
      classId: "class-1",
      leadId: "lead-1",
    });
    await seedFindings(driver, [
      { id: "f1", subjectKey: "bot`; rm -rf ~:class-1", facts: { leaverId: "maya" } },
    ]);
    await pass([slackOut(), mailOut()]);
    const body = slack.accepted[0]?.body ?? "";
    expect(body).not.toMatch(/<[!@#hs]/);
    expect(body).toContain("&lt;!channel&gt;");
    expect(wholeMessage(slack.accepted[0])).toContain("who 'bot`; rm -rf ~' class-1");
    expect(mail.mails[0]?.to).toEqual(["lead-1@example.com"]);
    const raw = mail.mails[0]?.raw ?? "";
    expect(raw).not.toMatch(/^bcc:/im);
    const html = raw.slice(raw.indexOf("Content-Type: text/html"));
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toContain("<script>");
  });
});

describe("secrets (F44)", () => {
  it("are in no log line and no graph property, whatever fails", async () => {
    await seedFindings(driver, [{ id: "f1", ...orphaned }]);
    slack.script({ status: 403 }, "hang");
    const wrong = mail.url.replace(SMTP_SECRET, `wrong-${SMTP_SECRET}`);
    const broken = slackChannel({
      webhookUrl: new Secret(`http://127.0.0.1:1/services/${WEBHOOK_SECRET}`),
      organisation: "Acme",
    });
    for (const channels of [[slackOut(200), mailOut(wrong)], [slackOut(200)], [broken, mailOut(wrong)]]) {
      await pass(channels);
      now += HOUR_MS;
    }
    captured.log.error({ event: "x", url: new Secret(slack.url), err: new Error(slack.url) }, "x");
    captured.log.error({ event: "x", err: new Error(`no route to ${mail.url}`) }, "x");
    expect(captured.text()).not.toContain(WEBHOOK_SECRET);
    expect(captured.text()).not.toContain(SMTP_SECRET);
    const { records } = await driver.executeQuery("MATCH (n) RETURN properties(n) AS all");
    expect(JSON.stringify(records.map((record) => record.toObject()))).not.toContain("SECRET");
    expect(events()).toContain("alert.channel-failed");
  });
});
