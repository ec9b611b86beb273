// Why: a directory that deletes a group says so of the group alone; nobody is in it any more.
// Guarantee: memberships of logins only: where an HR record places somebody is for the record to say. Looked up by the
//   key of each group, under its uniqueness constraint.
// params: teams
// returns: key
// access: read
UNWIND $teams AS team
MATCH (t:Team {key: team})<-[r:MEMBER_OF]-(:Account)
RETURN r.key AS key
