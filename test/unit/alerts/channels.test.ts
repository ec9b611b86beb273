import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { channelsFromConfig } from "../../../src/alerts/channels/from-config.js";
import { createLog, loggedError, Secret, withoutSecrets } from "../../../src/platform/log.js";

const log = createLog({ destination: { write: () => {} } });
const webhook = "https://hooks.slack.com/services/T0/B0/xyzzySECRET";

describe("channelsFromConfig", () => {
  const slack = { webhookUrlEnv: "HOOK" };
  const email = { smtpUrlEnv: "SMTP", from: "cs@acme.example" };

  it("makes what is configured; with nothing at all, the log", () => {
    const env = { HOOK: webhook, SMTP: "smtp://u:pw@127.0.0.1:25" };
    const names = (alerts: object): string[] =>
      channelsFromConfig({ organisation: "Acme", alerts: { log: false, ...alerts } }, env, log).map(
        (one) => one.name,
      );
    expect(names({ slack, email, log: true })).toEqual(["slack", "email", "log"]);
    expect(names({ email })).toEqual(["email"]);
    expect(names({})).toEqual(["log"]);
  });

  it.each([
    ["missing", {}],
    ["no address", { HOOK: "xyzzySECRET" }],
    ["another protocol", { HOOK: "file:///xyzzySECRET" }],
  ])("names the variable when it is %s, and never its value", (_what, env) => {
    const make = (): unknown =>
      channelsFromConfig({ organisation: "Acme", alerts: { log: true, slack } }, env, log);
    expect(make).toThrow(/environment variable HOOK/);
    expect(make).not.toThrow(/SECRET/);
  });
});

describe("Secret (F44)", () => {
  it("prints as [secret] however it is printed", () => {
    const secret = new Secret(webhook);
    const lines: string[] = [];
    createLog({ destination: { write: (line) => void lines.push(line) } }).info(
      { event: "x", url: secret, nested: { all: [secret] } },
      String(secret),
    );
    const shown = [String(secret), JSON.stringify({ secret }), inspect({ secret }), lines.join()];
    for (const text of shown) {
      expect(text).toContain("[secret]");
      expect(text).not.toContain("SECRET");
    }
    expect(secret.reveal()).toBe(webhook);
  });

  it("is also taken out of what other libraries write into messages", () => {
    expect(withoutSecrets(`no route to smtp://u:pw@host:25, ${webhook}`)).toBe(
      "no route to smtp://[secret]@host:25, https://hooks.slack.com/services/[secret]",
    );
    const cause = Object.assign(new Error(`connect ${webhook}`), {
      code: "ECONNRESET",
      url: webhook,
    });
    const logged = JSON.stringify(loggedError(new Error("fetch failed", { cause })));
    expect(logged).toContain("ECONNRESET");
    expect(logged).not.toContain("xyzzy");
  });
});
