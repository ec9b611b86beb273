import neo4j, { type Driver, type Record as Row } from "neo4j-driver";

/** Bookkeeping of runs: how often somebody tried, not what is true. */
const IGNORED = new Set(["Run", "Sequence", "Lease", "LedgerEntry", "LedgerHead"]);

/** Numbers of runs and minted ids, wherever they occur. */
const MINTED = new Set([
  "recordedIn",
  "createdIn",
  "openedIn",
  "clearedIn",
  "lastRun",
  "standingId",
  "ownershipId",
]);

/** Labels whose `key` or `id` comes from a source or a person, not from this service. */
const NAMED: Readonly<Record<string, string>> = {
  Identifier: "key",
  Employment: "key",
  Team: "key",
  Position: "key",
  Agent: "id",
  AgentIdentity: "key",
  AgentIdentifier: "key",
  AgentRevision: "key",
  DecisionClass: "id",
  DecisionClassRevision: "key",
  Authorization: "key",
  Document: "key",
  Source: "id",
};

interface CanonicalOptions {
  /** Labels left out: how alerts were bundled depends on when a pass came by. */
  readonly without?: readonly string[];
}

/**
 * The whole graph as sorted lines, minted ids and numbers of runs aside: two graphs that say the same
 * give the same lines. Persons are called by their identifiers, versions by what they say.
 */
export async function canonicalGraph(
  driver: Driver,
  options: CanonicalOptions = {},
): Promise<string[]> {
  const aliases = await personNames(driver);
  const nodes = await rows(
    driver,
    "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS props",
  );
  const edges = await rows(
    driver,
    "MATCH (a)-[r]->(b) RETURN elementId(a) AS a, type(r) AS type, properties(r) AS props, elementId(b) AS b",
  );
  const writer = new Writer(aliases);
  const ignored = new Set([...IGNORED, ...(options.without ?? [])]);
  const names = new Map<string, string>();
  const lines: string[] = [];
  for (const node of nodes) {
    const label = (node.get("labels") as string[]).toSorted().join(":");
    if (ignored.has(label)) continue;
    const props = node.get("props") as Properties;
    const text = writer.properties(props, label);
    const key = keyOf(label, props, aliases);
    names.set(node.get("id") as string, key === null ? `${label}${text}` : `${label}(${key})`);
    lines.push(key === null ? `${label} ${text}` : `${label}(${key}) ${text}`);
  }
  for (const edge of edges) {
    const from = names.get(edge.get("a") as string);
    const to = names.get(edge.get("b") as string);
    if (from === undefined || to === undefined) continue;
    const type = edge.get("type") as string;
    lines.push(
      `${from} -${type}${writer.properties(edge.get("props") as Properties, type)}-> ${to}`,
    );
  }
  return lines.toSorted();
}

type Properties = Readonly<Record<string, unknown>>;

async function rows(driver: Driver, text: string): Promise<Row[]> {
  return (await driver.executeQuery(text)).records;
}

/** Minted person ids by what sources call the person. */
async function personNames(driver: Driver): Promise<ReadonlyMap<string, string>> {
  const found = await rows(
    driver,
    "MATCH (i:Identifier)-[:BELONGS_TO]->(p:Person) WITH p, i.key AS key ORDER BY key " +
      "RETURN p.id AS id, collect(key) AS keys",
  );
  return new Map(
    found.map((row) => [row.get("id") as string, (row.get("keys") as string[]).join("+")]),
  );
}

function keyOf(
  label: string,
  props: Properties,
  aliases: ReadonlyMap<string, string>,
): string | null {
  if (label === "Person")
    return aliases.get(String(props["id"])) ?? `unnamed ${String(props["name"])}`;
  const named = NAMED[label];
  return named === undefined ? null : String(props[named]);
}

class Writer {
  readonly #aliases: ReadonlyMap<string, string>;

  constructor(aliases: ReadonlyMap<string, string>) {
    this.#aliases = aliases;
  }

  properties(props: Properties, label: string): string {
    const kept = Object.entries(props)
      .filter(([name]) => !MINTED.has(name) && !(name === "id" && NAMED[label] !== "id"))
      .filter(([name]) => !(label === "AuthorityLimit" && name === "key"))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}: ${this.#value(name, value)}`);
    return `{${kept.join(", ")}}`;
  }

  #value(name: string, value: unknown): string {
    // That a belief was given up counts; in which run does not.
    if (name === "supersededIn" || name === "unprojectedIn" || name === "unsettledIn") return "yes";
    if (neo4j.isDateTime(value)) {
      return value.toStandardDate().toISOString();
    }
    const text = this.#named(JSON.stringify(value));
    // A condition may be hashed together with minted ids.
    return name === "dedupKey" || name === "openKey" ? text.replace(/[0-9a-f]{32}/g, "#") : text;
  }

  #named(text: string): string {
    return text.replace(/[0-9a-f]{32}/g, (id) => {
      const alias = this.#aliases.get(id);
      return alias === undefined ? id : `<${alias}>`;
    });
  }
}
