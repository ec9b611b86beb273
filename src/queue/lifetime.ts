import type { Log } from "../platform/log.js";

/**
 * Ends the process well: at the first SIGTERM or SIGINT it drains and leaves with 0, at a second one
 * it leaves at once. Whatever is cut off converges when it is run again (F20).
 */
export function closeOnSignal(closable: { close(): Promise<void> }, log: Log): void {
  let isClosing = false;
  const end = (signal: NodeJS.Signals): void => {
    if (isClosing) process.exit(1);
    isClosing = true;
    log.info({ event: "worker.draining", signal }, "worker ends; running jobs may finish");
    closable.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ event: "worker.close-failed", err: error }, "worker did not end well");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
