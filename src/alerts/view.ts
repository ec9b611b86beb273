import type { Severity } from "../domain/finding.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Instant } from "../domain/time.js";

/** One alert as a person is told it: ids resolved to today's names, all times epoch ms. */
export interface AlertView {
  readonly alertId: string;
  readonly kind: "opened" | "cleared";
  readonly code: ReasonCode;
  readonly severity: Severity;
  /** The condition is gone, whether or not this alert is about that. */
  readonly isSettled: boolean;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly agent: { readonly id: string; readonly title: string } | null;
  readonly decisionClass: { readonly id: string; readonly title: string } | null;
  /** What conditions trigger the decision, in words. */
  readonly criteria: string | null;
  readonly standing: string | null;
  readonly deadlineAt: Instant | null;
  /** Who answers now and works here; the owner first. */
  readonly owners: readonly OwnerView[];
  /** Whose leaving, leave or move it is about. */
  readonly person: PersonView | null;
  readonly teamName: string | null;
  /** Ids and numbers of the finding, for logs and for words of rare codes. */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

export interface OwnerView {
  readonly name: string;
  readonly role: string | null;
  readonly hasSigned: boolean;
}

export interface PersonView {
  readonly name: string;
  /** First instant after the last day; null while no end is known. */
  readonly until: Instant | null;
  readonly leaveUntil: Instant | null;
  /** Zone in which that day is a day. */
  readonly zone: string | null;
}

/** Who is told: resolved at send time. */
export interface Recipient {
  readonly personId: string;
  readonly name: string;
  /** Null: there is no address that is certainly and only theirs. */
  readonly address: string | null;
  readonly zone: string | null;
}

/** A digest in words; channels only dress it. Nothing in it is escaped yet. */
export interface DigestMessage {
  readonly headline: string;
  /** The recipient's own time, with its zone. */
  readonly writtenAt: string;
  readonly groups: readonly MessageGroup[];
  /** How many alerts did not fit. */
  readonly more: number;
}

export interface MessageGroup {
  readonly heading: string;
  readonly entries: readonly MessageEntry[];
}

export interface MessageEntry {
  readonly mark: string;
  readonly sentence: string;
  /** What to type, most useful first. */
  readonly commands: readonly string[];
}

/** What a channel is asked to send. `digestId` is the same at every attempt. */
export interface OutgoingDigest {
  readonly digestId: string;
  /** Null: there is nobody to tell; only the log takes such a digest. */
  readonly recipient: Recipient | null;
  readonly message: DigestMessage;
  readonly alerts: readonly AlertView[];
}

/** A way to reach people. */
export interface Channel {
  readonly name: string;
  /** Whether it needs an address of the recipient. */
  readonly needsAddress: boolean;
  /**
   * Sends one digest under an id that the other side can recognise at a repetition. Gives up by
   * itself within `SEND_TIMEOUT_MS`.
   *
   * @throws AlertChannelError when it was not taken, or not known to be.
   */
  send(digest: OutgoingDigest, signal: AbortSignal): Promise<void>;
}

/** The longest a channel may take for one digest. */
export const SEND_TIMEOUT_MS = 15_000;
