import { z } from "zod";
import { REASON_CODES } from "../domain/reason.js";
import type { RecordedChange } from "../domain/undo.js";
import type { FoundEntry } from "./ledger.js";

const instant = z.number().int();
const text = z.string().nullable();

const duty = {
  owners: z.array(
    z.object({
      ownershipId: text,
      personId: z.string(),
      role: z.enum(["owner", "coOwner", "acting"]),
      basis: z.enum(["signed", "inherited", "proposed"]),
      since: instant,
      until: instant.nullable(),
      inheritedFrom: text,
      placement: text,
    }),
  ),
  standing: z.object({
    beneath: z.enum(["valid", "provisional", "orphaned", "suspended", "lapsed", "revoked"]),
    reasons: z.array(z.enum(REASON_CODES)),
    since: instant,
    deadlineAt: instant.nullable(),
  }),
  declinedBy: z.array(z.string()),
};

const beforeShape = z.array(
  z.union([
    z.object({ key: z.string(), registered: z.literal(true) }),
    z.object({ key: z.string(), ...duty }),
  ]),
);

const afterShape = z.object({
  authorizations: z.array(
    z.object({
      key: z.string(),
      ...duty,
      ended: z.array(
        z.object({ personId: z.string(), since: instant, endedAt: instant, versionId: z.string() }),
      ),
      signed: z.array(z.string()),
      signatures: z.number().int(),
      other: z.array(z.string()),
    }),
  ),
});

/** What an entry says that its change set did; none when it is an entry of something else. */
export function recordedChanges({ kind, before, after }: FoundEntry): RecordedChange[] {
  if (kind !== "authorizations" || before === null || after === null) return [];
  const earlier = new Map(
    beforeShape.parse(JSON.parse(before)).map((one) => [one.key, "registered" in one ? null : one]),
  );
  return afterShape.parse(JSON.parse(after)).authorizations.map((one) => {
    const { key, owners, standing, declinedBy, ...rest } = one;
    return {
      key,
      ...rest,
      before: earlier.get(key) ?? null,
      after: { owners, standing, declinedBy },
    };
  });
}
