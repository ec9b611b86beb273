import type { Instant } from "../../domain/time.js";
import type { DayOrder } from "./dates.js";
import type { DayInstants } from "./day-instants.js";
import type { HrFile } from "./files.js";
import type { HrField } from "./header-names.js";
import type { MappedColumn } from "./headers.js";
import type { SeenIds } from "./seen-ids.js";

/** What of a file and its mapping is needed to read a row. */
export interface RowGround {
  readonly file: HrFile;
  /** Values a CSV row must have; null for JSON, where a name may be left out. */
  readonly width: number | null;
  readonly columns: ReadonlyMap<HrField, MappedColumn>;
  /** The field whose value names a record. */
  readonly key: HrField;
}

/** Everything that gives a row of one file its meaning. */
export interface ConvertGround extends RowGround {
  readonly dayOrders: ReadonlyMap<HrField, DayOrder>;
  /** Ids of the records of this file. */
  readonly ids: SeenIds;
  /** Worker ids of this file where they are not the record ids; else null. */
  readonly workers: SeenIds | null;
  readonly holdsNul: boolean;
  /** Zone of rows that name none. */
  readonly zone: string;
  readonly at: Instant;
  readonly instants: DayInstants;
}
