import type { FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../../src/domain/time.js";
import type { SystemLog } from "./log.js";
import type { OktaView } from "./view.js";

export interface RouteFrame {
  readonly view: OktaView;
  readonly log: SystemLog;
  readonly now: () => Instant;
  readonly orgId: string;
  /** Most items a page of users, groups, members, owners or agents ever has. */
  readonly pageLimit: number;
  readonly logPageLimit: number;
  /** How long after it was published an event can be read. */
  readonly logLagMs: number;
  /** Names of linked-object relations that lead to a user's manager. */
  readonly managerRelation: string;
  readonly customAttributes: readonly string[];
}

export interface Route {
  readonly path: string;
  /** The OAuth scope that reads it; null: anybody may. */
  readonly scope: string | null;
  readonly answer: (call: Call, frame: RouteFrame) => unknown;
}

export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
