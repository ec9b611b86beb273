import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const text = z.string().nullable();
const keys = z.array(z.string());
const workerType = z.enum(["employee", "contractor", "service"]);

/** What a source says about one employment. References are `source/nativeId` keys. */
const claimTexts = {
  name: z.string(),
  email: text,
  login: text,
  startDate: z.string(),
  endDate: text,
  leaveFrom: text,
  leaveTo: text,
  zone: z.string(),
  workerType,
  managerRef: text,
  teamRef: text,
  positionRef: text,
  /** Precedence of the source about who works here, least first (Q4). */
  rank: z.number().int(),
};

/** What a source says of an employment, on its way in. */
export const employmentClaimsIn = z.strictObject({
  ...claimTexts,
  key: z.string(),
  source: z.string(),
  recordId: z.string(),
  workerId: z.string(),
  startsAt: instantIn,
  endsAt: instantIn.nullable(),
  leaveStartsAt: instantIn.nullable(),
  leaveEndsAt: instantIn.nullable(),
  dueAt: instantIn.nullable(),
  part: z.string(),
  hash: z.string(),
});

/** What the graph holds of an employment. */
export const employmentClaimsOut = z.strictObject({
  ...claimTexts,
  startsAt: instantOut,
  endsAt: instantOut.nullable(),
  leaveStartsAt: instantOut.nullable(),
  leaveEndsAt: instantOut.nullable(),
  validFrom: instantOut,
  recordedIn: runNumber,
});

export type EmploymentClaims = z.input<typeof employmentClaimsIn>;
export type KnownEmployment = z.output<typeof employmentClaimsOut>;

export const diffEmployments = defineQuery({
  file: "org/diff-employments.cypher",
  access: "read",
  params: z.strictObject({
    rows: z.array(z.strictObject({ key: z.string(), identifierKey: z.string(), hash: z.string() })),
  }),
  row: z.strictObject({
    key: z.string(),
    personId: text,
    roles: z.number().int(),
    before: employmentClaimsOut.nullable(),
  }),
});

export const writeEmployments = defineQuery({
  file: "org/write-employments.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    rows: z.array(
      z.strictObject({
        key: z.string(),
        identifierKey: z.string(),
        personId: z.string(),
        validFrom: instantIn,
        claims: employmentClaimsIn,
      }),
    ),
  }),
  row: z.strictObject({ personId: z.string(), created: z.boolean() }),
});

export const projectPersons = defineQuery({
  file: "org/project-persons.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, ids: keys }),
  row: z.strictObject({ id: z.string(), changed: z.boolean() }),
});

export const markUnsettled = defineQuery({
  file: "org/mark-unsettled.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ids: keys }),
  row: z.strictObject({ marked: z.number().int() }),
});

export const wakeWaiting = defineQuery({
  file: "org/wake-waiting.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, identifierKeys: keys }),
  row: z.strictObject({ woken: z.number().int() }),
});

export const unprojectedEmployments = defineQuery({
  file: "org/unprojected-employments.cypher",
  access: "read",
  params: z.strictObject({ limit: z.number().int() }),
  row: z.strictObject({ key: z.string(), personId: z.string() }),
});

const projection = { run: runNumber, at: instantIn };
const changed = z.strictObject({ changed: z.number().int() });

export const projectMemberships = defineQuery({
  file: "org/project-memberships.cypher",
  access: "write",
  params: z.strictObject({ ...projection, keys }),
  row: changed,
});

export const projectPositions = defineQuery({
  file: "org/project-positions.cypher",
  access: "write",
  params: z.strictObject({ ...projection, keys }),
  row: changed,
});

export const projectReporting = defineQuery({
  file: "org/project-reporting.cypher",
  access: "write",
  params: z.strictObject({ ...projection, ids: keys }),
  row: changed,
});

export const recordPast = defineQuery({
  file: "org/record-past.cypher",
  access: "write",
  params: z.strictObject({ ...projection, keys }),
  row: z.strictObject({ recorded: z.number().int() }),
});

export const finishProjection = defineQuery({
  file: "org/finish-projection.cypher",
  access: "write",
  params: z.strictObject({ keys }),
  row: z.strictObject({ finished: z.number().int() }),
});

export const dueEmployments = defineQuery({
  file: "org/due-employments.cypher",
  access: "read",
  params: z.strictObject({ at: instantIn, limit: z.number().int() }),
  row: z.strictObject({
    key: z.string(),
    personId: z.string(),
    name: z.string(),
    endDate: text,
    zone: z.string(),
    roles: z.number().int(),
    startsAt: instantOut,
    endsAt: instantOut.nullable(),
    leaveStartsAt: instantOut.nullable(),
    leaveEndsAt: instantOut.nullable(),
    worksOn: z.boolean(),
  }),
});

export type DueEmployment = z.output<(typeof dueEmployments)["row"]>;

export const advanceDue = defineQuery({
  file: "org/advance-due.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    rows: z.array(z.strictObject({ key: z.string(), dueAt: instantIn.nullable() })),
  }),
  row: z.strictObject({ advanced: z.number().int() }),
});

export const employmentsIn = defineQuery({
  file: "org/employments-in.cypher",
  access: "read",
  params: z.strictObject({ parts: keys, at: instantIn }),
  row: z.strictObject({
    key: z.string(),
    hash: z.string(),
    absentSince: instantOut.nullable(),
    isGone: z.boolean(),
  }),
});
