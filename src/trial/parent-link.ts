import type { TrialMessage, TrialReady } from '../shared/trial/trial-ready';

/** The process that started the trial host: Electron, another Node process, or a person at a terminal. */
export interface ParentLink {
  tell(message: TrialMessage): void;
  /** Calls once when the parent is gone or asks to stop. */
  onGone(stop: () => void): void;
}

/** What Electron adds to a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
}

const ORPHAN_CHECK_INTERVAL_MS = 1_000;

/** Finds the parent: `process.parentPort` (Electron), else `process.send` (Node), else the terminal. */
export function parentLink(): ParentLink {
  const parentPort = parentPortOf(process);
  const tell = (message: TrialMessage): void => {
    if (parentPort !== null) {
      parentPort.postMessage(message);
    } else if (process.send !== undefined && process.connected) {
      // the parent may go at this very moment
      process.send(message, undefined, undefined, () => undefined);
    } else {
      print(message);
    }
  };
  return {
    tell,
    onGone: (stop) => {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
      process.once('SIGHUP', stop);
      process.once('disconnect', stop);
      // a parent that is killed says nothing, but its children get another parent
      const parentId = process.ppid;
      const timer = setInterval(() => {
        if (process.ppid !== parentId) {
          clearInterval(timer);
          stop();
        }
      }, ORPHAN_CHECK_INTERVAL_MS);
      timer.unref();
    },
  };
}

function parentPortOf(host: object): ParentPort | null {
  const port: unknown = 'parentPort' in host ? host.parentPort : null;
  return isParentPort(port) ? port : null;
}

function isParentPort(value: unknown): value is ParentPort {
  return value instanceof Object && 'postMessage' in value && typeof value.postMessage === 'function';
}

function print(message: TrialMessage): void {
  if (message.type === 'failed') {
    process.stderr.write(`${message.message}\n`);
  } else if (message.type === 'progress') {
    const steps = {
      seeding: 'Making the world ...',
      history: 'Past messages ...',
      sentMessages: 'Past replies ...',
      past: 'Everything is there.',
    };
    process.stdout.write(`${steps[message.step]}\n`);
  } else {
    process.stdout.write(tableOf(message));
  }
}

/** Everything that a person needs to use the sandbox by hand. */
function tableOf({ endpoints, relay, hubspotClient, hubspotTokens, officialAccounts }: TrialReady): string {
  const rows: [string, string][] = [
    ['Phone (open in a browser)', endpoints.phone],
    ['HubSpot API', endpoints.hubspotApi],
    ['HubSpot sign-in', endpoints.hubspotApp],
    ['HubSpot client id', hubspotClient.clientId],
    ['HubSpot client secret', hubspotClient.clientSecret],
    ...hubspotTokens.map(({ name, token }): [string, string] => [`HubSpot: ${name}`, token]),
    ['LINE API', endpoints.lineApi],
    ['LINE data', endpoints.lineData],
    ['LINE account link', `${endpoints.lineAccess}/dialog/bot/accountLink`],
    ...officialAccounts.flatMap((account): [string, string][] => [
      [`${account.displayName}: channel id`, account.channelId],
      [`${account.displayName}: channel secret`, account.channelSecret],
    ]),
    ['Relay', relay.url],
    ['Relay workspace', relay.workspaceId],
    ['Relay device token', relay.deviceToken],
    ['Scenarios', endpoints.control],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}\nCtrl+C stops.\n`;
}
