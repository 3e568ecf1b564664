declare module 'unbzip2-stream' {
  /** A classic stream: `write` decompresses at once and emits `data` and `error` before it returns. */
  interface Unbzip2Stream extends NodeJS.EventEmitter {
    write(chunk: Uint8Array): boolean;
    end(): void;
  }
  export default function unbzip2Stream(): Unbzip2Stream;
}
