// Why: what is open about these subjects, to tell new conditions from known and gone ones.
// Guarantee: open findings only, by the subject index.
// params: subjectKeys
// returns: id, dedupKey, code, subjectKind, subjectKey, facts
// access: read
UNWIND $subjectKeys AS subjectKey
MATCH (f:Finding {subjectKey: subjectKey}) WHERE f.state = 'open'
RETURN f.id AS id, f.dedupKey AS dedupKey, f.code AS code, f.subjectKind AS subjectKind, f.subjectKey AS subjectKey, f.factsJson AS facts
