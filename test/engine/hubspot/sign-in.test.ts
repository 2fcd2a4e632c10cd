import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

describe('signing in to HubSpot', () => {
  let world: HubSpotWorld;
  const state = () => world.engine.setup.hubSpotState();

  beforeEach(async () => {
    world = await HubSpotWorld.start({ contacts: 30 });
    await world.engine.start();
  });
  afterEach(() => world.stop());

  it('connects the account, keeps the tokens in the secret store only, and tells the person so', async () => {
    const page = await world.signIn();
    expect(page.status).toBe(200);
    expect(page.text).toContain('Lumo Consoleに戻って');
    await eventually('connected', () => state().state === 'connected');
    expect(state().account).toMatchObject({
      hubId: '62515001',
      timeZone: 'Asia/Tokyo',
      health: 'ok',
      userEmail: expect.any(String),
    });
    const tokens = JSON.parse(world.secrets.get('hubspot/tokens') ?? '{}');
    expect(tokens).toMatchObject({ hubId: '62515001', clientId: world.sandbox.hubspotClient.clientId });
    const everything = `${world.log.join('\n')}${JSON.stringify(world.events)}`;
    for (const secret of [tokens.accessToken, tokens.refreshToken, world.sandbox.hubspotClient.clientSecret]) {
      expect(everything).not.toContain(secret);
      expect(JSON.stringify(world.read('SELECT * FROM hubspot_account'))).not.toContain(secret);
    }
    const tested = await world.engine.accounts.testHubSpot(undefined);
    expect(tested).toMatchObject({ health: 'ok', problem: null });
  });

  it('says that it was denied', async () => {
    const page = await world.signIn('deny');
    expect(page.status).toBe(400);
    expect(state()).toMatchObject({ state: 'notConnected', problem: { code: 'HUBSPOT_SIGN_IN_DENIED' } });
  });

  it('ignores a return with a state that is not its own, and goes on waiting', async () => {
    await world.engine.setup.connectHubSpot();
    const forged = await fetch(`http://localhost:${world.redirectPort}/oauth/hubspot?code=stolen&state=forged`);
    expect(forged.status).toBe(400);
    expect(state().state).toBe('waitingForBrowser');
    expect((await fetch(`http://localhost:${world.redirectPort}/elsewhere`)).status).toBe(404);
    expect((await world.signIn()).status).toBe(200);
  });

  it('refuses another account than the one that the data belongs to, and keeps the old tokens', async () => {
    await world.signIn();
    const before = world.secrets.get('hubspot/tokens');
    const page = await world.signIn('allow', 62515002);
    expect(page.status).toBe(400);
    expect(state().problem).toMatchObject({
      code: 'HUBSPOT_WRONG_ACCOUNT',
      params: { expected: '62515001', found: '62515002' },
    });
    expect(state().state).toBe('connected');
    expect(world.secrets.get('hubspot/tokens')).toBe(before);
  });

  it('can be cancelled and started again; the port is free in between', async () => {
    await world.engine.setup.connectHubSpot();
    expect(state().authorizeUrl).toContain('/oauth/authorize');
    world.engine.setup.cancelHubSpot();
    expect(state()).toMatchObject({ state: 'notConnected', authorizeUrl: null, problem: null });
    await expect(fetch(`http://127.0.0.1:${world.redirectPort}/oauth/hubspot`)).rejects.toThrow();
    expect((await world.signIn()).status).toBe(200);
  });

  it('says that the port is taken', async () => {
    const other = createServer().listen(world.redirectPort, '127.0.0.1');
    await eventually('listening', () => other.listening);
    await expect(world.engine.setup.connectHubSpot()).rejects.toMatchObject({ code: 'HUBSPOT_SIGN_IN_PORT_TAKEN' });
    expect(state().problem).toMatchObject({ code: 'HUBSPOT_SIGN_IN_PORT_TAKEN', params: { port: world.redirectPort } });
    other.close();
  });

  it('asks for the scopes it needs and sends a challenge along', async () => {
    await world.engine.setup.connectHubSpot();
    const url = new URL(world.opened.at(-1) ?? '');
    expect(url.searchParams.get('scope')?.split(' ')).toContain('crm.schemas.contacts.write');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('redirect_uri')).toBe(`http://localhost:${world.redirectPort}/oauth/hubspot`);
  });

  it('shows an account whose tokens are gone as disconnected', async () => {
    await world.signIn();
    await world.control('POST', '/hubspot/tokens/revoke', {});
    await world.control('POST', '/hubspot/tokens/expire', {});
    const tested = await world.engine.accounts.testHubSpot(undefined);
    expect(tested).toMatchObject({ health: 'attention', problem: { code: 'HUBSPOT_DISCONNECTED' } });
  });
});
