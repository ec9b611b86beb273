import { z } from "zod";
import { REASON_CODES } from "../../domain/reason.js";
import { defineQuery } from "../query.js";

/** Contracts of `cypher/alerts/`: the outbox from a pending alert to a digest that was sent. */
const instant = z.number().int();
const id = z.string().min(1);

export const lockBatching = defineQuery({
  file: "alerts/lock-batching.cypher",
  access: "write",
  params: z.strictObject({ now: instant }),
  row: z.strictObject({ key: z.string() }),
});

export const dropMootAlerts = defineQuery({
  file: "alerts/drop-moot-alerts.cypher",
  access: "write",
  params: z.strictObject({ now: instant }),
  row: z.strictObject({ moot: z.number().int() }),
});

export const readPendingAlerts = defineQuery({
  file: "alerts/read-pending-alerts.cypher",
  access: "read",
  params: z.strictObject({ limit: z.number().int().min(1) }),
  row: z.strictObject({
    alertId: id,
    kind: z.enum(["opened", "cleared"]),
    leadId: id.nullable(),
    toldOn: z.array(z.string()),
    nobodyAt: instant.nullable(),
  }),
});

export const readRecipients = defineQuery({
  file: "alerts/read-recipients.cypher",
  access: "read",
  params: z.strictObject({ personIds: z.array(id), now: instant }),
  row: z.strictObject({
    personId: id,
    name: z.string().nullable(),
    isActive: z.boolean(),
    jobs: z.array(
      z.strictObject({
        email: z.string(),
        zone: z.string().nullable(),
        sharedWith: z.number().int(),
      }),
    ),
  }),
});

export const writeDigests = defineQuery({
  file: "alerts/write-digests.cypher",
  access: "write",
  params: z.strictObject({
    digests: z.array(
      z.strictObject({
        id,
        recipientId: id,
        alertIds: z.array(id),
        channels: z.array(id).min(1),
      }),
    ),
    now: instant,
  }),
  row: z.strictObject({ digestId: id, alerts: z.number().int() }),
});

export const readPendingDispatches = defineQuery({
  file: "alerts/read-pending-dispatches.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({
    digestId: id,
    recipientId: id,
    channel: id,
    attempts: z.number().int(),
    dueAt: instant,
    waitUntil: instant.nullable(),
  }),
});

export const claimDispatch = defineQuery({
  file: "alerts/claim-dispatch.cypher",
  access: "write",
  params: z.strictObject({ digestId: id, channel: id, now: instant, claimedUntil: instant }),
  row: z.strictObject({
    attempts: z.number().int(),
    recipientId: id,
    alertIds: z.array(id),
  }),
});

export const readAlerts = defineQuery({
  file: "alerts/read-alerts.cypher",
  access: "read",
  params: z.strictObject({ alertIds: z.array(id) }),
  row: z.strictObject({
    alertId: id,
    kind: z.enum(["opened", "cleared"]),
    code: z.enum(REASON_CODES),
    severity: z.enum(["info", "warning", "critical"]),
    state: z.enum(["open", "cleared"]),
    subjectKind: z.string(),
    subjectKey: z.string(),
    decisionClassId: z.string().nullable(),
    factsJson: z.string().nullable(),
    openedAt: instant.nullable(),
    clearedAt: instant.nullable(),
  }),
});

export const describeFindings = defineQuery({
  file: "alerts/describe-findings.cypher",
  access: "read",
  params: z.strictObject({
    items: z.array(
      z.strictObject({
        alertId: id,
        authorizationKey: z.string().nullable(),
        agentId: z.string().nullable(),
        decisionClassId: z.string().nullable(),
        leaverId: z.string().nullable(),
        holderId: z.string().nullable(),
        teamKey: z.string().nullable(),
      }),
    ),
    now: instant,
  }),
  row: z.strictObject({
    alertId: id,
    agentId: z.string().nullable(),
    agentTitle: z.string().nullable(),
    decisionClassId: z.string().nullable(),
    decisionClassTitle: z.string().nullable(),
    criteriaText: z.string().nullable(),
    standing: z.string().nullable(),
    deadlineAt: instant.nullable(),
    owners: z.array(
      z.strictObject({
        name: z.string().nullable(),
        role: z.string().nullable(),
        basis: z.string().nullable(),
      }),
    ),
    leaverName: z.string().nullable(),
    leaverUntil: instant.nullable(),
    leaverZone: z.string().nullable(),
    leaveEndsAt: instant.nullable(),
    holderName: z.string().nullable(),
    teamName: z.string().nullable(),
  }),
});

export const markDispatch = defineQuery({
  file: "alerts/mark-dispatch.cypher",
  access: "write",
  params: z.strictObject({
    digestId: id,
    channel: id,
    state: z.enum(["pending", "sent", "dead"]),
    attempts: z.number().int(),
    dueAt: instant,
    waitUntil: instant.nullable(),
    code: z.string().nullable(),
    now: instant,
  }),
  row: z.strictObject({ state: z.string() }),
});

export const closeDigest = defineQuery({
  file: "alerts/close-digest.cypher",
  access: "write",
  params: z.strictObject({ digestId: id, now: instant }),
  row: z.strictObject({ state: z.string(), alerts: z.number().int() }),
});

export const releaseDigest = defineQuery({
  file: "alerts/release-digest.cypher",
  access: "write",
  params: z.strictObject({ digestId: id, now: instant }),
  row: z.strictObject({ alerts: z.number().int() }),
});

export const markNobodyTold = defineQuery({
  file: "alerts/mark-nobody-told.cypher",
  access: "write",
  params: z.strictObject({ alertIds: z.array(id), now: instant }),
  row: z.strictObject({ alerts: z.number().int() }),
});
