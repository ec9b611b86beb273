import { z } from "zod";
import {
  writtenAgent,
  writtenAuthorityLimit,
  writtenAuthorization,
  writtenDecisionClass,
  writtenDocument,
} from "./schema.js";

const PUBLISHED = {
  "decision-class": { schema: writtenDecisionClass, title: "Countersign decision class" },
  agent: { schema: writtenAgent, title: "Countersign agent" },
  authorization: { schema: writtenAuthorization, title: "Countersign authorization" },
  "authority-limit": { schema: writtenAuthorityLimit, title: "Countersign authority limit" },
  "registry-document": { schema: writtenDocument, title: "Countersign registry document" },
} as const;

/**
 * The JSON Schemas (2020-12) of what people write, for editors that complete and check: text of
 * each file by its name. `registry-document` takes any kind.
 */
export function publishedSchemas(): ReadonlyMap<string, string> {
  const files = Object.entries(PUBLISHED).map(([name, { schema, title }]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
    const json = { $schema, $id: `urn:countersign:schema:${name}`, title, ...rest };
    return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`] as const;
  });
  return new Map(files);
}
