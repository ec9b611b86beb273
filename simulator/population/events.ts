import type { LocalDate } from "../../src/domain/time.js";

/** What a company learns or decides on a day. `joined` and `left` are the days on which it takes effect. */
export type News =
  | PeopleNews
  | TeamNews
  | { readonly kind: "agent-appeared"; readonly agent: string }
  | {
      readonly kind: "agent-handed-over";
      readonly agent: string;
      readonly role: "owner" | "sponsor";
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: "agent-disabled"; readonly agent: string }
  | { readonly kind: "service-created"; readonly service: string }
  | { readonly kind: "guest-invited"; readonly guest: string }
  | { readonly kind: "guest-deleted"; readonly guest: string };

type PeopleNews =
  | {
      readonly kind: "hire";
      readonly workerId: string;
      readonly recordId: string;
      readonly startDate: LocalDate;
      /** `workerId` of the leaver whose address the newcomer gets (Q1); null: an address of their own. */
      readonly addressOf: string | null;
    }
  | { readonly kind: "joined"; readonly workerId: string; readonly recordId: string }
  | {
      readonly kind: "depart";
      readonly how: Departure;
      readonly workerId: string;
      readonly recordId: string;
      readonly lastDay: LocalDate;
    }
  | {
      readonly kind: "rescind";
      readonly workerId: string;
      readonly recordId: string;
      readonly lastDay: LocalDate;
    }
  | {
      readonly kind: "left";
      readonly how: Departure;
      readonly workerId: string;
      readonly recordId: string;
      /** Id of the team that has no head now. */
      readonly vacant: string | null;
    }
  | {
      readonly kind: "leave";
      readonly workerId: string;
      readonly from: LocalDate;
      readonly to: LocalDate;
    }
  | {
      readonly kind: "move";
      readonly workerId: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "promotion";
      readonly workerId: string;
      readonly team: string;
      readonly replaces: string | null;
    }
  | {
      readonly kind: "rename";
      readonly workerId: string;
      readonly formerName: string;
      readonly formerEmail: string;
    }
  | {
      readonly kind: "convert";
      readonly workerId: string;
      readonly endedRecordId: string;
      readonly recordId: string;
    }
  | {
      readonly kind: "rehire";
      readonly workerId: string;
      readonly recordId: string;
      readonly startDate: LocalDate;
    }
  /** A slip of the HR department: somebody reports to one of their own reports (M5). */
  | { readonly kind: "manager-loop"; readonly workerId: string; readonly manager: string };

type TeamNews =
  | { readonly kind: "team-renamed"; readonly team: string; readonly formerName: string }
  | { readonly kind: "team-moved"; readonly team: string; readonly formerParent: string | null }
  | { readonly kind: "teams-merged"; readonly from: readonly string[]; readonly into: string }
  | { readonly kind: "team-split"; readonly from: string; readonly into: readonly string[] }
  | { readonly kind: "team-dissolved"; readonly team: string };

/** Announced ahead (L1), on the spot (L3), told late (L4). */
export type Departure = "announced" | "immediate" | "back-dated";

/** One thing that happened, with everything in HR that changed by it. */
export type LifeEvent = News & {
  readonly on: LocalDate;
  /** `workerId`s whom it is about and whose record is another one now. */
  readonly people: readonly string[];
  /** Ids of teams that are not as they were, those that ended included. */
  readonly teams: readonly string[];
};

export type LifeEventKind = LifeEvent["kind"];
