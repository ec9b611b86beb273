import { z } from "zod";
import { addressAdvice, dateAdvice, isAddress } from "./advice.js";

/**
 * What people write, one schema per document kind. Every description is one or two sentences that
 * tell the writer what to put there: editors show it through the published JSON Schema, and it is
 * appended to "x is missing." in problems. Errors are the end of a sentence that begins with the
 * name of the field and its value.
 */
const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const LIMIT_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_]*$/;

const text = (say: string) => z.string().regex(/\S/, "has no text in it.").describe(say);

const title = (say: string) =>
  text(say).max(300, "is longer than 300 characters. A title is one short line.");

const id = (say: string) =>
  z
    .string()
    .regex(
      ID_PATTERN,
      "is not an id. Use letters, digits, dots, slashes, underscores and dashes, and begin with a letter or digit.",
    )
    .max(200, "is longer than 200 characters. Choose a shorter id.")
    .describe(say);

const address = (say: string) =>
  z
    .string()
    // Stands in the JSON Schema; the refinement below says better what is wrong.
    .regex(/^\S+$/, { error: (issue) => addressAdvice(String(issue.input)) })
    .max(320, "is too long for an address.")
    .refine(isAddress, { error: (issue) => addressAdvice(String(issue.input)) })
    .describe(say);

const day = (say: string) =>
  z.iso
    .date({
      error: (issue) => (typeof issue.input === "string" ? dateAdvice(issue.input) : undefined),
    })
    .describe(say);

const limits = (say: string) =>
  z
    .record(
      z
        .string()
        .regex(
          LIMIT_NAME_PATTERN,
          "is not a name for a number. Begin with a letter, then letters, digits or _.",
        )
        .max(100, "is longer than 100 characters."),
      z
        .number()
        .min(0, "is below zero. A limit is zero or more.")
        .max(Number.MAX_SAFE_INTEGER, "is too large to be exact."),
    )
    .describe(say);

const cel = text(
  "Optional: the same as a CEL expression over named inputs, for machines.",
).optional();
const status = z
  .enum(["active", "retired"])
  .describe("Write retired to end it. Deleting the document ends nothing.")
  .optional();

export const writtenDecisionClass = z.strictObject({
  kind: z.literal("DecisionClass"),
  id: id("Give this kind of decision an id that will never change, such as refund-over-limit."),
  title: title("Name the decision in one short line, the way people speak of it."),
  criteria: z
    .union([
      text("Say in words which conditions trigger the decision."),
      z.strictObject({ text: text("Say in words which conditions trigger the decision."), cel }),
    ])
    .describe("Say in words which conditions trigger the decision."),
  threshold: z
    .union([
      text("Say at what point the agent may act, in words."),
      z.strictObject({
        text: text("Say at what point the agent may act, in words."),
        limits: limits(
          "Optional: the same as named numbers; larger is wider. Example: { amountEUR: 2000 }.",
        ).optional(),
        cel,
      }),
    ])
    .describe("Say at what point the agent may act, in words; numbers under limits: are optional."),
  impact: z
    .enum(["low", "medium", "high", "critical"])
    .describe(
      "Say how much harm a wrong decision does: low, medium, high or critical. It sets how long a signature may be missing.",
    ),
  governanceLead: address(
    "Name who is told, and asked last, about this decision: an e-mail address or login.",
  ).optional(),
  status,
});

export const writtenAgent = z.strictObject({
  kind: z.literal("Agent"),
  id: id("Give this agent an id that will never change, such as refunds-bot."),
  title: title("Name the agent in one short line."),
  builder: address(
    "Name who built the agent: an e-mail address or login. The builder can never own its decisions.",
  ).optional(),
  identities: z
    .array(
      z.strictObject({
        source: text(
          "Name the source that knows this agent, by the id it has in the configuration.",
        ),
        id: text("Write the id that never changes at that source."),
      }),
    )
    .describe("Say where this agent is known under which id.")
    .optional(),
  manifest: z
    .record(z.string(), z.unknown())
    .describe(
      "Describe the agent: model, tools, prompt version. A signature covers exactly what stands here.",
    )
    .optional(),
  status,
});

