import type { Engine } from '../../../src/engine';
import { eventually } from './eventually';

/** The first HubSpot account of the sandbox. */
const firstHubId = 62515001;

/** What a person sees in the browser at the end of a sign-in. */
export interface SignInEnd {
  status: number;
  text: string;
}

/** Answers the consent page of the sandbox's HubSpot as a person does, and follows the way back to the console. */
export async function answerConsent(
  consentUrl: string,
  decision: 'allow' | 'deny' = 'allow',
  hubId: number = firstHubId,
): Promise<SignInEnd> {
  const url = new URL(consentUrl);
  const form = new URLSearchParams(url.search);
  form.set('account', String(hubId));
  form.set('decision', decision);
  const answer = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' });
  const page = await fetch(answer.headers.get('location') ?? '', { headers: { 'accept-language': 'ja' } });
  return { status: page.status, text: await page.text() };
}

/** Signs in to the first account and waits until it is connected. `opened` = the page that the engine opened last. */
export async function signInToSandbox(engine: Pick<Engine, 'setup'>, opened: () => string): Promise<void> {
  await engine.setup.connectHubSpot();
  await answerConsent(opened());
  await eventually('connected', () => engine.setup.hubSpotState().state === 'connected');
}

/** Adds properties as the setup does, once it has shown which there are. */
export async function addProperties(
  engine: Pick<Engine, 'mapping' | 'setup'>,
  names: readonly string[],
): Promise<void> {
  await engine.mapping.choices(undefined);
  await engine.setup.saveProperties({ names: [...names] });
}
