import { describe, expect, it } from "vitest";
import { Pager, type FetchedPage, type NextPage } from "../../../src/sources/hr/https-paging.js";

const REPORT = "https://hr.example.com/api/people?active=all";

type PageFacts = Partial<Omit<FetchedPage, "headers">> & { readonly link?: string };

let pages = 0;
/** A page with one record that no other page has, unless told. */
function page(facts: PageFacts = {}): FetchedPage {
  pages += 1;
  return {
    url: facts.url ?? new URL(REPORT),
    headers: { get: (name) => (name === "link" ? (facts.link ?? null) : null) },
    envelope: facts.envelope ?? null,
    records: facts.records ?? 1,
    hash: facts.hash ?? `hash ${pages}`,
  };
}

const next = (value: unknown): FetchedPage => page({ envelope: { records: [], next: value } });
const url = (found: NextPage): string => (found.kind === "fetch" ? found.url : found.kind);

describe("pages by number", () => {
  const paging = { how: "page", pageParam: "p", sizeParam: "n", size: 50, first: 0 } as const;

  it("are counted from the first until one is empty; a short one is not the end", () => {
    const pager = new Pager(REPORT, paging);
    expect(pager.first).toBe(`${REPORT}&p=0&n=50`);
    expect(url(pager.after(page({ records: 50 })))).toBe(`${REPORT}&p=1&n=50`);
    expect(url(pager.after(page({ records: 3 })))).toBe(`${REPORT}&p=2&n=50`);
    expect(pager.after(page({ records: 0 }))).toEqual({ kind: "end" });
  });

  it("F4 a service that does not know the parameter answers the same page again", () => {
    const pager = new Pager(REPORT, paging);
    pager.after(page({ hash: "same" }));
    const found = pager.after(page({ hash: "same" }));
    expect(found).toMatchObject({ kind: "repeated" });
    expect(JSON.stringify(found)).toContain('does not know the parameter \\"p\\"');
  });
});

it("pages by offset go on after what came, not after what was asked for", () => {
  const paging = { how: "offset", offsetParam: "offset", sizeParam: "limit", size: 500 } as const;
  const pager = new Pager(REPORT, paging);
  expect(pager.first).toBe(`${REPORT}&offset=0&limit=500`);
  expect(url(pager.after(page({ records: 100 })))).toBe(`${REPORT}&offset=100&limit=500`);
  expect(url(pager.after(page({ records: 7 })))).toBe(`${REPORT}&offset=107&limit=500`);
  expect(pager.after(page({ records: 0 }))).toEqual({ kind: "end" });
});

describe("pages by a next field", () => {
  const paging = { how: "next", field: "next" } as const;

  it.each([
    ["an address", `${REPORT}&after=2`],
    ["a path", "/api/people?active=all&after=2"],
    ["a query", "?active=all&after=2"],
    ["an object with href", { href: `${REPORT}&after=2` }],
    ["an object with url", { url: `${REPORT}&after=2` }],
  ])("may be %s", (_, link) => {
    expect(url(new Pager(REPORT, paging).after(next(link)))).toBe(`${REPORT}&after=2`);
  });

  it.each([null, "", false, undefined])("%j is the end", (link) => {
    expect(new Pager(REPORT, paging).after(next(link))).toEqual({ kind: "end" });
  });

  it("is looked for inside others", () => {
    const pager = new Pager(REPORT, { how: "next", field: "_links.next.href" });
    const envelope = { data: [], _links: { next: { href: `${REPORT}&after=2` } } };
    expect(url(pager.after(page({ envelope })))).toBe(`${REPORT}&after=2`);
  });

  it("F5 goes on after an empty page", () => {
    const envelope = { next: "?after=2" };
    expect(new Pager(REPORT, paging).after(page({ envelope, records: 0 })).kind).toBe("fetch");
  });

  it.each([
    ["another host", "https://evil.example.com/people"],
    ["another host without a scheme", "//evil.example.com/people"],
    ["another port", "https://hr.example.com:8443/people"],
    ["no encryption", "http://hr.example.com/people"],
    ["a file", "file:///etc/passwd"],
  ])("F4 does not follow to %s", (_, link) => {
    const found = new Pager(REPORT, paging).after(next(link));
    expect(found.kind).toBe("broken");
    expect(JSON.stringify(found)).toContain("points to another server");
  });

  it("F4 ends where the chain bites its own tail", () => {
    const pager = new Pager(REPORT, paging);
    expect(pager.after(next("?after=2")).kind).toBe("fetch");
    expect(pager.after(next("?after=3")).kind).toBe("fetch");
    expect(pager.after(next("?after=2")).kind).toBe("broken");
    expect(new Pager(REPORT, paging).after(next(REPORT)).kind).toBe("broken");
  });

  it("F4 ends though every page names another one", () => {
    const pager = new Pager(REPORT, paging);
    let found: NextPage = { kind: "fetch", url: REPORT };
    let count = 0;
    while (found.kind === "fetch") {
      count += 1;
      found = pager.after(next(`?after=${count}`));
    }
    expect(found).toMatchObject({ kind: "broken" });
    expect(count).toBe(100_000);
  });
});

describe("pages by a Link header", () => {
  const paging = { how: "link" } as const;

  it.each([
    ['<https://hr.example.com/x?a=2>; rel="next"', "https://hr.example.com/x?a=2"],
    ["</x?a=2>; rel=next", "https://hr.example.com/x?a=2"],
    ['</x?a=1>; rel="prev", </x?a=2>; rel="next"', "https://hr.example.com/x?a=2"],
    ['</x?a=2,3>; title="b"; rel="last next"', "https://hr.example.com/x?a=2,3"],
    ['</x?a=1>; rel="prev"', "end"],
    ['</x?a=1>; rel="nextish"', "end"],
    ["", "end"],
  ])("%s", (link, wanted) => {
    expect(url(new Pager(REPORT, paging).after(page({ link })))).toBe(wanted);
  });
});

it("a report in one piece has one page", () => {
  const pager = new Pager(REPORT, { how: "none" });
  expect(pager.first).toBe(REPORT);
  expect(pager.after(next("?after=2"))).toEqual({ kind: "end" });
});
