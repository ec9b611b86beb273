import { describe, expect, it } from "vitest";
import { hostsOf } from "../../../src/sources/msgraph/clouds.js";
import { addressOf, linkTo, segment, withoutHost } from "../../../src/sources/msgraph/links.js";

describe("hosts of the clouds", () => {
  it.each([
    ["global", "https://login.microsoftonline.com", "https://graph.microsoft.com"],
    ["us-government", "https://login.microsoftonline.us", "https://graph.microsoft.us"],
    ["us-government-dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
    ["china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"],
  ] as const)("%s signs in and answers where Microsoft says", (cloud, login, graph) => {
    expect(hostsOf({ cloud })).toEqual({ login, graph, resource: graph });
  });

  it("a proxy answers in Graph's place, and tokens are still for Graph itself", () => {
    const config = { cloud: "china", baseUrl: "https://proxy.example/graph/" } as const;
    expect(hostsOf(config)).toMatchObject({
      graph: "https://proxy.example/graph",
      resource: "https://microsoftgraph.chinacloudapi.cn",
    });
  });
});

describe("links", () => {
  const hosts = hostsOf({ cloud: "global", baseUrl: "http://127.0.0.1:8080" });

  it("are encoded, but for the commas of lists", () => {
    expect(linkTo("/users", { $select: "id,mail", $filter: "displayName eq 'A & B'" })).toBe(
      "/users?$select=id,mail&$filter=displayName%20eq%20'A%20%26%20B'",
    );
    expect(`/groups/${segment("../users")}`).toBe("/groups/..%2Fusers");
  });

  it("keep a token letter by letter, and lose the host", () => {
    const token = "$skiptoken=aB%2Fd+e'f==&x=https://graph.microsoft.com/v1.0/";
    for (const host of [
      "http://127.0.0.1:8080",
      "https://graph.microsoft.com",
      "HTTPS://Graph.Microsoft.com",
    ]) {
      expect(withoutHost(hosts, `${host}/v1.0/users/delta?${token}`)).toBe(`/users/delta?${token}`);
    }
    expect(addressOf(hosts, `/users/delta?${token}`)).toBe(
      `http://127.0.0.1:8080/v1.0/users/delta?${token}`,
    );
  });

  it.each([
    "https://graph.microsoft.com.evil.example/v1.0/users",
    "https://evil.example/v1.0/users",
    "https://graph.microsoft.us/v1.0/users",
    "https://graph.microsoft.com/beta/users",
    "https://graph.microsoft.com/v1.0.evil/users",
    "/v1.0/users",
    "",
  ])("that lead elsewhere are none: %s", (address) => {
    expect(withoutHost(hosts, address)).toBeNull();
  });
});
