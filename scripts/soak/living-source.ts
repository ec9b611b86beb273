import type { Channel } from "../../src/alerts/view.js";
import type { Source } from "../../src/sources/port.js";
import type { Life } from "./life.js";

/** A source whose every page, and every answer about single records, is a point. */
export function livingSource(source: Source, life: Life): Source {
  return {
    id: source.id,
    converterHash: source.converterHash,
    async *read(request) {
      await life.pass(`${source.id}: first page`);
      for await (const page of source.read(request)) {
        await life.pass(`${source.id}: ${page.kind}`);
        yield page;
      }
    },
    ...(source.readAccounts !== undefined && {
      async readAccounts(ids, signal) {
        await life.pass(`${source.id}: single records`);
        return (await source.readAccounts?.(ids, signal)) ?? [];
      },
    }),
  };
}

/** A receiver that honours the id of what it is sent: the same digest again is the same digest. */
export class Letterbox {
  /** Alert ids by the digest that told of them. */
  readonly digests = new Map<string, readonly string[]>();

  /** As a channel of one life: before it is sent, and before the answer is known, are points. */
  channel(life: Life): Channel {
    return {
      name: "letterbox",
      needsAddress: false,
      send: async ({ digestId, alerts }) => {
        await life.pass("alert: send");
        this.digests.set(
          digestId,
          alerts.map(({ alertId }) => alertId),
        );
        await life.pass("alert: sent");
      },
    };
  }

  /** Alerts that were told in two different digests. */
  get doubled(): readonly string[] {
    const told = [...this.digests.values()].flat();
    return told.filter((alert, index) => told.indexOf(alert) !== index);
  }
}
