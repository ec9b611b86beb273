import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

/** Contracts of what people settle about who is who: links by hand, merges and their undoing. */
const text = z.string().nullable();
const keys = z.array(z.string());
const keyRow = z.strictObject({ key: z.string() });
const role = z.enum(["owner", "coOwner", "acting"]);
const basis = z.enum(["signed", "inherited", "proposed"]);

/** From which record of a person to which. */
const way = { fromId: z.string(), toId: z.string() };
const undoing = { run: runNumber, ...way, movedIn: runNumber };

export const lockPersons = defineQuery({
  file: "identity/lock-persons.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ids: keys }),
  row: z.strictObject({ id: z.string() }),
});

export const pinLogin = defineQuery({
  file: "identity/pin-login.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    key: z.string(),
    personId: z.string(),
    by: z.string(),
    reason: z.string(),
    expiresAt: instantIn.nullable(),
  }),
  row: z.strictObject({ key: z.string(), before: text }),
});

export const releaseLogin = defineQuery({
  file: "identity/release-login.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    key: z.string(),
    by: z.string(),
    reason: z.string(),
  }),
  row: z.strictObject({ key: z.string(), personId: z.string() }),
});

export const moveIdentifiers = defineQuery({
  file: "identity/move-identifiers.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, ...way }),
  row: keyRow,
});

export const returnIdentifiers = defineQuery({
  file: "identity/return-identifiers.cypher",
  access: "write",
  params: z.strictObject({ ...undoing, at: instantIn }),
  row: z.strictObject({ key: z.string(), moved: z.boolean() }),
});

export const releaseLinks = defineQuery({
  file: "identity/release-links.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    personId: z.string(),
    movedIn: runNumber,
    keys,
  }),
  row: keyRow,
});

export const moveEmployments = defineQuery({
  file: "identity/move-employments.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    ...way,
    /** The record they come from, for a merge. */
    movedFrom: text,
    /** The merge that is undone. */
    movedIn: runNumber.nullable(),
    keys,
  }),
  row: keyRow,
});

export const endReporting = defineQuery({
  file: "identity/end-reporting.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, id: z.string() }),
  row: z.strictObject({ ended: z.number().int() }),
});

export const markPeople = defineQuery({
  file: "identity/mark-people.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ids: keys, keys }),
  row: z.strictObject({ marked: z.number().int() }),
});

export const lockDuties = defineQuery({
  file: "identity/lock-duties.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ids: keys }),
  row: keyRow,
});

const held = z.strictObject({
  ownershipId: z.string(),
  personId: z.string(),
  role,
  basis,
  since: instantOut,
  until: instantOut.nullable(),
  inheritedFrom: text,
  placement: text,
});

export type HeldDuty = z.output<typeof held>;

export const readDuties = defineQuery({
  file: "identity/read-duties.cypher",
  access: "read",
  params: z.strictObject(way),
  row: z.strictObject({ key: z.string(), held: z.array(held) }),
});

export const carryOwnerships = defineQuery({
  file: "identity/carry-ownerships.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    ...way,
    rows: z.array(
      z.strictObject({
        key: z.string(),
        ownershipId: z.string(),
        role,
        basis,
        since: instantIn,
        until: instantIn.nullable(),
        inheritedFrom: text,
        placement: text,
      }),
    ),
  }),
  row: z.strictObject({ ownershipId: z.string() }),
});

const returning = z.strictObject({
  key: z.string(),
  held: z.boolean(),
  signed: z.boolean(),
  ended: keys,
  begun: keys,
  now: keys,
});

export type ReturningDuty = z.output<typeof returning>;

export const readReturning = defineQuery({
  file: "identity/read-returning.cypher",
  access: "read",
  params: z.strictObject({ ...way, movedIn: runNumber }),
  row: returning,
});

export const readStaying = defineQuery({
  file: "identity/read-staying.cypher",
  access: "read",
  params: z.strictObject({ ...way, movedIn: runNumber }),
  row: z.strictObject({ kind: z.enum(["identifier", "right"]), key: z.string(), name: text }),
});

export const returnOwnerships = defineQuery({
  file: "identity/return-ownerships.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    fromId: z.string(),
    rows: z.array(
      z.strictObject({
        key: z.string(),
        ended: z.array(z.strictObject({ id: z.string(), newId: z.string() })),
        begun: keys,
      }),
    ),
  }),
  row: keyRow,
});

const roles = { successors: keys, classes: keys, agents: keys };

export const moveRoles = defineQuery({
  file: "identity/move-roles.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ...way }),
  row: z.strictObject(roles),
});

export const returnRoles = defineQuery({
  file: "identity/return-roles.cypher",
  access: "write",
  params: z.strictObject(undoing),
  row: z.strictObject({ ...roles, staying: z.number().int() }),
});

export const moveLimits = defineQuery({
  file: "identity/move-limits.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ...way }),
  row: z.strictObject({ document: z.string() }),
});

export const returnPlaces = defineQuery({
  file: "identity/return-places.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ...way, movedIn: runNumber, keys }),
  row: z.strictObject({ lines: z.number().int(), places: z.number().int() }),
});

export const returnLimits = defineQuery({
  file: "identity/return-limits.cypher",
  access: "write",
  params: z.strictObject(undoing),
  row: z.strictObject({ document: z.string() }),
});

const refusals = z.strictObject({ declined: keys, refusals: keys });

export const moveRefusals = defineQuery({
  file: "identity/move-refusals.cypher",
  access: "write",
  params: z.strictObject(way),
  row: refusals,
});

export const returnRefusals = defineQuery({
  file: "identity/return-refusals.cypher",
  access: "write",
  params: z.strictObject({ ...way, declined: keys, refusals: keys }),
  row: z.strictObject({ returned: z.number().int() }),
});

export const readPins = defineQuery({
  file: "identity/read-pins.cypher",
  access: "read",
  params: z.strictObject({ sources: keys, personId: z.string() }),
  row: z.strictObject({ key: z.string(), pins: z.string(), moved: text }),
});

export const writePins = defineQuery({
  file: "identity/write-pins.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    rows: z.array(z.strictObject({ key: z.string(), pins: z.string(), moved: text })),
  }),
  row: keyRow,
});

export const writeSameness = defineQuery({
  file: "identity/write-sameness.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    ...way,
    by: z.string(),
    reason: z.string(),
    declined: keys,
    refusals: keys,
    withdrawn: keys,
  }),
  row: keyRow,
});

export const withdrawSameness = defineQuery({
  file: "identity/withdraw-sameness.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    fromId: z.string(),
    by: z.string(),
    reason: z.string(),
  }),
  row: z.strictObject({
    toId: z.string(),
    movedIn: runNumber,
    declined: keys,
    refusals: keys,
  }),
});

export const writeDifference = defineQuery({
  file: "identity/write-difference.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    key: z.string(),
    ...way,
    by: z.string(),
    reason: z.string(),
  }),
  row: keyRow,
});

export const markedAuthorizations = defineQuery({
  file: "identity/marked-authorizations.cypher",
  access: "read",
  params: z.strictObject({ run: runNumber }),
  row: keyRow,
});
