import type { WorkerType } from "../../domain/person.js";
import { foldHeader } from "./header-names.js";

const EMPLOYEE =
  "employee regular permanent fulltime parttime fulltimeemployee parttimeemployee regularemployee " +
  "permanentemployee fixedterm fixedtermemployee temporaryemployee salaried hourly staff internal " +
  "intern internship trainee apprentice workingstudent executive active exempt nonexempt full part " +
  "employed festangestellt unbefristet befristet seasonal";
const CONTRACTOR =
  "contractor contingent contingentworker external externalworker freelancer freelance consultant " +
  "independentcontractor agency agencyworker agencytemp vendor subcontractor serviceprovider " +
  "outsourced extern contract contractworker selfemployed nonemployee";
const SERVICE =
  "service serviceaccount sharedmailbox mailbox room roommailbox resource equipment system " +
  "systemaccount bot robot testaccount test functionalaccount functionalmailbox generic " +
  "genericaccount nonhuman shared sharedaccount kiosk device";

const KNOWN: ReadonlyMap<string, WorkerType> = new Map([
  ...EMPLOYEE.split(" ").map((word) => [word, "employee"] as const),
  ...CONTRACTOR.split(" ").map((word) => [word, "contractor"] as const),
  ...SERVICE.split(" ").map((word) => [word, "service"] as const),
]);

/**
 * How a worker is engaged, from the words of an export. Null: a word we do not know, which is never
 * read as an end (F13); the converter goes on with `employee` and says so.
 */
export function readWorkerType(text: string): WorkerType | null {
  return KNOWN.get(foldHeader(text)) ?? null;
}
