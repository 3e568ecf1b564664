import { z } from 'zod';
import type { SecretInput } from '../command/commandTemplate.ts';
import { DEFAULT_TIMEOUT_MS } from '../command/commandTemplate.ts';
import { parseRestAnswer, TASK_ID } from '../bluemind/restAnswer.ts';

/**
 * BlueMind's own interface (REST), asked on the server itself, where bm-cli asks it too (its default host is 127.0.0.1).
 * It is called with curl over the SSH session: no other port has to be open, no certificate to be judged, and the audit
 * log shows the line like any other.
 */
export const REST_ADDRESS = 'http://127.0.0.1:8090/api';

/**
 * The key goes in by curl's configuration on standard input (curl(1), `--config -`), the only way that old curls (RHEL 7)
 * know and that the process list does not show.
 */
const apiKeyInput: SecretInput = {
  secret: 'bluemind-api-key',
  before: 'header = "X-BM-ApiKey: ',
  after: '"\n',
  // No space, quote or backslash: nothing that could end the header and begin another option.
  fits: /^[!#-[\]-~]{1,1024}$/,
  judge: (stdout) => {
    const { kind } = parseRestAnswer(stdout, '', null);
    return kind === 'key-refused' ? 'refused' : kind === 'not-allowed' ? 'not-enough' : 'accepted';
  },
};

/** `-q` first: nobody's ~/.curlrc takes part (curl(1)); `--noproxy`: the key must not travel to a proxy. */
export const curl: readonly string[] = [
  'curl',
  '-q',
  '--silent',
  '--show-error',
  '--noproxy',
  '*',
  '--max-time',
  '25',
  '--write-out',
  '\\n%{http_code}\\n',
  '--config',
  '-',
];

/** A key opens the interface for everybody who holds it: root rights add nothing. */
export const rest = {
  privilege: 'user',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: 256 * 1024,
  secretInput: apiKeyInput,
} as const;

export const taskIdValue = z.string().regex(TASK_ID);
