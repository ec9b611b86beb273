import type { Log } from "../../platform/log.js";
import { commandsOf } from "../text.js";
import type { AlertView, Channel } from "../view.js";

/** A digest of 500 is one line with the first of them. */
const MOST_ITEMS = 20;

/**
 * The log as a channel: one line per digest, with ids and commands and no names, because a log is
 * kept where an erasure does not reach. It cannot fail.
 */
export function logChannel(log: Log): Channel {
  return {
    name: "log",
    needsAddress: false,
    send(digest) {
      log.info(
        {
          event: "alert.digest",
          digestId: digest.digestId,
          recipientId: digest.recipient?.personId ?? null,
          alerts: digest.alerts.length,
          items: digest.alerts.slice(0, MOST_ITEMS).map(item),
        },
        "governance digest",
      );
      return Promise.resolve();
    },
  };
}

function item(view: AlertView): object {
  return {
    alertId: view.alertId,
    kind: view.kind,
    code: view.code,
    severity: view.severity,
    subject: `${view.subject.kind} ${view.subject.key}`,
    ...(view.standing === null ? {} : { standing: view.standing }),
    ...(view.deadlineAt === null ? {} : { deadlineAt: new Date(view.deadlineAt).toISOString() }),
    facts: view.facts,
    next: commandsOf(view)[0] ?? null,
  };
}
