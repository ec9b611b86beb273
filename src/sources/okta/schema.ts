import { z } from "zod";

/**
 * What is used of Okta's answers, and only that: everything else may change without us.
 * https://developer.okta.com/docs/api/openapi/okta-management/
 */

/** Ids are opaque words. Whatever could change the meaning of an address or a log line is none. */
export const nativeId = z.string().regex(/^[\w.-]{1,100}$/, "is not an id of Okta");

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => Number.isFinite(at), "is no instant");

/** Only the id: for records that cannot be believed, and lists of which only ids are used. */
export const identifiedSchema = z.object({ id: nativeId });

export const userSchema = z.object({
  id: nativeId,
  /** Any word: a status that nobody knows is `unknown` (F13). */
  status: z.string().min(1).max(100),
  created: instant.nullish(),
  statusChanged: instant.nullish(),
  lastLogin: instant.nullish(),
  lastUpdated: instant.nullish(),
  type: z.object({ id: z.string().optional() }).nullish(),
  profile: z.record(z.string(), z.unknown()),
});
export type OktaUser = z.infer<typeof userSchema>;

export const groupSchema = z.object({
  id: nativeId,
  profile: z.object({ name: z.string().min(1) }),
});
export type OktaGroup = z.infer<typeof groupSchema>;

export const ownerSchema = z.object({ id: nativeId, type: z.string() });

export const agentSchema = z.object({
  id: nativeId,
  appId: nativeId.nullish(),
  status: z.string().min(1).max(100),
  created: instant.nullish(),
  lastUpdated: instant.nullish(),
  profile: z.object({ name: z.string().min(1) }),
});
export type OktaAgent = z.infer<typeof agentSchema>;

/** `{data: […], _links: {next: {href}}}`: agents are the only list that is not a plain array. */
export const agentPageSchema = z.object({
  data: z.array(z.unknown()),
  _links: z.object({ next: z.object({ href: z.string() }).nullish() }).nullish(),
});

export const pageSchema = z.array(z.unknown());

/** Of an event only who and what it was about; its content is never believed (F14). */
export const eventSchema = z.object({
  uuid: z.string().min(1).max(100),
  eventType: z.string(),
  published: instant,
  target: z.array(z.object({ id: z.string(), type: z.string() })).nullish(),
});
export type OktaEvent = z.infer<typeof eventSchema>;

/** Addresses of linked users: `[{_links: {self: {href: "…/api/v1/users/00u…"}}}]`. */
export const linkedObjectsSchema = z.array(
  z
    .object({ _links: z.object({ self: z.object({ href: z.string() }) }) })
    .transform(({ _links }) => _links.self.href),
);

export const orgSchema = z.object({ id: nativeId });

export const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive(),
});

const attributes = z.object({ properties: z.record(z.string(), z.unknown()).nullish() }).nullish();

export const userSchemaSchema = z.object({
  definitions: z.object({ base: attributes, custom: attributes }),
});

export const relationsSchema = z.array(z.object({ primary: z.object({ name: z.string() }) }));
