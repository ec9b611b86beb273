import type { Driver } from "neo4j-driver";

/** Each finds something that must never be, as one sentence a row. */
const CHECKS: readonly string[] = [
  // One edge of a kind between two nodes; records of the past may repeat.
  `MATCH (a)-[r]->(b) WHERE NOT type(r) ENDS WITH '_RECORD'
   WITH a, b, type(r) AS type, count(*) AS edges WHERE edges > 1
   RETURN toString(edges) + ' ' + type + ' between two nodes' AS fault`,
  `MATCH (i:Identifier)
   WITH i, COUNT { (i)-[:BELONGS_TO]->(:Person) } AS people WHERE people <> 1
   RETURN i.key + ' identifies ' + people AS fault`,
  // Who became one with somebody else keeps their signatures and nothing that finds them.
  `MATCH (p:Person)
   WHERE EXISTS { (:Identifier)-[:BELONGS_TO]->(p) } = EXISTS { (p)-[:SAME_AS]->(:Person) }
   RETURN 'a person without an identifier, or one that is somebody else' AS fault`,
  `MATCH (a)-[r:OWNED_BY|LED_BY|BUILT_BY|NAMES_SUCCESSOR|REPORTS_TO]->(p:Person)
   WHERE NOT EXISTS { (p)-[:HAS_EMPLOYMENT]->(:Employment) }
   RETURN type(r) + ' to somebody without any employment' AS fault`,
  `MATCH (e:Employment)
   WITH e, COUNT { (:Person)-[:HAS_EMPLOYMENT]->(e) } AS people WHERE people <> 1
   RETURN e.key + ' belongs to ' + people AS fault`,
  `MATCH (p:Person)
   WITH p, COUNT { (p)-[:REPORTS_TO]->() } AS managers WHERE managers > 1
   RETURN p.name + ' has managers: ' + managers AS fault`,
  `MATCH (t:Team)
   WITH t, COUNT { ()-[:HEADS]->(t) } AS heads WHERE heads > 1
   RETURN t.key + ' has heads: ' + heads AS fault`,
  `MATCH (a:Authorization)
   WITH a, COUNT { (a)<-[:STANDING_OF]-(s:Standing) WHERE s.supersededIn IS NULL AND s.validTo IS NULL } AS open
   WHERE open <> 1
   RETURN a.key + ' has open standings: ' + open AS fault`,
  `MATCH (a:Authorization)
   WITH a, COLLECT { MATCH (a)-[r:OWNED_BY]->() RETURN r.ownershipId ORDER BY r.ownershipId } AS pictured,
     COLLECT { MATCH (a)<-[:OWNERSHIP_OF]-(o:Ownership) WHERE o.supersededIn IS NULL AND o.validTo IS NULL
       RETURN o.id ORDER BY o.id } AS recorded
   WHERE pictured <> recorded
   RETURN a.key + ': the picture of its owners is not the record' AS fault`,
  `MATCH (f:Finding) WHERE (f.state = 'open') <> (f.openKey IS NOT NULL)
   RETURN f.id + ' is neither open nor cleared' AS fault`,
];

/** What is wrong with the graph; nothing, when writers kept out of each other's way. */
export async function graphFaults(driver: Driver): Promise<string[]> {
  const faults: string[] = [];
  for (const check of CHECKS) {
    const { records } = await driver.executeQuery(check);
    faults.push(...records.map((record) => String(record.get("fault"))));
  }
  return faults;
}
