/** An answer that is no success, as Graph words it. Thrown by handlers, sent by the server. */
export class GraphFault extends Error {
  readonly status: number;
  /** `error.code` of the answer. */
  readonly vendorCode: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(facts: {
    readonly status: number;
    readonly vendorCode: string;
    readonly message: string;
    readonly headers?: Readonly<Record<string, string>>;
  }) {
    super(facts.message);
    this.name = "GraphFault";
    this.status = facts.status;
    this.vendorCode = facts.vendorCode;
    this.headers = facts.headers ?? {};
  }
}

/** A query that Graph does not understand or does not support there. */
export function badRequest(message: string, vendorCode = "Request_UnsupportedQuery"): GraphFault {
  return new GraphFault({ status: 400, vendorCode, message });
}

/** No object of this id, or not of this type. */
export function notFound(id: string): GraphFault {
  return new GraphFault({
    status: 404,
    vendorCode: "Request_ResourceNotFound",
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  });
}

/** The app's roles do not include what the operation needs. */
export function denied(): GraphFault {
  return new GraphFault({
    status: 403,
    vendorCode: "Authorization_RequestDenied",
    message: "Insufficient privileges to complete the operation.",
  });
}

/** The bearer token is missing, expired or not ours. */
export function unauthenticated(message: string): GraphFault {
  return new GraphFault({ status: 401, vendorCode: "InvalidAuthenticationToken", message });
}
