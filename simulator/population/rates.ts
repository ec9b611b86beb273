/** How often things happen, in a company that is much like others. All but the last are per year. */
export interface Rates {
  /** Per person. A little more than departures and less, so that the company grows slowly. */
  readonly hire: number;
  readonly depart: number;
  readonly leave: number;
  readonly move: number;
  readonly rename: number;
  /** Contractors who become employees, per person of the company. */
  readonly convert: number;
  readonly rehire: number;
  /** Slips that make somebody report to their own report (M5); none unless asked for. */
  readonly managerLoop: number;
  /** Per team: renamed, moved, merged, split or dissolved, each as often as the others. */
  readonly reorganise: number;
  /** Per person. */
  readonly agent: number;
  readonly service: number;
  readonly guest: number;
  /** Per agent. */
  readonly agentHandover: number;
  readonly agentDisabled: number;
  /** Per guest. */
  readonly guestDeleted: number;
  /** Of hires, 0 to 1: how many get the address of a leaver. */
  readonly recycled: number;
  /** Of announced departures, 0 to 1: how many are taken back. */
  readonly rescinded: number;
}

/** What `live` goes by where it is not told otherwise. */
export const USUAL: Rates = {
  hire: 0.13,
  depart: 0.12,
  leave: 0.04,
  move: 0.08,
  rename: 0.01,
  convert: 0.01,
  rehire: 0.005,
  managerLoop: 0,
  reorganise: 0.1,
  agent: 0.004,
  service: 0.002,
  guest: 0.01,
  agentHandover: 0.4,
  agentDisabled: 0.1,
  guestDeleted: 0.2,
  recycled: 0.05,
  rescinded: 0.06,
};

/** Nothing new; only what was announced before takes its course. */
export const QUIET: Rates = {
  hire: 0,
  depart: 0,
  leave: 0,
  move: 0,
  rename: 0,
  convert: 0,
  rehire: 0,
  managerLoop: 0,
  reorganise: 0,
  agent: 0,
  service: 0,
  guest: 0,
  agentHandover: 0,
  agentDisabled: 0,
  guestDeleted: 0,
  recycled: 0,
  rescinded: 0,
};
