import type { Severity } from "../domain/finding.js";
import type { Instant, LocalDate } from "../domain/time.js";
import type { Problem } from "../platform/problem.js";
import type {
  ActReport,
  ChainAnswer,
  FindingView,
  OrphanView,
  SyncReport,
  WhoAnswer,
} from "../runs/report.js";

/** An open graph and everything a use case needs; opaque to the command line. */
export type Context = object;

/** Who acts through the command line, by the login of the machine. */
export interface Operator {
  readonly login: string;
  /** Address of the person, as the config names it. */
  readonly person: string;
}

export interface SyncProgress {
  readonly source: string;
  readonly phase: "read" | "apply" | "decide";
  readonly done: number;
  /** Null while the whole is not known. */
  readonly of: number | null;
}

/** One filled-in line of an attestation file. */
export interface AttestLine {
  readonly agent: string;
  readonly decisionClass: string;
  readonly person: string;
  readonly on: LocalDate;
  readonly evidence: string | null;
  /** `file:line`, for refusals. */
  readonly place: string;
}

/** One thing that `doctor` looked at. */
export interface DoctorLine {
  readonly subject: string;
  readonly state: "ok" | "remark" | "failed";
  readonly sentence: string;
  readonly next: string | null;
}

export interface AuthorizationName {
  readonly agentId: string;
  readonly decisionClassId: string;
}

/** Everything the commands ask of `src/runs`. */
export interface UseCases {
  openContext(options: {
    readonly configPath: string;
    readonly env: NodeJS.ProcessEnv;
    readonly now?: Instant;
    /** Told in whole lines when local servers are started. */
    readonly say?: (line: string) => void;
  }): Promise<Context>;
  closeContext(context: Context): Promise<void>;
  sync(
    context: Context,
    options: {
      readonly source?: string;
      readonly plan: boolean;
      readonly onProgress?: (progress: SyncProgress) => void;
    },
  ): Promise<SyncReport>;
  who(
    context: Context,
    question: AuthorizationName & { readonly at?: Instant },
  ): Promise<WhoAnswer>;
  chain(context: Context, question: { readonly subject: string }): Promise<ChainAnswer>;
  findings(
    context: Context,
    filter: { readonly severity?: Severity; readonly all?: boolean },
  ): Promise<readonly FindingView[]>;
  orphans(context: Context): Promise<readonly OrphanView[]>;
  sign(
    context: Context,
    act: AuthorizationName & {
      readonly operator: Operator;
      readonly evidence?: string;
      readonly for?: string;
    },
  ): Promise<ActReport>;
  decline(
    context: Context,
    act: AuthorizationName & {
      readonly operator: Operator;
      readonly for?: string;
      readonly reason?: string;
    },
  ): Promise<ActReport>;
  reassign(
    context: Context,
    act: AuthorizationName & {
      readonly operator: Operator;
      readonly to: string;
      readonly reason: string;
    },
  ): Promise<ActReport>;
  stop(
    context: Context,
    act: AuthorizationName & { readonly operator: Operator; readonly reason: string },
  ): Promise<ActReport>;
  resume(
    context: Context,
    act: AuthorizationName & { readonly operator: Operator; readonly reason: string },
  ): Promise<ActReport>;
  attest(
    context: Context,
    act: { readonly lines: readonly AttestLine[]; readonly operator: Operator },
  ): Promise<ActReport>;
  lintOnline(context: Context): Promise<readonly Problem[]>;
  doctorGraph(context: Context): Promise<readonly DoctorLine[]>;
  runWorker(context: Context, signal: AbortSignal): Promise<void>;
}
