/** What `postmap -q` answered. */
export type PostmapAnswer =
  | {
      readonly kind: 'found';
      readonly value: string;
      /** The value split at commas: several recipients of a group. */ readonly values: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'not-found'; readonly warnings: readonly string[] }
  | {
      readonly kind: 'error';
      readonly why: 'no-map' | 'permission-denied' | 'tool-missing' | 'other';
      readonly text: string;
    }
  /** No output and no exit status: nothing can be said. */
  | { readonly kind: 'unknown' };

/** A transport map's value `lmtp:10.0.0.1:2400` in its parts. */
export interface TransportValue {
  readonly transport: string;
  readonly host: string | null;
  readonly port: number | null;
}

/** Reads `postmap -q KEY MAP`. `exitStatus` null when the output was pasted. Total. */
export function parsePostmapAnswer(
  _stdout: string,
  _stderr: string,
  _exitStatus: number | null,
): PostmapAnswer {
  return { kind: 'unknown' };
}

/** Splits a transport value; null when it is not one. */
export function parseTransportValue(_value: string): TransportValue | null {
  return null;
}
