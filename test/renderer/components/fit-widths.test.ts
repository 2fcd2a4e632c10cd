import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWidths, MIN_LIST, MIN_MAIN, MIN_PANEL } from '../../../src/renderer/components/fit-widths';

describe('column widths', () => {
  it('are what the person chose where there is room', () => {
    expect(fitWidths(1384, 300, 340)).toEqual({ list: 300, panel: 340 });
  });

  it('give the panel up first and then the list in a small window', () => {
    expect(fitWidths(968, 300, 340)).toEqual({ list: 300, panel: 268 });
    expect(fitWidths(900, 300, 340)).toEqual({ list: 240, panel: MIN_PANEL });
  });

  it('never fall below their minimum, and leave the middle its minimum where that is possible', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: MIN_LIST + MIN_MAIN + MIN_PANEL, max: 4000 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        (whole, list, panel) => {
          const fitted = fitWidths(whole, list, panel);
          expect(fitted.list).toBeGreaterThanOrEqual(MIN_LIST);
          expect(fitted.panel === 0 || fitted.panel >= MIN_PANEL).toBe(true);
          expect(whole - fitted.list - fitted.panel).toBeGreaterThanOrEqual(MIN_MAIN);
        },
      ),
    );
  });
});
