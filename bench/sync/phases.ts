/** A state of the simulated company, as its sources tell it. */
export const STATES = ["first", "changed", "gone"] as const;
export type State = (typeof STATES)[number];

/** What is measured, in this order: each phase begins where the one before ended. */
export const PHASES = [
  { name: "cold", state: "first", says: "the first sync into an empty graph" },
  { name: "unchanged", state: "first", says: "the same company again" },
  { name: "changed", state: "changed", says: "1 % renamed or moved to another manager" },
  { name: "gone", state: "gone", says: "1 % left: last day, login, memberships" },
] as const satisfies readonly { name: string; state: State; says: string }[];

export type Phase = (typeof PHASES)[number];
export type PhaseName = Phase["name"];

/** What one side did in one phase. */
export interface Measured {
  readonly seconds: number;
  /** Processor time of its own process and of the server, in seconds: what it costs on a busy machine too. */
  readonly cpu: { readonly client: number; readonly server: number };
  /** Statements sent to the server. */
  readonly statements: number;
  /** What the server says was written: nodes, relationships, properties, labels. */
  readonly writes: number;
  /** Most memory of the process during the phase, sampled. */
  readonly peakRssMb: number;
}
