import neo4j, { type Driver } from "neo4j-driver";

/**
 * What the graph says is so now, in sorted lines without minted ids, numbers of runs and times at which
 * something became known. Asked in the soak's own words: a check through the product's queries would
 * believe what the product believes.
 */
export interface GraphFacts {
  /** People, logins, teams, agents of directories and the edges between them. */
  readonly organisation: readonly string[];
  /** Owners, standings with reasons and deadlines, signatures, open findings. */
  readonly governance: readonly string[];
}

const ORGANISATION = words(`Person Employment Account Team Position AgentIdentity BELONGS_TO
  HAS_EMPLOYMENT MEMBER_OF REPORTS_TO HOLDS HEADS DEPUTY_OF PART_OF SPONSORED_BY`);
const GOVERNANCE =
  words(`Authorization Agent DecisionClass Finding Signature OWNED_BY LED_BY BUILT_BY
  NAMES_SUCCESSOR SIGNED_BY SIGNS`);

/**
 * Left out of the comparison, because two histories that end in the same world may differ in them:
 * minted ids and run numbers; since when something was known (`validFrom` of what a source gives no date
 * for, `since`, `openedAt`, `firstSeenAt`); what a finding was raised with (`factsJson` names such
 * times); from whom, in an order of syncs, the duty came (`step`, `inheritedFrom`); `decidedBy` of an edge
 * that stays when another record names the same manager, which is the record that named them first.
 */
const KNOWLEDGE =
  words(`id lock hash place partName part standingId ownershipId openKey validFrom since
  heldSince openedAt firstSeenAt factsJson severity inheritedFrom step dueAt version revision evidenceKey
  wokenAt removedAt decidedBy`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

const NODES = `
  MATCH (n)
  WHERE any(label IN labels(n) WHERE label IN $labels) AND coalesce(n.state, 'open') = 'open'
  RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS props,
    CASE WHEN n:Person THEN COLLECT { MATCH (i:Identifier)-[:BELONGS_TO]->(n) RETURN i.key ORDER BY i.key } END AS keys`;
const EDGES = `
  MATCH (a)-[r]->(b) WHERE type(r) IN $types
  RETURN elementId(a) AS a, elementId(b) AS b, type(r) AS type, properties(r) AS props`;

/** @param of the graph to look at; nothing is written. */
export async function factsOf(of: Driver): Promise<GraphFacts> {
  const all = [...ORGANISATION, ...GOVERNANCE];
  const { records: nodes } = await of.executeQuery(NODES, { labels: all });
  const { records: edges } = await of.executeQuery(EDGES, { types: all });
  const persons = new Map<string, string>();
  for (const node of nodes) {
    const keys: unknown = node.get("keys");
    if (Array.isArray(keys)) persons.set(String(props(node)["id"]), keys.join("+"));
  }
  const names = new Map<string, string>();
  const lines: Record<"organisation" | "governance", string[]> = {
    organisation: [],
    governance: [],
  };
  const file = (kinds: readonly string[], line: string): void => {
    const isOrganisation = kinds.some((kind) => ORGANISATION.has(kind));
    lines[isOrganisation ? "organisation" : "governance"].push(line);
  };
  for (const node of nodes) {
    const labels = node.get("labels") as readonly string[];
    const label = labels.filter((one) => one !== "Identifier").join(":");
    const name = `${label} ${nameOf(label, props(node), persons)}`;
    names.set(String(node.get("id")), name);
    file(labels, `${name} ${textOf(props(node), persons)}`);
  }
  for (const edge of edges) {
    const [from, to] = [names.get(String(edge.get("a"))), names.get(String(edge.get("b")))];
    if (from === undefined || to === undefined) continue;
    const type = String(edge.get("type"));
    file([type], `${from} -${type}-> ${to} ${textOf(props(edge), persons)}`);
  }
  const { organisation, governance } = lines;
  return { organisation: organisation.toSorted(), governance: governance.toSorted() };
}

type Properties = Readonly<Record<string, unknown>>;

function props(row: { get(name: string): unknown }): Properties {
  return row.get("props") as Properties;
}

function nameOf(label: string, of: Properties, persons: ReadonlyMap<string, string>): string {
  if (label === "Person") return persons.get(String(of["id"])) ?? `unnamed ${String(of["name"])}`;
  if (label === "Signature") return String(of["signedAt"]);
  const named = of["dedupKey"] ?? of["key"] ?? of["id"];
  return withoutMinted(String(named), persons);
}

function textOf(of: Properties, persons: ReadonlyMap<string, string>): string {
  // A directory tells no manager of a login that is deleted: what was known of it before stays.
  const isClosed = of["status"] === "deleted" || of["status"] === "purged";
  const kept = Object.entries(of)
    .filter(([name]) => !KNOWLEDGE.has(name) && !name.endsWith("In"))
    .filter(([name]) => !(isClosed && name === "managerRef"))
    .map(([name, value]) => `${name}=${withoutMinted(shown(value), persons)}`);
  return kept.toSorted().join(" ");
}

function shown(value: unknown): string {
  if (neo4j.isDateTime(value)) return value.toStandardDate().toISOString();
  return JSON.stringify(value) ?? "";
}

/** Ids of people become what leads to them; a condition may be hashed together with minted ids. */
function withoutMinted(text: string, persons: ReadonlyMap<string, string>): string {
  return text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/g, (id) => {
    const name = persons.get(id);
    if (name !== undefined) return `<${name}>`;
    return id.includes("-") ? id : "#";
  });
}
