// Why: without its constraints the graph can double an edge; the doctor looks.
// Guarantee: names only.
// params: none
// returns: name
// access: read
SHOW CONSTRAINTS YIELD name RETURN name
