import okta, {
  type PromiseHttpLibrary,
  type RequestContext,
  type ResponseContext,
} from "@okta/okta-sdk-nodejs";
import { fetchJson, type HttpAsk, type JsonAnswer } from "../remote/http.js";

/**
 * What the SDK sends one operation with, in place of its own node-fetch 2, which has no deadline and
 * never notices that a body was cut off (F6). The exchange runs inside `Tenant.call`, with everything
 * that holds for the tenant: told waits, retries, budget, circuit, limit of size.
 */
export class Transport implements PromiseHttpLibrary {
  readonly #way: Pick<HttpAsk, "tenant" | "endpoint" | "signal">;
  #answer: JsonAnswer | null = null;

  constructor(way: Pick<HttpAsk, "tenant" | "endpoint" | "signal">) {
    this.#way = way;
  }

  /** What came back, as it came; null: nothing did. */
  get answer(): JsonAnswer | null {
    return this.#answer;
  }

  /**
   * A refusal is thrown as ours and not handed to the SDK: the message of its `ApiException` quotes
   * headers and body of the answer (F44).
   *
   * @throws SourceBusy SourceAway SourceRefused AnswerGarbled; Error for what is no read
   */
  async send(request: RequestContext): Promise<ResponseContext> {
    if (request.getHttpMethod() !== okta.HttpMethodEnum.GET) {
      throw new Error("an operation that does not read was about to be sent to Okta");
    }
    const answer = await fetchJson({
      ...this.#way,
      url: request.getUrl(),
      headers: { ...request.getHeaders(), "user-agent": "countersign" },
    });
    this.#answer = answer;
    return responseOf(answer);
  }
}

/**
 * Without `Link`: the SDK's `Collection` would follow any address it names, and fails on a header of
 * over 2,000 characters. The cursor is taken from our own answer.
 */
function responseOf({ status, headers, body }: JsonAnswer): ResponseContext {
  const type = headers.get("content-type") ?? "application/json";
  // The SDK parses for itself, when it comes to that.
  const text = async (): Promise<string> => JSON.stringify(body);
  const binary = async (): Promise<Buffer> => Buffer.from(await text());
  return new okta.ResponseContext(status, { "content-type": type }, { text, binary });
}
