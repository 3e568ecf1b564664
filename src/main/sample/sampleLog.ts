import type { RequestedLog } from '../analysis/traceRequest.ts';
import text from './sampleLog.txt?raw';

/** The log that comes with the app, to try things out. Its dates have no year, as in most logs; it is of March 2026. */
export const sampleLog: RequestedLog = {
  kind: 'text',
  name: 'sample.log',
  text,
  reference: '2026-03-04T00:00:00Z',
};
