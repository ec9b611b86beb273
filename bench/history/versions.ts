import type { Driver } from "neo4j-driver";

/** A line of managers, one right and what has been true of both, with this many versions of everything before. */
export interface Aged {
  /** Key of the authorization, and ids of its owner and of the first person of the line. */
  readonly key: string;
  readonly personId: string;
}

const DEPTH = 8;

/**
 * Writes a right, its owner and the owner's reporting line, and `versions` records of the past for each
 * edge and each belief, as runs leave them behind.
 */
export async function writeAged(driver: Driver, name: string, versions: number): Promise<Aged> {
  const person = (level: number): string => `${name}-p${level}`;
  const levels = Array.from({ length: DEPTH }, (_, level) => ({
    id: person(level),
    managerId: level + 1 < DEPTH ? person(level + 1) : null,
  }));
  const key = `${name}:class`;
  await driver.executeQuery(PEOPLE, { levels, versions });
  await driver.executeQuery(RIGHT, { name, key, owner: person(0), versions });
  return { key, personId: person(0) };
}

const PEOPLE = `
  UNWIND $levels AS one
  MERGE (p:Person {id: one.id}) SET p.name = one.id, p.createdIn = 1, p.recordedIn = 1
  CREATE (p)-[:HAS_EMPLOYMENT]->(e:Employment {key: one.id, workerType: 'employee', rank: 0,
    startsAt: datetime('2020-01-01T00:00Z'), validFrom: datetime('2020-01-01T00:00Z'), recordedIn: 1})
  CREATE (e)-[:MEMBER_OF {key: one.id, validFrom: datetime('2020-01-01T00:00Z'), recordedIn: 1}]->(t:Team {key: one.id})
  WITH one, p, e, t WHERE one.managerId IS NOT NULL
  MERGE (m:Person {id: one.managerId})
  CREATE (p)-[:REPORTS_TO {key: p.id, validFrom: datetime('2020-01-01T00:00Z'), recordedIn: 1}]->(m)
  WITH p, e, t, m UNWIND range(0, toInteger($versions) - 1) AS past
  CREATE (p)-[:REPORTS_TO_RECORD {key: p.id, recordedIn: 1, supersededIn: past + 2,
    validFrom: datetime('2010-01-01T00:00Z')}]->(m)
  CREATE (e)-[:MEMBER_OF_RECORD {key: e.key, recordedIn: 1, supersededIn: past + 2,
    validFrom: datetime('2010-01-01T00:00Z')}]->(t)
  CREATE (:EmploymentVersion {key: e.key, recordedIn: 1, supersededIn: past + 2})-[:VERSION_OF]->(e)
  CREATE (:PersonVersion {name: p.id, supersededIn: past + 2})-[:VERSION_OF]->(p)`;

const RIGHT = `
  MATCH (p:Person {id: $owner})
  CREATE (g:Agent {id: $name, title: $name, digest: 'd', status: 'active', createdIn: 1})
  CREATE (c:DecisionClass {id: $name + '-class', title: $name, criteriaText: 'c', thresholdText: 't', impact: 'low',
    criteriaDigest: 'c', thresholdDigest: 't', limits: '{}', createdIn: 1})
  CREATE (a:Authorization {key: $key, agentId: g.id, decisionClassId: c.id, standing: 'valid', reasons: [], revision: 1,
    createdIn: 1})
  CREATE (a)-[:FOR]->(g) CREATE (a)-[:OF]->(c)
  CREATE (a)-[:OWNED_BY {key: $key, role: 'owner', basis: 'signed', since: datetime('2020-01-01T00:00Z')}]->(p)
  CREATE (s:Signature {id: $key, signedAt: datetime('2020-01-01T00:00Z'), strength: 'declared', agentDigest: 'd',
    criteriaDigest: 'c', thresholdDigest: 't', limits: '{}', recordedIn: 1})
  CREATE (s)-[:SIGNS]->(a) CREATE (s)-[:SIGNED_BY]->(p)
  WITH a, g, c, p UNWIND range(0, toInteger($versions) - 1) AS past
  CREATE (o:Ownership {id: $key + past, role: 'owner', basis: 'signed', recordedIn: 1, supersededIn: past + 2,
    validFrom: datetime('2010-01-01T00:00Z')})
  CREATE (o)-[:OWNERSHIP_OF]->(a) CREATE (o)-[:HELD_BY]->(p)
  CREATE (:Standing {id: $key + past, standing: 'valid', reasons: [], recordedIn: 1, supersededIn: past + 2,
    validFrom: datetime('2010-01-01T00:00Z')})-[:STANDING_OF]->(a)
  CREATE (:AgentVersion {title: 'was', digest: 'd', supersededIn: past + 2,
    validTo: datetime('2010-01-01T00:00Z')})-[:VERSION_OF]->(g)
  CREATE (:DecisionClassVersion {title: 'was', supersededIn: past + 2,
    validTo: datetime('2010-01-01T00:00Z')})-[:VERSION_OF]->(c)`;
