import type { Message } from '../message.ts';
import type { HostEndpoint } from './hostEndpoint.ts';

/** Which connection of the chain: a jump host or the server itself (`position` = `of`). 1-based. */
export interface Hop extends HostEndpoint {
  readonly position: number;
  readonly of: number;
}

/** Why a connection that worked is gone. */
export type LostReason = 'connection-closed' | 'no-answer' | 'network-error' | 'server-ended-session';

/** Why there is none and none will be tried by itself. */
export type ClosedReason =
  | { readonly kind: 'by-user' }
  | { readonly kind: 'failed'; readonly message: Message }
  | { readonly kind: 'gave-up'; readonly attempts: number; readonly message: Message };

/** One connection of one profile, as the window shows it. Times are milliseconds since 1970. */
export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly hop: Hop; readonly attempt: number }
  | { readonly kind: 'verifying-host-key'; readonly hop: Hop; readonly attempt: number }
  | {
      readonly kind: 'authenticating';
      readonly hop: Hop;
      readonly method: string | null;
      readonly attempt: number;
    }
  | { readonly kind: 'probing'; readonly attempt: number }
  | { readonly kind: 'ready'; readonly since: number }
  | { readonly kind: 'lost'; readonly reason: LostReason; readonly at: number }
  | {
      readonly kind: 'reconnecting';
      readonly reason: LostReason;
      readonly attempt: number;
      readonly nextAttemptAt: number;
    }
  | { readonly kind: 'closed'; readonly reason: ClosedReason };

export type ConnectionEvent =
  | { readonly type: 'connect-started'; readonly hop: Hop }
  | { readonly type: 'host-key-offered'; readonly hop: Hop }
  | { readonly type: 'sign-in-started'; readonly hop: Hop; readonly method: string | null }
  | { readonly type: 'signed-in' }
  | { readonly type: 'probed'; readonly at: number }
  | { readonly type: 'lost'; readonly reason: LostReason; readonly at: number }
  | { readonly type: 'retry-scheduled'; readonly attempt: number; readonly nextAttemptAt: number }
  | { readonly type: 'closed'; readonly reason: ClosedReason };

export const INITIAL_CONNECTION_STATE: ConnectionState = { kind: 'idle' };

/**
 * The next state. Events that do not fit the state change nothing: they come from sockets, late and in any order,
 * and a closed connection stays closed until somebody connects again.
 */
export function nextConnectionState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'connect-started':
      if (state.kind === 'ready') return state;
      return { kind: 'connecting', hop: event.hop, attempt: attemptOf(state) };
    case 'host-key-offered':
      if (!isOpening(state)) return state;
      return { kind: 'verifying-host-key', hop: event.hop, attempt: attemptOf(state) };
    case 'sign-in-started':
      if (!isOpening(state)) return state;
      return { kind: 'authenticating', hop: event.hop, method: event.method, attempt: attemptOf(state) };
    case 'signed-in':
      return isOpening(state) ? { kind: 'probing', attempt: attemptOf(state) } : state;
    case 'probed':
      return state.kind === 'probing' ? { kind: 'ready', since: event.at } : state;
    case 'lost':
      if (state.kind === 'ready' || state.kind === 'probing') {
        return { kind: 'lost', reason: event.reason, at: event.at };
      }
      return state;
    case 'retry-scheduled':
      if (state.kind === 'closed' || state.kind === 'idle' || state.kind === 'ready') return state;
      return {
        kind: 'reconnecting',
        reason: state.kind === 'lost' || state.kind === 'reconnecting' ? state.reason : 'network-error',
        attempt: event.attempt,
        nextAttemptAt: event.nextAttemptAt,
      };
    case 'closed':
      return state.kind === 'closed' ? state : { kind: 'closed', reason: event.reason };
  }
}

type Opening = Extract<
  ConnectionState,
  { kind: 'connecting' | 'verifying-host-key' | 'authenticating' | 'probing' }
>;

function isOpening(state: ConnectionState): state is Opening {
  return (
    state.kind === 'connecting' ||
    state.kind === 'verifying-host-key' ||
    state.kind === 'authenticating' ||
    state.kind === 'probing'
  );
}

/** 0 for a first connection, 1 and up while reconnecting. */
function attemptOf(state: ConnectionState): number {
  return isOpening(state) || state.kind === 'reconnecting' ? state.attempt : 0;
}

/** Seconds before each try to come back; after the last one the connection is closed. */
export const RECONNECT_DELAYS_SECONDS: readonly number[] = [1, 2, 5, 10, 30, 60];
