import { emailChannel } from "../../src/alerts/channels/email.js";
import { slackChannel } from "../../src/alerts/channels/slack.js";
import { deliverAlerts } from "../../src/alerts/deliver.js";
import { openGraph } from "../../src/graph/driver.js";
import { createLog, Secret } from "../../src/platform/log.js";

/** A process that runs one delivery pass, to be killed in it: `alerts-child.ts NEO4J SLACK SMTP NOW` */
const [neo4jUri = "", slackUrl = "", smtpUrl = "", now = "0"] = process.argv.slice(2);
const driver = await openGraph({
  uri: neo4jUri,
  user: process.env["NEO4J_USER"] ?? null,
  password: process.env["NEO4J_PASSWORD"] ?? null,
});
await deliverAlerts({
  driver,
  clock: { now: () => Number(now) },
  channels: [
    slackChannel({ webhookUrl: new Secret(slackUrl), organisation: "Acme" }),
    emailChannel({ smtpUrl: new Secret(smtpUrl), from: "cs@acme.example", organisation: "Acme" }),
  ],
  lastResort: () => Promise.resolve([]),
  log: createLog({ level: "error" }),
});
await driver.close();