const signature = z.strictObject({
  by: address("Name who signed: an e-mail address or login."),
  on: day("Say on which day it was signed: YYYY-MM-DD."),
  evidence: text("Optional: a link or a few words that show it.").optional(),
});

export const writtenAuthorization = z.strictObject({
  kind: z.literal("Authorization"),
  agent: id("Name the agent by its id."),
  decisionClass: id("Name the decision class by its id."),
  owner: address(
    "Name the person who answers for it: an e-mail address or login. Not who built the agent.",
  ).optional(),
  coOwners: z
    .array(address("Name a person who answers for it too."))
    .describe("Name the people who answer for it too, as a list.")
    .optional(),
  successors: z
    .array(address("Name a person who takes over when the owner leaves."))
    .describe("Name who takes over when the owner leaves, in this order, as a list.")
    .optional(),
  binding: z
    .union(
      [
        z.literal("person"),
        z.strictObject({
          position: text("Write the id of the position, as the source writes it."),
        }),
        z.strictObject({ team: text("Write the id of the team, as the source writes it.") }),
      ],
      { error: 'must be person, { position: "id" } or { team: "id" }.' },
    )
    .describe(
      "Say what it stays with when the owner moves: person, { position: P-12 } or { team: T-3 }. Without it: person.",
    )
    .optional(),
  limit: z
    .strictObject({
      text: text("Say in words how far this agent may go.").optional(),
      limits: limits(
        "The numbers of the decision class, each at most as large as there.",
      ).optional(),
    })
    .describe(
      "A narrower limit for this agent than the decision class has: { text: …, limits: { amountEUR: 1000 } }.",
    )
    .optional(),
  signed: z
    .union([signature, z.array(signature)])
    .describe(
      "Say who signed and when: { by: …, on: 2026-02-03 }, or a list of these. It covers what stands here when it is first read.",
    )
    .optional(),
  status,
});

export const writtenAuthorityLimit = z.strictObject({
  kind: z.literal("AuthorityLimit"),
  id: id("Give this limit an id that will never change, such as maya-claims."),
  person: address("Name the person who may sign up to this: an e-mail address or login."),
  limits: limits("Say up to which numbers this person may sign. Example: { amountEUR: 10000 }."),
  decisionClasses: z
    .array(id("Name a decision class by its id."))
    .min(1, "is empty. Name a decision class, or leave the line out to mean all of them.")
    .describe("The decision classes it is for, as a list. Without it: all of them.")
    .optional(),
  from: day("The first day on which it holds: YYYY-MM-DD.").optional(),
  to: day("The last day on which it holds: YYYY-MM-DD.").optional(),
});

export const WRITTEN_SCHEMAS = {
  DecisionClass: writtenDecisionClass,
  Agent: writtenAgent,
  Authorization: writtenAuthorization,
  AuthorityLimit: writtenAuthorityLimit,
} as const;

export type DocumentKind = keyof typeof WRITTEN_SCHEMAS;
export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  "DecisionClass",
  "Agent",
  "Authorization",
  "AuthorityLimit",
];

export const writtenDocument = z.discriminatedUnion("kind", [
  writtenDecisionClass,
  writtenAgent,
  writtenAuthorization,
  writtenAuthorityLimit,
]);

export type WrittenDecisionClass = z.infer<typeof writtenDecisionClass>;
export type WrittenAgent = z.infer<typeof writtenAgent>;
export type WrittenAuthorization = z.infer<typeof writtenAuthorization>;
export type WrittenAuthorityLimit = z.infer<typeof writtenAuthorityLimit>;
/** A document as a person writes it; what `schemas/*.schema.json` describe. */
export type WrittenDocument = z.infer<typeof writtenDocument>;
