import type { LocalDate } from "../../src/domain/time.js";
import type { Place } from "./places.js";
import type { Trade } from "./trades.js";

/** One employment as the HR department of the simulated company keeps it; replaced, never changed in place. */
export interface StaffRecord {
  /** `R0000001`. A worker may have several, one after the other (N6, N8). */
  readonly recordId: string;
  /** `W0000001`. Never reused. */
  readonly workerId: string;
  readonly given: string;
  readonly family: string;
  readonly name: string;
  /** Unique among those who work here or are about to; given to somebody else after a leaver (Q1). */
  readonly email: string;
  readonly title: string;
  /** Id of a team; of one that is gone for somebody who left before it went. */
  readonly team: string;
  /** `workerId`; null for who reports to nobody. Of somebody who left, while the seat is vacant. */
  readonly manager: string | null;
  /** `P0000001`: a seat, not a title. The seat of a head passes to the next head. */
  readonly position: string;
  readonly zone: string;
  readonly workerType: "employee" | "contractor";
  readonly startDate: LocalDate;
  /** Last day, inclusive; known from the day it is announced. */
  readonly endDate: LocalDate | null;
  readonly leaveFrom: LocalDate | null;
  /** Last day of the leave, inclusive. */
  readonly leaveTo: LocalDate | null;
}

/** An organizational unit that exists. One that ends is taken out of the tree; its id never comes back. */
export interface Team {
  /** `T000001` */
  readonly id: string;
  /** Unique at a time. */
  readonly name: string;
  readonly parent: string | null;
  /** `workerId`; null while the seat is vacant. */
  readonly head: string | null;
  /** Who headed it last; the records of the members name them until a successor is there. */
  readonly formerHead: string | null;
  /** Members of it or heads of its children. */
  readonly deputies: readonly string[];
  /** `workerId`s whose record names this team, the head and future joiners included. */
  readonly members: ReadonlySet<string>;
  readonly children: ReadonlySet<string>;
  /** The head's seat. */
  readonly headPosition: string;
  readonly place: Place;
  readonly trade: Trade;
}

/** An AI agent that somebody in the company runs. */
export interface CompanyAgent {
  /** `agent-1`; no directory knows it by this. */
  readonly key: string;
  readonly name: string;
  /** The directory it lives in. */
  readonly home: DirectoryKind;
  /** `workerId`s; of somebody who left, until somebody notices. */
  readonly owner: string;
  readonly sponsor: string;
  readonly status: "active" | "disabled";
}

/** A login that belongs to nobody (Q5). */
export interface CompanyService {
  /** `service-1` */
  readonly key: string;
  readonly what: "service-account" | "shared-mailbox";
  readonly name: string;
  readonly address: string;
  readonly home: DirectoryKind;
}

/** Somebody of another company who was invited into Entra (Q6). */
export interface CompanyGuest {
  /** `guest-1` */
  readonly key: string;
  readonly given: string;
  readonly family: string;
  /** At their own company. */
  readonly email: string;
  readonly status: "invited" | "deleted";
}

export type DirectoryKind = "okta" | "entra";
