/** Where a workspace of the trial's relay is and what opens it. */
export interface RelayAccess {
  readonly url: string;
  readonly workspaceId: string;
  readonly deviceToken: string;
}

/** Calls the relay as a console does. @throws Error with the relay's answer when it refuses. */
export async function callTrialRelay(access: RelayAccess, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${access.url}/v1/workspaces/${access.workspaceId}${path}`, {
    method,
    headers: { authorization: `Bearer ${access.deviceToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`The relay of the sandbox refused ${path} with status ${response.status}: ${text}`);
  }
}
