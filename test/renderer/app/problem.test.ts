import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/renderer/bridge/problem';
import { problemDetail, problemParams } from '../../../src/renderer/components/problem-params';

describe('problems', () => {
  it('of a call carry the code and params that main gave', () => {
    const error = new ORPCError('LINE_CHANNEL_REFUSED', {
      status: 422,
      data: { code: 'LINE_CHANNEL_REFUSED', params: { part: 'channelSecret' } },
    });
    expect(problemOf(error)).toEqual({ code: 'LINE_CHANNEL_REFUSED', params: { part: 'channelSecret' } });
  });

  it('are INPUT_INVALID for a refused input and INTERNAL for anything else', () => {
    expect(problemOf(new ORPCError('BAD_REQUEST', { data: { issues: [] } })).code).toBe('INPUT_INVALID');
    expect(problemOf(new ORPCError('INTERNAL_SERVER_ERROR')).code).toBe('INTERNAL');
    expect(problemOf(new Error('x')).code).toBe('INTERNAL');
    expect(problemOf(new ORPCError('X', { data: { code: 'NO_SUCH_CODE', params: {} } })).code).toBe('INTERNAL');
  });

  it('name the wrong part by the context of their text', () => {
    expect(problemParams({ code: 'LINE_CHANNEL_REFUSED', params: { part: 'channelSecret' } })).toEqual({
      part: 'channelSecret',
      context: 'channelSecret',
    });
  });

  it('show the words of a provider where there are any', () => {
    expect(problemDetail({ code: 'INTERNAL', params: {} })).toBeNull();
    expect(problemDetail({ code: 'HUBSPOT_REJECTED', params: { message: 'Property values were not valid' } })).toBe(
      'Property values were not valid',
    );
  });
});
