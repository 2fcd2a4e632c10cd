import type { Row } from './report';
import { bestLoopDelayMs } from './statistics';

/** How long the main loop was held up while an area was measured, beside the best that slices of 5 ms allow. */
export async function loopDelayRow(
  area: Row['area'],
  { delayP99Ms, delayMaxMs }: { delayP99Ms: number; delayMaxMs: number },
): Promise<Row> {
  return {
    area,
    name: 'main loop delay p99',
    value: delayP99Ms,
    unit: 'ms',
    bound: await bestLoopDelayMs(),
    boundName: 'ms of 5 ms slices',
    aim: { of: 'value', atMost: 16 },
    note: `longest ${delayMaxMs.toFixed(1)} ms`,
  };
}
