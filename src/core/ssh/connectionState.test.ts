import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INITIAL_CONNECTION_STATE, nextConnectionState } from './connectionState.ts';
import type { ConnectionEvent, ConnectionState } from './connectionState.ts';

const hop = { host: 'mail', port: 22, position: 1, of: 1 };
const after = (...events: ConnectionEvent[]): ConnectionState =>
  events.reduce(nextConnectionState, INITIAL_CONNECTION_STATE);
const connect: ConnectionEvent[] = [
  { type: 'connect-started', hop },
  { type: 'host-key-offered', hop },
  { type: 'sign-in-started', hop, method: 'password' },
  { type: 'signed-in' },
  { type: 'probed', at: 5 },
];

describe('nextConnectionState', () => {
  it('walks from idle to ready', () => {
    const kinds = connect.map((_event, index) => after(...connect.slice(0, index + 1)).kind);
    expect(kinds).toEqual(['connecting', 'verifying-host-key', 'authenticating', 'probing', 'ready']);
  });

  it('comes back after a loss, keeping the reason and the attempt', () => {
    const lost = [...connect, { type: 'lost', reason: 'no-answer', at: 9 } as const];
    expect(after(...lost)).toEqual({ kind: 'lost', reason: 'no-answer', at: 9 });
    const retry = [...lost, { type: 'retry-scheduled', attempt: 2, nextAttemptAt: 20 } as const];
    expect(after(...retry)).toEqual({
      kind: 'reconnecting',
      reason: 'no-answer',
      attempt: 2,
      nextAttemptAt: 20,
    });
    expect(after(...retry, { type: 'connect-started', hop })).toMatchObject({
      kind: 'connecting',
      attempt: 2,
    });
    expect(after(...retry, ...connect)).toEqual({ kind: 'ready', since: 5 });
  });

  it('stays closed, whatever sockets say later', () => {
    const closed: ConnectionEvent = { type: 'closed', reason: { kind: 'by-user' } };
    for (const late of connect.slice(1)) expect(after(...connect, closed, late).kind).toBe('closed');
    expect(after(...connect, closed, { type: 'lost', reason: 'no-answer', at: 1 }).kind).toBe('closed');
  });

  it('is never ready without having signed in', () => {
    const events = fc.constantFrom<ConnectionEvent>(
      ...connect,
      { type: 'lost', reason: 'no-answer', at: 1 },
      { type: 'retry-scheduled', attempt: 1, nextAttemptAt: 2 },
      { type: 'closed', reason: { kind: 'by-user' } },
    );
    fc.assert(
      fc.property(fc.array(events), (list) => {
        let state = INITIAL_CONNECTION_STATE;
        for (const event of list) {
          const next = nextConnectionState(state, event);
          if (next.kind === 'ready' && state.kind !== 'ready') expect(state.kind).toBe('probing');
          state = next;
        }
      }),
    );
  });
});
