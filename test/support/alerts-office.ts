import type { Driver } from "neo4j-driver";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { emailChannel } from "../../src/alerts/channels/email.js";
import { slackChannel } from "../../src/alerts/channels/slack.js";
import { deliverAlerts, type Delivery } from "../../src/alerts/deliver.js";
import type { Channel } from "../../src/alerts/view.js";
import { Graph } from "../../src/graph/graph.js";
import { applySchema } from "../../src/graph/schema.js";
import { Secret } from "../../src/platform/log.js";
import { capturedLog, seedPerson, seedRight, type CapturedLog } from "./alerts-world.js";
import { testDriver, wipeGraph } from "./graph.js";
import {
  startHttpReceiver,
  startSmtpReceiver,
  type HttpReceiver,
  type SmtpReceiver,
} from "./receivers.js";

export const NOW = Date.UTC(2026, 11, 1, 8);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A finding about the one authorization of the office, whose owner left yesterday. */
export const orphaned = { subjectKey: "bot:class-1", facts: { leaverId: "maya" } };

/** A company with one lead, one leaver and one agent, a Slack and a mail server, and a clock to turn. */
export interface Office {
  driver: Driver;
  slack: HttpReceiver;
  mail: SmtpReceiver;
  captured: CapturedLog;
  now: number;
  slackOut(timeoutMs?: number): Channel;
  mailOut(url?: string): Channel;
  /** One delivery pass; by default through Slack, without a last resort. */
  pass(channels?: readonly Channel[], lastResort?: readonly string[]): Promise<Delivery>;
  events(): string[];
  /** `state → how many` */
  digestStates(): Promise<Record<string, number>>;
}

/** Registers the hooks that open an office before every test of the file; its fields are set then. */
export function useOffice(): Office {
  const office = new OpenOffice();
  beforeAll(async () => {
    office.driver = await testDriver();
    await applySchema(new Graph(office.driver));
  });
  afterAll(async () => office.driver.close());
  beforeEach(async () => office.open());
  afterEach(async () => {
    await office.slack.close();
    await office.mail.close();
  });
  return office;
}

class OpenOffice implements Office {
  // Set in the hooks above, before any test can read them.
  driver!: Driver;
  slack!: HttpReceiver;
  mail!: SmtpReceiver;
  captured = capturedLog();
  now = NOW;

  async open(): Promise<void> {
    const { driver } = this;
    await wipeGraph(driver);
    this.slack = await startHttpReceiver();
    this.mail = await startSmtpReceiver();
    this.captured = capturedLog();
    this.now = NOW;
    await seedPerson(driver, { id: "lead-1", name: "Gloria Lead" });
    await seedPerson(driver, { id: "maya", name: "Maya Okafor", until: NOW - 8 * HOUR_MS });
    await seedRight(driver, { agentId: "bot", classId: "class-1", leadId: "lead-1" });
  }

  slackOut(timeoutMs = 5_000): Channel {
    return slackChannel({
      webhookUrl: new Secret(this.slack.url),
      organisation: "Acme",
      timeoutMs,
    });
  }

  mailOut(url = this.mail.url): Channel {
    return emailChannel({
      smtpUrl: new Secret(url),
      from: "countersign@acme.example",
      organisation: "Acme",
      timeoutMs: 5_000,
    });
  }

  pass(
    channels: readonly Channel[] = [this.slackOut()],
    lastResort: readonly string[] = [],
  ): Promise<Delivery> {
    return deliverAlerts({
      driver: this.driver,
      clock: { now: () => this.now },
      channels,
      lastResort: () => Promise.resolve(lastResort),
      log: this.captured.log,
    });
  }

  events(): string[] {
    return this.captured.lines().map((line) => String(line["event"]));
  }

  async digestStates(): Promise<Record<string, number>> {
    const { records } = await this.driver.executeQuery(
      "MATCH (d:Digest) RETURN d.state AS state, count(*) AS digests",
    );
    return Object.fromEntries(
      records.map((record) => [String(record.get("state")), Number(record.get("digests"))]),
    );
  }
}

/** The notification text of a Slack message: all of it, in one string. */
export function wholeMessage(post: { readonly body: string } | undefined): string {
  const body: unknown = JSON.parse(post?.body ?? "{}");
  return body !== null && typeof body === "object" && "text" in body ? String(body.text) : "";
}
