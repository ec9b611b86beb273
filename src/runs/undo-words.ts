import type { UndoObstacle } from "../domain/undo.js";

const OTHER_WORDS: Readonly<Record<string, string>> = {
  stop: "a stop (`countersign stop` and `resume` are orders of their own)",
  retired: "its retirement (change the document back)",
  namedSuccessorIds: "its named successors (change the document back)",
  binding: "what it is bound to (change the document back)",
  inForce: "the revisions or limit in force (change the document back)",
};

/** Why a change set is not undone, and what to do instead. */
export function obstacleWords(
  obstacle: UndoObstacle,
  nameOf: (personId: string) => string,
): string {
  switch (obstacle.refused) {
    case "UNDONE_ALREADY":
      return `It is undone already. To bring it back: countersign undo ${obstacle.by}`;
    case "REGISTERED_BY_IT":
      return "It was registered by this change set, and no authorization disappears. Retire it in its document.";
    case "NOT_ONLY_DUTY":
      return `The change set changed more than who answers: ${obstacle.what.map((one) => OTHER_WORDS[one] ?? one).join(", ")}.`;
    case "SIGNED_IN_IT":
      return "It was signed in this change set, and a signature is never taken back. Decline or reassign it.";
    case "SIGNED_SINCE":
      return "Somebody has signed it since. Decline or reassign it.";
    case "CHANGED_SINCE":
      return obstacle.entry === null
        ? "It was changed since by something that is no change set of its own, such as two people who were found to be one. Reassign it."
        : `It was changed since. Undo that first: countersign undo ${obstacle.entry}`;
    case "PERSON_GONE":
      return `${obstacle.personIds.map(nameOf).join(", ")} would answer for it again and ${obstacle.personIds.length > 1 ? "do not work here, or did not without interruption" : "does not work here, or did not without interruption"}. Where that is wrong, correct it at the source: whoever never left gets the duty back by itself.`;
    default:
      return obstacle satisfies never;
  }
}
