// Why: who left a group was in it until now; history keeps it.
// Guarantee: idempotent. What ends moves to MEMBER_OF_RECORD, once as it was believed and once as far as it is still
//   true. Ends no membership of an employment: those carry another key.
// params: run, at, keys
// returns: ended
// access: write
UNWIND $keys AS key
MATCH (a)-[old:MEMBER_OF {key: key}]->(t)
CREATE (a)-[past:MEMBER_OF_RECORD]->(t)
SET past = properties(old), past.supersededIn = $run
FOREACH (r IN CASE WHEN $at <= old.validFrom THEN [] ELSE [old] END |
  CREATE (a)-[still:MEMBER_OF_RECORD]->(t)
  SET still = properties(r), still.validTo = $at, still.recordedIn = $run)
DELETE old
RETURN count(*) AS ended
