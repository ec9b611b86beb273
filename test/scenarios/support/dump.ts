import type { World } from "../../support/world.js";

/** Every node, relationship and property there is, in a stable order: equal before and after, or something was written. */
export async function dumpOf(world: World): Promise<string[]> {
  const nodes = await world.cypher(
    "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS props",
  );
  const edges = await world.cypher(
    `MATCH (a)-[r]->(b) RETURN elementId(r) AS id, type(r) AS type, properties(r) AS props,
       elementId(a) AS from, elementId(b) AS to`,
  );
  return [...nodes, ...edges].map((row) => JSON.stringify(sorted(row))).toSorted();
}

/** What a later run may know otherwise without the company being another one: minted ids and recording. */
const INCIDENTAL: ReadonlySet<string> = new Set([
  "createdIn",
  "recordedIn",
  "supersededIn",
  "openedIn",
  "clearedIn",
  "openedAt",
  "validFrom",
  "since",
  "standingSince",
  "standingId",
  "ownershipId",
  "revision",
  "id",
  "hash",
]);

/** Labels of the picture of today; versions, runs and cursors are how it came about. */
const PICTURE = [
  "Person",
  "Employment",
  "Team",
  "Position",
  "Authorization",
  "DecisionClass",
  "Agent",
];
const FINDINGS = ["code", "severity", "subjectKey", "factsJson", "state"];

/**
 * The picture of today in words that do not depend on minted ids, run numbers or times of recording:
 * two companies with the same facts have the same picture. People are called by their worker id.
 */
export async function pictureOf(world: World): Promise<string[]> {
  const names = await world.cypher(
    "MATCH (i:Identifier)-[:BELONGS_TO]->(p:Person) RETURN p.id AS id, min(i.key) AS name",
  );
  const nodes = await world.cypher(
    `MATCH (n) WHERE any(l IN labels(n) WHERE l IN $picture)
     RETURN labels(n) AS labels, coalesce(n.key, n.id) AS key, properties(n) AS props`,
    { picture: PICTURE },
  );
  const edges = await world.cypher(
    `MATCH (a)-[r]->(b) WHERE any(l IN labels(a) WHERE l IN $picture)
       AND any(l IN labels(b) WHERE l IN $picture) AND NOT type(r) ENDS WITH '_RECORD'
     RETURN type(r) AS type, properties(r) AS props, coalesce(a.key, a.id) AS from, coalesce(b.key, b.id) AS to`,
    { picture: PICTURE },
  );
  const findings = await world.cypher(
    "MATCH (f:Finding {state: 'open'}) RETURN 'Finding' AS finding, properties(f) AS props",
  );
  const rows = [
    ...[...nodes, ...edges].map((row) => ({ ...row, props: without(row["props"]) })),
    ...findings.map((row) => ({ ...row, props: only(row["props"], FINDINGS) })),
  ];
  return rows
    .map((row) =>
      names.reduce<string>(
        (text, { id, name }) => text.replaceAll(String(id), String(name)),
        JSON.stringify(sorted(row)),
      ),
    )
    .toSorted();
}

function without(props: unknown): Record<string, unknown> {
  return Object.fromEntries(entriesOf(props).filter(([name]) => !INCIDENTAL.has(name)));
}

function only(props: unknown, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(entriesOf(props).filter(([name]) => names.includes(name)));
}

function entriesOf(props: unknown): [string, unknown][] {
  return Object.entries(props as Record<string, unknown>);
}

/** The same data with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
