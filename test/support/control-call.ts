/**
 * Calls the sandbox's scenario API at `controlUrl`. Gives the parsed answer, undefined where it is empty.
 * @throws Error with the answer's text when it is not 2xx
 */
export async function controlCall<Answer = unknown>(
  controlUrl: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(`${controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
