// JSON-RPC as text: what a server wrote is compared, not what a client made of it.

/** Beyond 2^53 JavaScript rounds; such integers are kept as text with an n, as BigInt literals. */
const longIntegers = /([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g;

export function parse(text) {
  return JSON.parse(text.replace(longIntegers, '$1"$2n"'));
}

/** Posts `body` (any text) and returns {status, type, text}. */
export async function post(url, body, type = 'application/json') {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

/** One call; the whole reply. `params` undefined leaves the member out. */
export async function call(url, method, params) {
  const { text } = await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  return parse(text);
}
