/** Most lines that are shown of each side. */
const MOST = 6;

/** Lines that only one of two sorted lists has: `-` is missing, `+` should not be there. */
export function firstDifference(good: readonly string[], is: readonly string[]): readonly string[] {
  return [
    ...without(good, is).map((line) => `- ${line}`),
    ...without(is, good).map((line) => `+ ${line}`),
  ];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines
    .filter((line) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return count <= 0;
    })
    .slice(0, MOST);
}
