// Why: questions about another time: the last closing by an instant is found by when runs closed, and late-noticed
//   departures by which run recorded that an ownership ended; neither reads the history around it.
// Guarantee: forward only, safe to run again at every start.
CREATE INDEX run_closed IF NOT EXISTS FOR (n:Run) ON (n.closedAt);
CREATE INDEX ownership_ended IF NOT EXISTS FOR (n:Ownership) ON (n.endedBecause, n.recordedIn);
