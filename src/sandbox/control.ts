import { Hono } from 'hono';
import { z } from 'zod';
import type { FaultBook } from './scenario/faults';

/** What the scenario API can reach of the running sandbox. */
export interface ControlSubject {
  readonly faults: FaultBook;
  /** A picture of the whole, for people and tests. */
  state(): Record<string, unknown>;
  setNetwork(isUp: boolean): Promise<void>;
  advanceClock(ms: number): Promise<void>;
  reset(): Promise<void>;
  hubspot(request: Request): Response | Promise<Response>;
  line(request: Request): Response | Promise<Response>;
}

const fault = z.object({
  service: z.enum(['hubspot', 'line']),
  kind: z.enum([
    'rateLimit',
    'rateLimitSecondly',
    'rateLimitDaily',
    'status',
    'expiredToken',
    'invalidToken',
    'slow',
    'dropBefore',
    'dropAfter',
    'brokenJson',
  ]),
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.number().int().min(1).optional(),
  skip: z.number().int().min(0).optional(),
  status: z.number().int().min(400).max(599).optional(),
  delayMs: z.number().min(0).max(600_000).optional(),
});

/** The scenario API: JSON over HTTP, for tests and for the trial's own screens. */
export function controlApp(subject: ControlSubject): Hono {
  const app = new Hono();

  app.onError((problem, c) =>
    problem instanceof z.ZodError || problem instanceof SyntaxError
      ? c.json({ message: problem.message }, 400)
      : c.json({ message: problem.message }, 500),
  );

  app.get('/state', (c) => c.json(subject.state()));

  app.get('/faults', (c) => c.json(subject.faults.list()));
  app.post('/faults', async (c) => c.json({ id: subject.faults.plan(fault.parse(await c.req.json())) }, 201));
  app.delete('/faults', (c) => {
    subject.faults.clear();
    return c.json({});
  });
  app.delete('/faults/:id', (c) => c.json({}, subject.faults.remove(Number(c.req.param('id'))) ? 200 : 404));

  app.post('/network', async (c) => {
    await subject.setNetwork(z.object({ isUp: z.boolean() }).parse(await c.req.json()).isUp);
    return c.json({});
  });

  app.post('/clock/advance', async (c) => {
    await subject.advanceClock(z.object({ ms: z.number().min(0) }).parse(await c.req.json()).ms);
    return c.json({});
  });

  app.post('/reset', async (c) => {
    await subject.reset();
    return c.json({});
  });

  app.all('/hubspot/*', (c) => subject.hubspot(withoutPrefix(c.req.raw, '/hubspot')));
  app.all('/line/*', (c) => subject.line(withoutPrefix(c.req.raw, '/line')));
  return app;
}

function withoutPrefix(request: Request, prefix: string): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(prefix.length) || '/';
  return new Request(url, request);
}
