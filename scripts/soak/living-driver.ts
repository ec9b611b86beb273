import type { Driver, ManagedTransaction, Session } from "neo4j-driver";
import type { Life } from "./life.js";

/**
 * Plans are kept though the graph is wiped and filled again and again: it was found that the server else
 * plans all statements anew for every company, which takes most of the time of a run.
 */
const SAME_PLAN = "CYPHER replan=skip\n";

/**
 * The driver as one life uses it: every statement sent, every commit and every answer to a commit is a
 * point. A failure at a point is met by the driver's own managed retries.
 */
export function livingDriver(driver: Driver, life: Life): Driver {
  return new Proxy(driver, {
    get(target, name) {
      if (name === "session") {
        return (...args: Parameters<Driver["session"]>) =>
          livingSession(target.session(...args), life);
      }
      return member(target, name);
    },
  });
}

function livingSession(session: Session, life: Life): Session {
  return new Proxy(session, {
    get(target, name) {
      switch (name) {
        case "executeRead":
          return async <T>(work: (tx: ManagedTransaction) => Promise<T>): Promise<T> =>
            await target.executeRead(async (tx) => await work(livingTransaction(tx, life)));
        case "executeWrite":
          return async <T>(work: (tx: ManagedTransaction) => Promise<T>): Promise<T> => {
            const result = await target.executeWrite(async (tx) => {
              const value = await work(livingTransaction(tx, life));
              await life.pass("commit");
              return value;
            });
            await life.pass("committed");
            return result;
          };
        case "run":
          return async (text: string) => {
            await life.pass(nameOf(text));
            return await target.run(text);
          };
        default:
          return member(target, name);
      }
    },
  });
}

/** The transaction itself with its statements announced: it stays the one whose writes are counted. */
function livingTransaction(tx: ManagedTransaction, life: Life): ManagedTransaction {
  const run = tx.run.bind(tx);
  const announced = async (text: string, params?: Record<string, unknown>) => {
    await life.pass(nameOf(text));
    return await run(SAME_PLAN + text, params);
  };
  return Object.assign(tx, { run: announced });
}

/** Its first words: statements of `cypher/` begin with why they are there. */
function nameOf(text: string): string {
  return `statement: ${text
    .replace(/^\/\/ Why: /, "")
    .slice(0, 50)
    .replaceAll("\n", " ")}`;
}

function member(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === "function" ? value.bind(target) : value;
}
