import { describe, expect, it } from "vitest";
import { logChannel } from "../../src/alerts/channels/log.js";
import { MAX_ATTEMPTS } from "../../src/alerts/retry.js";
import { HOUR_MS, NOW, orphaned, useOffice, wholeMessage } from "../support/alerts-office.js";
import {
  alertStates,
  clearFinding,
  seedFindings,
  seedPerson,
  seedRight,
} from "../support/alerts-world.js";

const office = useOffice();

describe("a pass", () => {
  it("tells the governance lead once, on every channel, in words", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    expect(
      await office.pass([office.slackOut(), office.mailOut(), logChannel(office.captured.log)]),
    ).toEqual({
      delivered: 3,
      digests: 1,
      nobody: 0,
      failed: 0,
    });
    const text = wholeMessage(office.slack.accepted[0]);
    expect(text).toContain("1 decision right needs you");
    expect(text).toContain(
      'Orphaned: Maya Okafor left yesterday. bot still decides "class-1"; everyone in the order of succession',
    );
    expect(text).toContain("nobody who works here answers for it");
    expect(text).toContain('countersign reassign bot class-1 --to &lt;person&gt; --reason "…"');
    expect(office.mail.mails[0]?.to).toEqual(["lead-1@example.com"]);
    expect(office.mail.mails[0]?.raw).toContain("Gloria Lead");
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "sent" });
    expect(await office.pass([office.slackOut(), office.mailOut()])).toMatchObject({
      delivered: 0,
      digests: 0,
    });
    expect(office.slack.posts).toHaveLength(1);
  });

  it("makes one digest of 500 leavers (F30)", async () => {
    await seedFindings(
      office.driver,
      Array.from({ length: 500 }, (_, index) => ({ id: `f${index}`, facts: { leaverId: "maya" } })),
    );
    expect(await office.pass([office.slackOut(), office.mailOut()])).toMatchObject({
      delivered: 2,
      digests: 1,
    });
    expect(office.slack.accepted).toHaveLength(1);
    expect(office.mail.mails).toHaveLength(1);
    expect(wholeMessage(office.slack.accepted[0])).toMatch(/and 49\d more: countersign findings/);
    expect(wholeMessage(office.slack.accepted[0]).split("\n").length).toBeLessThan(26);
    expect(new Set(Object.values(await alertStates(office.driver)))).toEqual(new Set(["sent"]));
  });

  it("makes one digest per recipient", async () => {
    await seedPerson(office.driver, { id: "lead-2" });
    await seedRight(office.driver, { agentId: "other", classId: "class-2", leadId: "lead-2" });
    await seedFindings(office.driver, [
      { id: "f1", ...orphaned },
      { id: "f2", classId: "class-2", subjectKey: "other:class-2" },
      { id: "f3", ...orphaned, code: "AGENT_CHANGED", severity: "warning" },
    ]);
    expect(await office.pass([office.mailOut()])).toMatchObject({ digests: 2, delivered: 2 });
    const told = new Set(office.mail.mails.map((one) => one.to[0]));
    expect(told).toEqual(new Set(["lead-1@example.com", "lead-2@example.com"]));
  });

  it("passes run at once tell everything once", async () => {
    await seedFindings(
      office.driver,
      Array.from({ length: 20 }, (_, index) => ({ id: `f${index}`, ...orphaned })),
    );
    const passes = await Promise.all([office.pass(), office.pass(), office.pass(), office.pass()]);
    expect(passes.reduce((sum, one) => sum + one.digests, 0)).toBe(1);
    expect(office.slack.posts).toHaveLength(1);
  });
});

