// Why: what is open about a decision class of which no authorization is left alive concerns nobody any more,
//   and no authorization speaks for it.
// Guarantee: open findings only, by the state index.
// params: none
// returns: id
// access: read
MATCH (f:Finding {state: 'open'})
WHERE f.subjectKind = 'decisionClass'
  AND NOT EXISTS {
    MATCH (:DecisionClass {id: f.subjectKey})<-[:OF]-(a:Authorization) WHERE a.standing <> 'revoked'
  }
RETURN f.id AS id
