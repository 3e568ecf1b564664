/*
 * Loaded before Electron's own downloader (`node --import`). `fetch` waits minutes for a server that never answers;
 * a start must not: no answer within 12 seconds, or no byte within 30, ends the download. A slow download goes on.
 */
const answerWithinMilliseconds = 12_000;
const nextByteWithinMilliseconds = 30_000;

const fetchOnce = globalThis.fetch;

/** @type {typeof fetch} */
const patientFetch = async (input, options) => {
  const stop = new AbortController();
  const late = () => stop.abort(new Error('ETIMEDOUT: the server does not answer'));
  let timer = setTimeout(late, answerWithinMilliseconds);
  try {
    const response = await fetchOnce(input, { ...options, signal: stop.signal });
    clearTimeout(timer);
    if (response.body === null) return response;
    timer = setTimeout(late, nextByteWithinMilliseconds);
    const watched = response.body.pipeThrough(
      new globalThis.TransformStream({
        transform(chunk, controller) {
          clearTimeout(timer);
          timer = setTimeout(late, nextByteWithinMilliseconds);
          controller.enqueue(chunk);
        },
        flush: () => clearTimeout(timer),
      }),
    );
    return new globalThis.Response(watched, response);
  } catch (error) {
    clearTimeout(timer);
    // "fetch failed" alone tells nobody anything; the reason is one level down.
    const reason = stop.signal.reason ?? /** @type {{ cause?: any }} */ (error).cause ?? error;
    throw new Error(`${reason?.code ?? ''} ${reason?.message ?? reason}`.trim(), { cause: error });
  }
};

Object.assign(globalThis, { fetch: patientFetch });
