import type { Driver } from "neo4j-driver";
import { wipeGraph } from "./graph.js";

/** Everything in a small graph, to be put back as it was. */
export interface Snapshot {
  readonly nodes: readonly unknown[];
  readonly edges: readonly unknown[];
}

export async function takeSnapshot(driver: Driver): Promise<Snapshot> {
  const nodes = await driver.executeQuery(
    "MATCH (n) RETURN collect({id: elementId(n), labels: labels(n), props: properties(n)}) AS all",
  );
  const edges = await driver.executeQuery(
    "MATCH (a)-[r]->(b) " +
      "RETURN collect({a: elementId(a), type: type(r), props: properties(r), b: elementId(b)}) AS all",
  );
  return {
    nodes: nodes.records[0]?.get("all") as unknown[],
    edges: edges.records[0]?.get("all") as unknown[],
  };
}

/** Replaces whatever is in the graph. */
export async function putBack(driver: Driver, { nodes, edges }: Snapshot): Promise<void> {
  await wipeGraph(driver);
  const made = await driver.executeQuery(
    "UNWIND $nodes AS node CREATE (n:$(node.labels)) SET n = node.props " +
      "RETURN node.id AS was, elementId(n) AS is",
    { nodes },
  );
  const ids = Object.fromEntries(
    made.records.map((record) => [record.get("was") as string, record.get("is") as string]),
  );
  await driver.executeQuery(
    "UNWIND $edges AS edge MATCH (a) WHERE elementId(a) = $ids[edge.a] " +
      "MATCH (b) WHERE elementId(b) = $ids[edge.b] CREATE (a)-[r:$(edge.type)]->(b) SET r = edge.props",
    { edges, ids },
  );
}
