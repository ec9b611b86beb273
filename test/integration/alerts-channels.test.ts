import { describe, expect, it } from "vitest";
import { slackChannel } from "../../src/alerts/channels/slack.js";
import { MAX_ATTEMPTS } from "../../src/alerts/retry.js";
import { Secret } from "../../src/platform/log.js";
import { HOUR_MS, MINUTE_MS, orphaned, useOffice } from "../support/alerts-office.js";
import { alertStates, seedFindings, seedPerson, seedRight } from "../support/alerts-world.js";
import { SMTP_SECRET, WEBHOOK_SECRET } from "../support/receivers.js";

const office = useOffice();

describe("a failing channel (F29)", () => {
  it("down, then up: the same digest, the same id, the other channel not again", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.script({ status: 500 }, { status: 503 });
    expect(await office.pass([office.slackOut(), office.mailOut()])).toMatchObject({
      delivered: 1,
      failed: 1,
    });
    // Not before its time.
    expect(await office.pass([office.slackOut(), office.mailOut()])).toMatchObject({
      delivered: 0,
      failed: 0,
    });
    office.now += MINUTE_MS;
    expect(await office.pass([office.slackOut(), office.mailOut()])).toMatchObject({
      delivered: 0,
      failed: 1,
    });
    office.now += MINUTE_MS;
    expect(await office.pass([office.slackOut(), office.mailOut()])).toMatchObject({
      delivered: 1,
      failed: 0,
    });
    const ids = office.slack.posts.map((post) => post.headers["idempotency-key"]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(office.mail.mails).toHaveLength(1);
    expect(await office.digestStates()).toEqual({ sent: 1 });
  });

  it("429: waits exactly as told, all digests of the channel, without using up an attempt", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.script({ status: 429, headers: { "retry-after": "90" } });
    expect(await office.pass()).toMatchObject({ failed: 1 });
    await seedFindings(office.driver, [{ id: "f2", ...orphaned }]);
    office.now += 89_999;
    expect(await office.pass()).toMatchObject({ delivered: 0, digests: 1 });
    expect(office.slack.posts).toHaveLength(1);
    office.now += 1;
    expect(await office.pass()).toMatchObject({ delivered: 2 });
    const { records } = await office.driver.executeQuery(
      "MATCH (d:Dispatch) RETURN max(d.attempts) AS n",
    );
    expect(records[0]?.get("n")).toBe(0);
  });

  it("a channel that hangs does not hold up another and is asked once per pass", async () => {
    await seedPerson(office.driver, { id: "lead-2" });
    await seedRight(office.driver, { agentId: "other", classId: "class-2", leadId: "lead-2" });
    await seedFindings(office.driver, [
      { id: "f1", ...orphaned },
      { id: "f2", classId: "class-2" },
    ]);
    office.slack.always("hang");
    expect(await office.pass([office.slackOut(300), office.mailOut()])).toMatchObject({
      delivered: 2,
      failed: 1,
    });
    expect(office.slack.posts).toHaveLength(1);
    expect(
      office.captured.lines().find((line) => line["event"] === "alert.channel-failed"),
    ).toMatchObject({
      detail: "timeout",
    });
  });

  it("dead letter after the last attempt, loudly; the other channel delivered", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.always({ status: 404 });
    for (let attempt = 0; attempt < MAX_ATTEMPTS + 2; attempt += 1) {
      await office.pass([office.slackOut(), office.mailOut()]);
      office.now += 2 * HOUR_MS;
    }
    expect(office.slack.posts).toHaveLength(MAX_ATTEMPTS);
    expect(office.mail.mails).toHaveLength(1);
    expect(await office.digestStates()).toEqual({ dead: 1 });
    expect(await alertStates(office.driver)).toEqual({ "f1-opened": "sent" });
    const dead = office.captured.lines().filter((line) => line["event"] === "alert.dead-letter");
    expect(dead).toHaveLength(1);
    expect(dead[0]).toMatchObject({ level: "error", channel: "slack", detail: "http-404" });
  });

  it("a channel that is no longer configured is a dead letter, not a digest that waits for ever", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.script({ status: 500 });
    await office.pass([office.slackOut(), office.mailOut()]);
    await office.pass([office.mailOut()]);
    expect(await office.digestStates()).toEqual({ dead: 1 });
  });

  it("an SMTP server that refuses for now is tried again with the same Message-ID", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.mail.refuse(451);
    await office.pass([office.mailOut()]);
    office.now += HOUR_MS;
    await office.pass([office.mailOut()]);
    expect(office.mail.mails).toHaveLength(1);
    expect(office.mail.mails[0]?.raw).toMatch(
      /^Message-ID: <[0-9a-f-]{36}\.email@acme\.example>\r$/m,
    );
  });
});

describe("secrets (F44)", () => {
  it("are in no log line and no graph property, whatever fails", async () => {
    await seedFindings(office.driver, [{ id: "f1", ...orphaned }]);
    office.slack.script({ status: 403 }, "hang");
    const wrong = office.mail.url.replace(SMTP_SECRET, `wrong-${SMTP_SECRET}`);
    const broken = slackChannel({
      webhookUrl: new Secret(`http://127.0.0.1:1/services/${WEBHOOK_SECRET}`),
      organisation: "Acme",
    });
    for (const channels of [
      [office.slackOut(200), office.mailOut(wrong)],
      [office.slackOut(200)],
      [broken, office.mailOut(wrong)],
    ]) {
      await office.pass(channels);
      office.now += HOUR_MS;
    }
    office.captured.log.error(
      { event: "x", url: new Secret(office.slack.url), err: new Error(office.slack.url) },
      "x",
    );
    office.captured.log.error(
      { event: "x", err: new Error(`no route to ${office.mail.url}`) },
      "x",
    );
    expect(office.captured.text()).not.toContain(WEBHOOK_SECRET);
    expect(office.captured.text()).not.toContain(SMTP_SECRET);
    const { records } = await office.driver.executeQuery("MATCH (n) RETURN properties(n) AS all");
    expect(JSON.stringify(records.map((record) => record.toObject()))).not.toContain("SECRET");
    expect(office.events()).toContain("alert.channel-failed");
  });
});
