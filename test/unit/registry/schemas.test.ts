import { readFile, readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { publishedSchemas } from "../../../src/sources/registry/json-schemas.js";

const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  "decision-class": [
    {
      kind: "DecisionClass",
      id: "c",
      title: "C",
      criteria: "when",
      threshold: "then",
      impact: "low",
    },
    {
      kind: "DecisionClass",
      id: "c",
      title: "C",
      criteria: { text: "when", cel: "a > 1.0" },
      threshold: { text: "then", limits: { amountEUR: 2000 }, cel: "a < 2.0" },
      impact: "critical",
      governanceLead: "ines@example.com",
      status: "retired",
    },
  ],
  agent: [
    { kind: "Agent", id: "pkg/kubelet/OWNERS", title: "A" },
    {
      kind: "Agent",
      id: "a",
      title: "A",
      builder: "tom@example.com",
      identities: [{ source: "okta", id: "0oa1" }],
      manifest: { model: "m", tools: ["a"], promptVersion: 7 },
    },
  ],
  authorization: [
    { kind: "Authorization", agent: "a", decisionClass: "c", owner: "maya@example.com" },
    {
      kind: "Authorization",
      agent: "a",
      decisionClass: "c",
      coOwners: ["jon"],
      successors: ["ines"],
      binding: { position: "P-12" },
      limit: { text: "less", limits: { amountEUR: 1000 } },
      signed: [{ by: "jon", on: "2026-02-03", evidence: "https://example.com/1" }],
    },
    {
      kind: "Authorization",
      agent: "a",
      decisionClass: "c",
      owner: "jon",
      binding: "person",
      signed: { by: "jon", on: "2024-02-29" },
    },
  ],
  "authority-limit": [
    { kind: "AuthorityLimit", id: "m", person: "maya", limits: { amountEUR: 10000 } },
    {
      kind: "AuthorityLimit",
      id: "m",
      person: "maya",
      limits: { amountEUR: 10000 },
      decisionClasses: ["c"],
      from: "2026-01-01",
      to: "2026-12-31",
    },
  ],
};

const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  "decision-class": [
    { kind: "DecisionClass", id: "c", title: "C", criteria: "when", impact: "low" },
  ],
  agent: [
    { kind: "Agent", id: "a b", title: "A" },
    { kind: "Agent", id: "a", title: "A", colour: "red" },
  ],
  authorization: [
    { kind: "Authorization", agent: "a", decisionClass: "c", owner: "Maya Okafor" },
    { kind: "Authorization", agent: "a", decisionClass: "c", binding: { tem: "T" } },
  ],
  "authority-limit": [
    { kind: "AuthorityLimit", id: "m", person: "maya", limits: { amountEUR: "5" } },
  ],
};

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

async function committed(name: string): Promise<z.ZodType> {
  const text = await readFile(
    new URL(`../../../schemas/${name}.schema.json`, import.meta.url),
    "utf8",
  );
  return z.fromJSONSchema(JSON.parse(text) as JsonSchema);
}

describe("published JSON Schemas", () => {
  test("the committed files are what `npm run schemas` would write", async () => {
    const generated = publishedSchemas();
    const folder = new URL("../../../schemas/", import.meta.url);
    expect((await readdir(folder)).toSorted()).toEqual([...generated.keys()].toSorted());
    for (const [name, text] of generated) {
      expect(await readFile(new URL(name, folder), "utf8")).toBe(text);
    }
  });

  test("each has an id that points to no host", () => {
    for (const [name, text] of publishedSchemas()) {
      const { $id } = JSON.parse(text) as { $id: string };
      expect($id).toBe(`urn:countersign:schema:${name.replace(".schema.json", "")}`);
    }
  });

  test.each(Object.keys(SAMPLES))(
    "%s takes what is right and refuses what is not",
    async (name) => {
      const own = await committed(name);
      const any = await committed("registry-document");
      const verdicts = (samples: readonly unknown[] = []) =>
        samples.flatMap((sample) => [own.safeParse(sample).success, any.safeParse(sample).success]);
      expect(new Set(verdicts(SAMPLES[name]))).toEqual(new Set([true]));
      expect(new Set(verdicts(REFUSED[name]))).toEqual(new Set([false]));
    },
  );
});
