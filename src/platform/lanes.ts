/**
 * Works on what comes, several at a time, in the order it comes. When one fails nothing more is begun, and
 * the failure is told when whatever had begun has ended: nobody works on behind the caller's back.
 *
 * @param width how many at a time
 */
export async function inLanes<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const source = toAsync(items);
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    try {
      while (failures.length === 0) {
        const next = await source.next();
        if (next.done === true) return;
        await work(next.value);
      }
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (failures.length === 0) return;
  await source.return(undefined);
  throw failures[0];
}

/** One generator for all lanes: it answers them one after the other. */
async function* toAsync<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<Item, void, void> {
  yield* items;
}
