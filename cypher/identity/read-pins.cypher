// Why: an address of a document is pinned to whom it meant; when that record becomes another one, so does the pin.
// Guarantee: the documents of these sources whose pins name the person; `moved` is what earlier merges moved of them.
// params: sources, personId
// returns: key, pins, moved
// access: read
UNWIND $sources AS source
MATCH (d:Document {source: source}) WHERE d.pins CONTAINS $personId
RETURN d.key AS key, d.pins AS pins, d.movedPins AS moved ORDER BY key
