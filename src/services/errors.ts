import { CountersignError } from "../platform/errors.js";

/**
 * A local server was wanted and neither the environment, nor Docker, nor Java and Maven can give it.
 * Cause: a bare machine. Nobody is alerted; the person at the terminal reads it.
 */
export class ServiceUnavailableError extends CountersignError {
  constructor(missing: readonly string[]) {
    super({
      code: "SERVICE_UNAVAILABLE",
      message: `Neo4j and Redis cannot be started here: ${missing.join("; ")}.`,
      next:
        "Install what is missing (Debian and Ubuntu: apt install openjdk-17-jre-headless maven; " +
        "macOS: brew install openjdk@17 maven), or start Docker, or set NEO4J_URI and REDIS_URL.",
      audience: "caller",
    });
    this.name = "ServiceUnavailableError";
  }
}

/**
 * A server was named or started and does not answer in time. Causes: a wrong address or password, a
 * port taken by something else, a full disk, a store that needs longer to recover. Nobody is
 * alerted.
 */
export class ServiceNotReadyError extends CountersignError {
  constructor(facts: {
    readonly message: string;
    readonly next: string;
    readonly cause?: unknown;
  }) {
    super({ code: "SERVICE_NOT_READY", disposition: "retry", audience: "caller", ...facts });
    this.name = "ServiceNotReadyError";
  }
}

/**
 * Another process has been starting or stopping the servers of this data folder for longer than we
 * wait. Cause: a slow first download, or a process that hangs. Nobody is alerted.
 */
export class ServicesBusyError extends CountersignError {
  constructor(holderPid: number, lockPath: string) {
    super({
      code: "SERVICES_BUSY",
      message: `Process ${holderPid} is still starting or stopping the servers (${lockPath}).`,
      next: "Wait for it, or end it; its lock falls with it.",
      disposition: "retry",
      audience: "caller",
      data: { pid: holderPid },
    });
    this.name = "ServicesBusyError";
  }
}
