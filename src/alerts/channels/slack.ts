import { fetch } from "undici";
import { AlertChannelError } from "../errors.js";
import { parseRetryAfter } from "../retry.js";
import { moreLine, plainText } from "../text.js";
import { SEND_TIMEOUT_MS, type Channel, type DigestMessage, type OutgoingDigest } from "../view.js";
import { clean } from "../words.js";
import type { Secret } from "../../platform/log.js";

/** Slack refuses a section text over 3,000 characters and a header over 150, after escaping. */
const LONGEST_SECTION = 2_900;
const LONGEST_HEADER = 140;

/** An incoming webhook of Slack, or of anything that takes its JSON (Mattermost, Rocket.Chat). */
export function slackChannel(options: {
  readonly webhookUrl: Secret;
  readonly organisation: string;
  readonly timeoutMs?: number;
}): Channel {
  const timeoutMs = options.timeoutMs ?? SEND_TIMEOUT_MS;
  return {
    name: "slack",
    needsAddress: false,
    async send(digest, signal) {
      const status = await post(
        digest,
        options,
        AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      );
      if (status.ok) return;
      throw new AlertChannelError({
        channel: "slack",
        detail: `http-${status.code}`,
        retryAfterMs: parseRetryAfter(status.retryAfter, Date.now()),
        isThrottled: status.code === 429,
      });
    },
  };
}

async function post(
  digest: OutgoingDigest,
  options: { readonly webhookUrl: Secret; readonly organisation: string },
  signal: AbortSignal,
): Promise<{ readonly ok: boolean; readonly code: number; readonly retryAfter: string | null }> {
  try {
    const response = await fetch(options.webhookUrl.reveal(), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": `${digest.digestId}.slack`,
      },
      body: JSON.stringify(slackPayload(digest.message, options.organisation)),
      // A redirect would carry the digest to an address that nobody configured.
      redirect: "manual",
      signal,
    });
    // Read to the end, so that the connection can be used again; what it says is of no use here.
    await response.text();
    return {
      ok: response.ok,
      code: response.status,
      retryAfter: response.headers.get("retry-after"),
    };
  } catch (error) {
    throw new AlertChannelError({ channel: "slack", detail: failureOf(error) });
  }
}

/** An errno or a kind of failure, and nothing of the message: it may quote the webhook. */
function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "TimeoutError") return "timeout";
  if (error.name === "AbortError") return "aborted";
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z_0-9]+$/.test(code) ? code : "failed";
}

/** Text for the notification, blocks for the message. */
export function slackPayload(message: DigestMessage, organisation: string): object {
  const header = {
    type: "header",
    text: { type: "plain_text", text: cut(escapeSlack(message.headline), LONGEST_HEADER) },
  };
  const context = {
    type: "context",
    elements: [mrkdwn(escapeSlack(`${clean(organisation)} · countersign · ${message.writtenAt}`))],
  };
  const sections = message.groups.flatMap((group) => [
    { type: "section", text: mrkdwn(`*${escapeSlack(group.heading)}*`) },
    ...group.entries.map((entry) => ({
      type: "section",
      text: mrkdwn(
        [`${entry.mark} ${escapeSlack(entry.sentence)}`, ...entry.commands.map(asCode)].join("\n"),
      ),
    })),
  ]);
  const more =
    message.more > 0 ? [{ type: "section", text: mrkdwn(escapeSlack(moreLine(message))) }] : [];
  return {
    text: escapeSlack(plainText(message, organisation)),
    blocks: [header, context, ...sections, ...more],
  };
}

function mrkdwn(text: string): { readonly type: "mrkdwn"; readonly text: string } {
  return { type: "mrkdwn", text: cut(text, LONGEST_SECTION) };
}

/** A back-tick would end the code span and let an id be formatted as a link or a mention. */
function asCode(command: string): string {
  return `\`${escapeSlack(command).replaceAll("`", "'")}\``;
}

/**
 * What Slack asks to be escaped: with these three a name can form no link, no mention and no
 * `<!channel>` (F41).
 */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Cuts without leaving half an entity behind. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/&[a-z]*$/, "")}…`;
}
