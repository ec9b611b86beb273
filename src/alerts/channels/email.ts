import { createTransport } from "nodemailer";
import { AlertChannelError } from "../errors.js";
import { moreLine, plainText } from "../text.js";
import { SEND_TIMEOUT_MS, type Channel, type DigestMessage, type OutgoingDigest } from "../view.js";
import { clean } from "../words.js";
import type { Secret } from "../../platform/log.js";

/** E-mail through one SMTP server. The Message-ID is the same at every attempt (I9). */
export function emailChannel(options: {
  readonly smtpUrl: Secret;
  readonly from: string;
  readonly organisation: string;
  readonly timeoutMs?: number;
}): Channel {
  const timeoutMs = options.timeoutMs ?? SEND_TIMEOUT_MS;
  return {
    name: "email",
    needsAddress: true,
    async send(digest, signal) {
      const address = digest.recipient?.address ?? null;
      if (address === null) {
        throw new AlertChannelError({ channel: "email", detail: "no-address-of-their-own" });
      }
      const limits = {
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
      };
      // One connection per digest: digests are few, and a dead pooled connection would lose one.
      const transport = createTransport({ url: options.smtpUrl.reveal(), ...limits });
      const end = (): void => transport.close();
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      bounded.addEventListener("abort", end, { once: true });
      try {
        await withAbort(transport.sendMail(mailOf(digest, address, options)), bounded);
      } catch (error) {
        throw new AlertChannelError({ channel: "email", detail: failureOf(error, bounded) });
      } finally {
        bounded.removeEventListener("abort", end);
        transport.close();
      }
    },
  };
}

/** nodemailer knows no signal, and a closed transport does not settle its promise. */
async function withAbort(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Error("aborted"));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    work.catch(() => {});
  }
}

function failureOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) {
    return signal.reason instanceof Error && signal.reason.name === "TimeoutError"
      ? "timeout"
      : "aborted";
  }
  if (error instanceof Error && "responseCode" in error && typeof error.responseCode === "number") {
    return `smtp-${error.responseCode}`;
  }
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z_0-9]+$/.test(code) ? code : "failed";
}

function mailOf(
  digest: OutgoingDigest,
  address: string,
  options: { readonly from: string; readonly organisation: string },
): object {
  const domain = options.from.slice(options.from.lastIndexOf("@") + 1);
  return {
    from: { name: `Countersign, ${clean(options.organisation)}`, address: options.from },
    // As an object: a name with a comma or an angle bracket must not become another recipient.
    to: { name: clean(digest.recipient?.name ?? ""), address },
    subject: clean(digest.message.headline, 200),
    messageId: `<${digest.digestId}.email@${domain}>`,
    headers: { "X-Countersign-Digest": digest.digestId, "Auto-Submitted": "auto-generated" },
    text: plainText(digest.message, options.organisation),
    html: emailHtml(digest.message, options.organisation),
    // Nothing in a message may make this process read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The message as HTML that every mail reader shows: paragraphs, no styles, no images. */
export function emailHtml(message: DigestMessage, organisation: string): string {
  const groups = message.groups.map((group) => {
    const entries = group.entries.map((entry) => {
      const commands = entry.commands.map((one) => `<br><code>${escapeHtml(one)}</code>`).join("");
      return `<p>${escapeHtml(entry.mark)} ${escapeHtml(entry.sentence)}${commands}</p>`;
    });
    return `<h3>${escapeHtml(group.heading)}</h3>\n${entries.join("\n")}`;
  });
  const when = `${clean(organisation)} · countersign · ${message.writtenAt}`;
  const more = message.more > 0 ? [`<p>${escapeHtml(moreLine(message))}</p>`] : [];
  return [
    `<h2>${escapeHtml(message.headline)}</h2>`,
    `<p>${escapeHtml(when)}</p>`,
    ...groups,
    ...more,
    "",
  ].join("\n");
}

/** Names are text, also inside attributes (F41). */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
