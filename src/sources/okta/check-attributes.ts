import { didYouMean } from "../../platform/nearest.js";
import { SourceRefused } from "../remote/errors.js";
import { type OktaLine, failed, ok, remark } from "./check-line.js";
import { missing } from "./check-permissions.js";
import { attributeOf } from "./convert.js";
import { isCallFailure } from "./errors.js";
import { relationsSchema, userSchema, userSchemaSchema, type OktaUser } from "./schema.js";
import type { ReadFrame } from "./stages.js";

/** Users that are looked at for how well an attribute is filled. */
const SAMPLE = 200;
/** Below this share the attribute is probably not the one with the worker ids (Q7). */
const FEW = 0.5;

/** Whether what the config names exists in the org and is filled. */
export async function attributeLines(frame: ReadFrame): Promise<OktaLine[]> {
  const looks = [schemaLines, relationLines, fillLines];
  return (await Promise.all(looks.map((look) => settled(() => look(frame))))).flat();
}

/** What may not be read is said by the permissions already. */
async function settled(look: () => Promise<OktaLine[]>): Promise<OktaLine[]> {
  try {
    return await look();
  } catch (error) {
    if (isCallFailure(error)) return [];
    throw error;
  }
}

/** Only this look needs the schema, so it says itself when that may not be read. */
async function schemaLines(frame: ReadFrame): Promise<OktaLine[]> {
  try {
    return await attributesInSchema(frame);
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    const loss = "a misspelt attribute in the config is not found before a sync";
    return [missing({ scope: "okta.schemas.read", loss, optional: true }, error)];
  }
}

async function attributesInSchema({ client, settings, signal }: ReadFrame): Promise<OktaLine[]> {
  const wanted = attributesOf(settings);
  const { body } = await client.get(
    {
      endpoint: "GET /api/v1/meta/schemas/user/{id}",
      call: (okta) => okta.schemas.getUserSchema({ schemaId: "default" }),
      signal,
    },
    userSchemaSchema,
  );
  const { base, custom } = body.definitions;
  const known = [...Object.keys(base?.properties ?? {}), ...Object.keys(custom?.properties ?? {})];
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length === 0) return [ok(`every user has ${wanted.join(", ")}`)];
  return unknown.map((name) =>
    failed(
      `users of the default type have no attribute \`${name}\`.${didYouMean(name, known)}`,
      "Correct its name in the config; only another user type may have it.",
    ),
  );
}

function attributesOf({ config, workerIds }: ReadFrame["settings"]): string[] {
  const { manager, nonHuman, teamAttribute } = config;
  const names = [
    ...workerIds.keys(),
    ...(manager.how === "attribute" ? [manager.attribute] : []),
    ...Object.keys(nonHuman),
    ...(teamAttribute === undefined ? [] : [teamAttribute]),
  ];
  return [...new Set(names)].filter((name) => name !== "type.id");
}

async function relationLines({ client, settings, signal }: ReadFrame): Promise<OktaLine[]> {
  const { managerRelation } = settings;
  if (managerRelation === null) return [];
  const { body } = await client.get(
    {
      endpoint: "GET /api/v1/meta/schemas/user/linkedObjects",
      call: (okta) => okta.relations.listLinkedObjectDefinitions(),
      signal,
    },
    relationsSchema,
  );
  const known = body.map(({ primary }) => primary.name);
  if (known.includes(managerRelation)) return [ok(`linked object ${managerRelation} exists`)];
  return [
    failed(
      `the org has no linked object \`${managerRelation}\`.${didYouMean(managerRelation, known)}`,
      "Correct `manager.name:` in the config: the name of the side that is the manager.",
    ),
  ];
}

async function fillLines({ client, settings, signal }: ReadFrame): Promise<OktaLine[]> {
  const page = await client.list(
    {
      endpoint: "GET /api/v1/users",
      call: (okta) => okta.users.listUsers({ filter: 'status eq "ACTIVE"', limit: SAMPLE }),
      signal,
    },
    null,
  );
  const users = page.items.flatMap((item) => userSchema.safeParse(item).data ?? []);
  if (users.length === 0) return [remark("no active user can be read")];
  return [...settings.workerIds.keys()].map((attribute) => fillLine(attribute, users));
}

function fillLine(attribute: string, users: readonly OktaUser[]): OktaLine {
  const filled = users.filter((user) => attributeOf(user, attribute) !== "").length;
  const sentence = `\`${attribute}\` is filled for ${filled} of the first ${users.length} active users`;
  if (filled >= users.length * FEW) return ok(sentence);
  const next = "Accounts without it belong to nobody: name the attribute with the worker ids.";
  return filled === 0 ? failed(sentence, next) : remark(sentence, next);
}
