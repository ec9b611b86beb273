import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, numbersOut } from "../values.js";
import {
  agentInForce,
  classInForce,
  ownership,
  reasons,
  role,
  signature,
  standing,
} from "./history.js";

const text = z.string().nullable();

/** What an answer about another time is asked with: the time, and the last run whose record counts. */
const times = { at: instantIn, known: z.number().int() };

const whoAsKnownRow = z.strictObject({
  authorization: z.strictObject({ limitText: text, limits: numbersOut.nullable() }),
  agent: agentInForce,
  decisionClass: classInForce,
  owners: z.array(ownership),
  standing: z
    .strictObject({
      standing,
      reasons,
      deadlineAt: instantOut.nullable(),
      since: instantOut,
    })
    .nullable(),
  signatures: z.array(signature),
});

export const whoAsKnown = defineQuery({
  file: "history/who-as-known.cypher",
  access: "read",
  params: z.strictObject({ key: z.string(), ...times }),
  row: whoAsKnownRow,
});

const placeRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  activeUntil: instantOut.nullable(),
  managers: z.array(z.strictObject({ id: z.string(), via: text })),
  teams: z.array(z.strictObject({ key: z.string(), via: text, name: z.string() })),
  positions: z.array(z.strictObject({ key: z.string(), via: text })),
  leads: z.array(
    z.strictObject({ key: z.string(), as: z.enum(["head", "deputy"]), name: z.string() }),
  ),
  holdings: z.array(z.strictObject({ key: z.string(), role, standing: standing.nullable() })),
  employments: z.array(
    z.strictObject({
      key: z.string(),
      startDate: z.string(),
      endDate: text,
      startsAt: instantOut,
      endsAt: instantOut.nullable(),
    }),
  ),
});

export const placeAsKnown = defineQuery({
  file: "history/place-as-known.cypher",
  access: "read",
  params: z.strictObject({ id: z.string(), ...times }),
  row: placeRow,
});
