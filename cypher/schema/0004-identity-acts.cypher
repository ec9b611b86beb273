// Why: what people settled about who is who: one current edge of a kind between two records of people, and manual links
//   found without reading all links (only those carry a `by`).
// Guarantee: forward only, safe to run again at every start.
CREATE CONSTRAINT same_as_key IF NOT EXISTS FOR ()-[r:SAME_AS]-() REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT not_same_as_key IF NOT EXISTS FOR ()-[r:NOT_SAME_AS]-() REQUIRE r.key IS UNIQUE;
CREATE INDEX belongs_to_by IF NOT EXISTS FOR ()-[r:BELONGS_TO]-() ON (r.by);
