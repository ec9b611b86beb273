import { z } from "zod";
import type { Instant } from "../../domain/time.js";

/** What Graph answers, as far as a sync reads it. Pages first, then the records on them. */

/** One page of a list or of a delta round. Its records are judged one by one (F12). */
const pageSchema = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.string().min(1).optional(),
  "@odata.deltaLink": z.string().min(1).optional(),
});

/** The page of a list; without a next link it is the last. */
export const listPage = pageSchema;

/** The page of a delta round. With neither link it was cut off, and is not the last one (F6). */
export const deltaPage = pageSchema.refine(
  (page) => (page["@odata.nextLink"] === undefined) !== (page["@odata.deltaLink"] === undefined),
);

export type GraphPage = z.infer<typeof pageSchema>;

export const organizationPage = z.object({ value: z.array(z.object({ id: z.string() })).min(1) });

/** Any single object: judged after its id is known. */
export const anyObject = z.looseObject({});

/** Ids are GUIDs; what cannot be one is not put into a path. */
const id = z.string().regex(/^[\w.-]{1,128}$/, "is no id of a directory object");
const text = z.string().nullish();

/** Graph writes the first day of the year 1 where there is no date. */
const NO_DATE = Date.UTC(1900, 0, 1);

const instant = z
  .string()
  .transform((value, context): Instant | null => {
    const at = Date.parse(value);
    if (!Number.isNaN(at)) return at < NO_DATE ? null : at;
    context.addIssue({ code: "custom", message: "is no date and time" });
    return z.NEVER;
  })
  .nullish();

const removed = z.looseObject({ reason: text }).nullish();

/** Something that another object refers to: a member, an owner, a manager. */
export const reference = z.looseObject({
  "@odata.type": text,
  "@removed": removed,
  id,
});
export type Reference = z.infer<typeof reference>;

/** Whether a delta round tells it as gone. */
export function isRemoved(told: { readonly "@removed"?: unknown }): boolean {
  return (told["@removed"] ?? null) !== null;
}

/** What every record has, whatever else may be wrong with it. */
export const envelope = z.looseObject({ id, "@removed": removed });

/** `user`, of a delta round, a list or a point read; properties that configs may name ride along. */
export const userSchema = z.looseObject({
  "@odata.type": text,
  id,
  displayName: text,
  givenName: text,
  surname: text,
  mail: text,
  userPrincipalName: text,
  // Whatever it is: a value nobody knows is no reason to disbelieve the record (F13).
  accountEnabled: z.unknown().optional(),
  userType: text,
  createdDateTime: instant,
  deletedDateTime: instant,
  identityParentId: text,
  manager: reference.nullish(),
  "manager@delta": z.array(reference).nullish(),
  signInActivity: z
    .looseObject({
      lastSignInDateTime: instant,
      lastNonInteractiveSignInDateTime: instant,
      lastSuccessfulSignInDateTime: instant,
    })
    .nullish(),
});
export type GraphUser = z.infer<typeof userSchema>;

/** `group`; its members are judged one by one. */
export const groupSchema = z.looseObject({
  id,
  displayName: text,
  visibility: text,
  "members@delta": z.array(z.unknown()).nullish(),
});
export type GraphGroup = z.infer<typeof groupSchema>;

/** `servicePrincipal`, `agentIdentity`. */
export const principalSchema = z.looseObject({
  "@odata.type": text,
  id,
  appId: text,
  displayName: text,
  accountEnabled: z.unknown().optional(),
  disabledByMicrosoftStatus: text,
  agentIdentityBlueprintId: text,
  appOwnerOrganizationId: text,
  createdDateTime: instant,
});
export type GraphPrincipal = z.infer<typeof principalSchema>;
