// Talks to the server's HTTP interface.

/** A request that did not succeed; `status` is 0 where there was no answer at all. */
export class RequestFailed extends Error {
  constructor(status, detail, retryAfterSeconds = 0) {
    super(detail);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Sends a request; answers with the JSON, or undefined where there is none. `key` makes it one that the server does once, however
 * often it comes; after `patience` milliseconds it counts as not answered.
 */
export async function request(method, path, body, {key, patience} = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
        ...(key ? {'Idempotency-Key': key} : {}),
      },
      signal: patience ? AbortSignal.timeout(patience) : undefined,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    throw new RequestFailed(0, String(error));
  }
  let text;
  try {
    text = await response.text();
  } catch (error) {
    throw new RequestFailed(0, String(error));
  }
  const json = text && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : undefined;
  if (!response.ok) {
    throw new RequestFailed(response.status, json?.detail ?? response.statusText,
      Number(response.headers.get('Retry-After') ?? 0));
  }
  return json;
}