describe("who is told", () => {
  it("not a lead who departed between finding and sending: the last resort", async () => {
    await seedPerson(office.driver, { id: "deputy" });
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    await seedPerson(office.driver, { id: "lead-1", until: NOW - 1 });
    await office.pass([office.mailOut()], ["maya", "deputy"]);
    expect(office.mail.mails.map((one) => one.to)).toEqual([["deputy@example.com"]]);
  });

  it("not a recipient who departed while the channel was down: somebody else, on what is left", async () => {
    await seedPerson(office.driver, { id: "deputy" });
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.mail.refuse(451);
    expect(await office.pass([office.slackOut(), office.mailOut()], ["deputy"])).toMatchObject({
      delivered: 1,
      failed: 1,
    });
    await seedPerson(office.driver, { id: "lead-1", until: NOW + 1 });
    office.now = NOW + HOUR_MS;
    expect(await office.pass([office.slackOut(), office.mailOut()], ["deputy"])).toMatchObject({
      delivered: 1,
      digests: 1,
    });
    expect(office.slack.accepted).toHaveLength(1);
    expect(office.mail.mails.map((one) => one.to)).toEqual([["deputy@example.com"]]);
    expect(office.events()).toContain("alert.recipient-left");
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "sent" });
    expect(await office.digestStates()).toEqual({ released: 1, sent: 1 });
  });

  it("not at an address that somebody else has now (Q1)", async () => {
    await seedPerson(office.driver, { id: "deputy" });
    await seedPerson(office.driver, { id: "newcomer", email: "lead-1@example.com" });
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    await office.pass([office.mailOut()], ["deputy"]);
    expect(office.mail.mails.map((one) => one.to)).toEqual([["deputy@example.com"]]);
  });

  it("not a machine", async () => {
    await seedPerson(office.driver, { id: "lead-1", human: false });
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    expect(await office.pass()).toMatchObject({ nobody: 1, delivered: 0 });
  });

  it("nobody: stays pending, the log says it loudly and once an hour, and it is told later", async () => {
    await seedPerson(office.driver, { id: "lead-1", until: NOW - 1 });
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    expect(await office.pass()).toEqual({ delivered: 0, digests: 0, nobody: 1, failed: 0 });
    await office.pass();
    const loud = office.captured.lines().filter((line) => line["event"] === "alert.nobody-to-tell");
    expect(loud.map((line) => line["level"])).toEqual(["error"]);
    expect(office.events().filter((event) => event === "alert.digest")).toHaveLength(1);
    office.now += HOUR_MS;
    await office.pass();
    expect(office.events().filter((event) => event === "alert.nobody-to-tell")).toHaveLength(2);
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "pending" });
    await seedPerson(office.driver, { id: "deputy" });
    expect(await office.pass([office.slackOut()], ["deputy"])).toMatchObject({
      delivered: 1,
      nobody: 0,
    });
  });
});

describe("what cleared", () => {
  it("is told when its opening was told, and says what settled it", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    await office.pass();
    await seedPerson(office.driver, { id: "ines", name: "Ines Duarte" });
    await seedRight(office.driver, {
      agentId: "bot",
      classId: "class-1",
      leadId: "lead-1",
      standing: "valid",
      ownerId: "ines",
      basis: "signed",
    });
    await clearFinding(office.driver, "f1");
    await office.pass();
    expect(office.slack.accepted).toHaveLength(2);
    const text = wholeMessage(office.slack.accepted[1]);
    expect(text).toContain("1 finding settled");
    expect(text).toContain("Ines Duarte has signed and answers for it.");
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "sent", "f1-cleared": "sent" });
  });

  it("opened and cleared between two passes cancel out silently", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    await clearFinding(office.driver, "f1");
    expect(await office.pass()).toEqual({ delivered: 0, digests: 0, nobody: 0, failed: 0 });
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "moot", "f1-cleared": "moot" });
    expect(office.slack.posts).toHaveLength(0);
  });

  it("waits for its opening while that is being retried", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.script({ status: 500 });
    await office.pass();
    await clearFinding(office.driver, "f1");
    await office.pass();
    expect(await alertStates(office.driver)).toEqual({
      "f1-opened": "batched",
      "f1-cleared": "pending",
    });
    office.now += HOUR_MS;
    await office.pass();
    expect(wholeMessage(office.slack.accepted[0])).toContain("Settled meanwhile: ");
    await office.pass();
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "sent", "f1-cleared": "sent" });
  });

  it("is not told when its opening never reached anybody", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.always({ status: 500 });
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      await office.pass();
      office.now += 2 * HOUR_MS;
    }
    await clearFinding(office.driver, "f1");
    office.slack.always({ status: 200 });
    await office.pass();
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "dead", "f1-cleared": "moot" });
    expect(office.slack.accepted).toHaveLength(0);
  });
});

describe("names are text (F41)", () => {
  it("form no mention, no link, no markup and no header", async () => {
    await seedPerson(office.driver, {
      id: "maya",
      name: '<!channel> <https://evil.example|x> & "Co"\r\nBcc: all@example.com',
      until: NOW - 1,
    });
    await seedPerson(office.driver, {
      id: "lead-1",
      name: "Lead,\r\nBcc: spy@example.com <spy@example.com>",
    });
    await seedRight(office.driver, {
      agentId: "bot`; rm -rf ~",
      agentTitle: "<script>alert(1)</script>",
      classId: "class-1",
      leadId: "lead-1",
    });
    await seedFindings(office.driver, [
      { id: "f1", subjectKey: "bot`; rm -rf ~:class-1", facts: { leaverId: "maya" } },
    ]);
    await office.pass([office.slackOut(), office.mailOut()]);
    const body = office.slack.accepted[0]?.body ?? "";
    expect(body).not.toMatch(/<[!@#hs]/);
    expect(body).toContain("&lt;!channel&gt;");
    expect(wholeMessage(office.slack.accepted[0])).toContain("who 'bot`; rm -rf ~' class-1");
    expect(office.mail.mails[0]?.to).toEqual(["lead-1@example.com"]);
    const raw = office.mail.mails[0]?.raw ?? "";
    expect(raw).not.toMatch(/^bcc:/im);
    const html = raw.slice(raw.indexOf("Content-Type: text/html"));
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toContain("<script>");
  });
});
