// Why: an alert goes to somebody who works here at this instant, at the address of the job they hold
//   at this instant; never to a departed person, never to an address that somebody else has (Q1).
// Guarantee: one row per person that exists. jobs: employments that run at $now and have an e-mail,
//   latest first; sharedWith counts other persons with a running employment of the same address.
//
//   (Person) -HAS_EMPLOYMENT-> (job {email}) = (other {email}) <-HAS_EMPLOYMENT- (somebody else)
//
// params: personIds, now (epoch ms)
// returns: personId, name, jobs [{email, zone, sharedWith}], isActive
// access: read
WITH datetime({epochMillis: $now}) AS now
UNWIND $personIds AS personId
MATCH (person:Person {id: personId})
OPTIONAL MATCH (person)-[:HAS_EMPLOYMENT]->(job:Employment)
WHERE job.email IS NOT NULL
  AND job.startsAt <= now AND (job.endsAt IS NULL OR now < job.endsAt)
OPTIONAL MATCH (other:Employment {email: job.email})<-[:HAS_EMPLOYMENT]-(somebody:Person)
WHERE somebody <> person
  AND other.startsAt <= now AND (other.endsAt IS NULL OR now < other.endsAt)
WITH now, person, job, count(DISTINCT somebody) AS sharedWith
ORDER BY job.startsAt DESC, job.key
WITH now, person, collect(
  CASE WHEN job IS NULL THEN null
    ELSE {email: job.email, zone: job.zone, sharedWith: sharedWith} END) AS jobs
RETURN person.id AS personId, person.name AS name, jobs AS jobs,
  coalesce(person.human, false)
    AND coalesce(person.activeFrom <= now, false)
    AND (person.activeUntil IS NULL OR now < person.activeUntil) AS isActive
