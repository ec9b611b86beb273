/** A number with what it counts: `1 row`, `1,204 rows`; the plural may be given. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
