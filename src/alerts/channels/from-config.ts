import { Secret, type Log } from "../../platform/log.js";
import type { Config } from "../../platform/config.js";
import { AlertChannelNotConfiguredError } from "../errors.js";
import type { Channel } from "../view.js";
import { emailChannel } from "./email.js";
import { logChannel } from "./log.js";
import { slackChannel } from "./slack.js";

/**
 * The channels that the configuration asks for, their secrets taken from the environment. With none
 * at all the log is one: an alert always has somewhere to go.
 *
 * @throws AlertChannelNotConfiguredError when a variable is missing or holds no such address.
 */
export function channelsFromConfig(
  config: Pick<Config, "alerts" | "organisation">,
  env: NodeJS.ProcessEnv,
  log: Log,
): readonly Channel[] {
  const { organisation, alerts } = config;
  const channels: Channel[] = [];
  if (alerts.slack !== undefined) {
    const variable = alerts.slack.webhookUrlEnv;
    const webhookUrl = secretUrl(env, variable, /^https?:$/);
    if (webhookUrl === null) {
      throw new AlertChannelNotConfiguredError("slack", variable, "the address of a webhook");
    }
    channels.push(slackChannel({ webhookUrl, organisation }));
  }
  if (alerts.email !== undefined) {
    const variable = alerts.email.smtpUrlEnv;
    const smtpUrl = secretUrl(env, variable, /^smtps?:$/);
    if (smtpUrl === null) {
      throw new AlertChannelNotConfiguredError("email", variable, "smtp://user:password@host:port");
    }
    channels.push(emailChannel({ smtpUrl, from: alerts.email.from, organisation }));
  }
  if (alerts.log || channels.length === 0) channels.push(logChannel(log));
  return channels;
}

function secretUrl(env: NodeJS.ProcessEnv, variable: string, protocol: RegExp): Secret | null {
  const value = env[variable]?.trim();
  if (value === undefined || !URL.canParse(value)) return null;
  return protocol.test(new URL(value).protocol) ? new Secret(value) : null;
}
