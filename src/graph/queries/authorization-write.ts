import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, numbersIn, runNumber } from "../values.js";

const text = z.string().nullable();
const keyRow = z.strictObject({ key: z.string() });
const idRow = z.strictObject({ id: z.string() });
const rowsOf = <Row extends z.ZodType>(row: Row) => z.strictObject({ rows: z.array(row) });
const recordedRowsOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ run: runNumber, rows: z.array(row) });

const props = z.strictObject({
  tier: z.string(),
  limitText: text,
  limits: numbersIn.nullable(),
  bindingKind: z.string(),
  bindingKey: text,
  declinedBy: z.array(z.string()),
  standing: z.string(),
  beneath: z.string(),
  reasons: z.array(z.string()),
  standingSince: instantIn,
  deadlineAt: instantIn.nullable(),
  stopBy: text,
  stopAt: instantIn.nullable(),
  stopReason: text,
  retired: z.boolean(),
  dueAt: instantIn.nullable(),
});

export type AuthorizationProps = z.input<typeof props>;

export const writeAuthorizations = defineQuery({
  file: "authorization/write-authorizations.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(
      z.strictObject({
        key: z.string(),
        seenRevision: z.number().int(),
        seenUnsettledIn: z.number().int().nullable(),
        create: z.strictObject({ agentId: z.string(), decisionClassId: z.string() }),
        props,
      }),
    ),
  }),
  row: keyRow,
});

export const linkAuthorizations = defineQuery({
  file: "authorization/link-authorizations.cypher",
  access: "write",
  params: rowsOf(
    z.strictObject({ key: z.string(), agentId: z.string(), decisionClassId: z.string() }),
  ),
  row: keyRow,
});

export const settleUnchanged = defineQuery({
  file: "authorization/settle-unchanged.cypher",
  access: "write",
  params: rowsOf(
    z.strictObject({
      key: z.string(),
      seenRevision: z.number().int(),
      seenUnsettledIn: z.number().int().nullable(),
      dueAt: instantIn.nullable(),
    }),
  ),
  row: keyRow,
});

export const beginOwnerships = defineQuery({
  file: "authorization/begin-ownerships.cypher",
  access: "write",
  params: recordedRowsOf(
    z.strictObject({
      key: z.string(),
      ownershipId: z.string(),
      personId: z.string(),
      seenRecordedIn: z.number().int(),
      role: z.string(),
      basis: z.string(),
      since: instantIn,
      heldSince: instantIn,
      until: instantIn.nullable(),
      inheritedFrom: text,
      placement: text,
      step: text,
    }),
  ),
  row: z.strictObject({ ownershipId: z.string() }),
});

export const endOwnerships = defineQuery({
  file: "authorization/end-ownerships.cypher",
  access: "write",
  params: recordedRowsOf(
    z.strictObject({
      ownershipId: z.string(),
      versionId: z.string(),
      endedAt: instantIn,
      because: z.string(),
    }),
  ),
  row: z.strictObject({ ownershipId: z.string() }),
});

export const recordOwnerships = defineQuery({
  file: "authorization/record-ownerships.cypher",
  access: "write",
  params: recordedRowsOf(
    z.strictObject({
      key: z.string(),
      id: z.string(),
      personId: z.string(),
      role: z.string(),
      basis: z.string(),
      since: instantIn,
      endedAt: instantIn,
      because: z.string(),
      placement: text,
    }),
  ),
  row: idRow,
});

export const restoreOwnerships = defineQuery({
  file: "authorization/restore-ownerships.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ids: z.array(z.string()) }),
  row: idRow,
});

export const reopenOwnerships = defineQuery({
  file: "authorization/reopen-ownerships.cypher",
  access: "write",
  params: recordedRowsOf(
    z.strictObject({
      key: z.string(),
      versionId: z.string(),
      ownershipId: z.string(),
      personId: z.string(),
      seenRecordedIn: z.number().int(),
      role: z.string(),
      basis: z.string(),
      heldSince: instantIn,
      until: instantIn.nullable(),
      inheritedFrom: text,
      placement: text,
    }),
  ),
  row: z.strictObject({ ownershipId: z.string() }),
});

export const placeOwnerships = defineQuery({
  file: "authorization/place-ownerships.cypher",
  access: "write",
  params: rowsOf(
    z.strictObject({
      key: z.string(),
      personId: z.string(),
      placement: text,
      until: instantIn.nullable(),
    }),
  ),
  row: keyRow,
});

export const moveStandings = defineQuery({
  file: "authorization/move-standings.cypher",
  access: "write",
  params: recordedRowsOf(
    z.strictObject({
      key: z.string(),
      standingId: z.string(),
      versionId: z.string(),
      standing: z.string(),
      beneath: z.string(),
      reasons: z.array(z.string()),
      since: instantIn,
      deadlineAt: instantIn.nullable(),
      cause: z
        .strictObject({
          id: z.string(),
          kind: z.string(),
          subjectKey: z.string(),
          at: instantIn,
        })
        .nullable(),
    }),
  ),
  row: keyRow,
});

export const writeSignatures = defineQuery({
  file: "authorization/write-signatures.cypher",
  access: "write",
  params: recordedRowsOf(
    z.strictObject({
      key: z.string(),
      id: z.string(),
      personId: z.string(),
      signedAt: instantIn,
      strength: z.string(),
      agentDigest: z.string(),
      criteriaDigest: z.string(),
      thresholdDigest: z.string(),
      limits: numbersIn,
      evidence: text,
      recordedBy: text,
    }),
  ),
  row: idRow,
});

export const writeSuccessions = defineQuery({
  file: "authorization/write-successions.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(
      z.strictObject({ key: z.string(), id: z.string(), trace: z.string(), successorId: text }),
    ),
  }),
  row: idRow,
});

export const nameSuccessors = defineQuery({
  file: "authorization/name-successors.cypher",
  access: "write",
  params: rowsOf(z.strictObject({ key: z.string(), personIds: z.array(z.string()) })),
  row: keyRow,
});
