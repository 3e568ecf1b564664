import { readFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import ssh2 from 'ssh2';
import type { BaseAgent, IdentityCallback, ParsedKey } from 'ssh2';
import type { Message } from '../../core/message.ts';
import type { AgentChoice } from '../../core/ssh/profile.ts';

/** Which agent will be asked, and why that one. */
export type AgentSource =
  | { readonly kind: 'found'; readonly agent: BaseAgent; readonly reason: Message }
  | { readonly kind: 'none'; readonly reason: Message };

export interface AgentSurroundings {
  readonly platform: NodeJS.Platform;
  /** `SSH_AUTH_SOCK`. */
  readonly socket: string | undefined;
}

const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent';

/**
 * Finds the agent. `onlyKeyFiles` limits it to keys whose public halves lie beside these files; when none of them can
 * be read, no key is offered at all rather than every one (a server counts each as a failed attempt).
 */
export async function findAgent(
  choice: AgentChoice,
  onlyKeyFiles: readonly string[],
  surroundings: AgentSurroundings,
): Promise<AgentSource> {
  const located = locateAgent(choice, surroundings);
  if (located.path === null) return { kind: 'none', reason: located.reason };
  if (located.path === 'pageant')
    return { kind: 'found', agent: ssh2.createAgent('pageant'), reason: located.reason };
  if (onlyKeyFiles.length === 0) {
    return { kind: 'found', agent: ssh2.createAgent(located.path), reason: located.reason };
  }
  const allowed = await publicHalves(onlyKeyFiles);
  if (allowed.length === 0) return { kind: 'none', reason: { key: 'ssh:agent.noPublicHalves' } };
  return { kind: 'found', agent: new LimitedAgent(located.path, allowed), reason: located.reason };
}

function locateAgent(
  choice: AgentChoice,
  { platform, socket }: AgentSurroundings,
): { readonly path: string | null; readonly reason: Message } {
  if (choice.kind === 'pageant') return { path: 'pageant', reason: { key: 'ssh:agent.pageant' } };
  if (choice.kind === 'path') {
    return { path: choice.path, reason: { key: 'ssh:agent.path', values: { path: choice.path } } };
  }
  if (socket !== undefined && socket !== '') {
    return { path: socket, reason: { key: 'ssh:agent.environment', values: { path: socket } } };
  }
  if (platform !== 'win32') return { path: null, reason: { key: 'ssh:agent.noneUnix' } };
  if (pipeExists(WINDOWS_PIPE)) return { path: WINDOWS_PIPE, reason: { key: 'ssh:agent.windows' } };
  return { path: 'pageant', reason: { key: 'ssh:agent.pageantFallback' } };
}

/** A pipe whose instances are all in use answers EBUSY: it is there. */
function pipeExists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EBUSY';
  }
}

async function publicHalves(keyFiles: readonly string[]): Promise<readonly Buffer[]> {
  const halves = await Promise.all(
    keyFiles.map(async (file) => {
      try {
        const key = ssh2.utils.parseKey(await readFile(file.endsWith('.pub') ? file : `${file}.pub`));
        return key instanceof Error ? null : key.getPublicSSH();
      } catch {
        return null;
      }
    }),
  );
  return halves.filter((half) => half !== null);
}

/** An agent that shows only some of its keys (ssh's IdentitiesOnly). */
class LimitedAgent extends ssh2.OpenSSHAgent {
  readonly #allowed: readonly Buffer[];

  constructor(path: string, allowed: readonly Buffer[]) {
    super(path);
    this.#allowed = allowed;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      if (error !== undefined && error !== null) {
        callback(error);
        return;
      }
      callback(
        undefined,
        (keys ?? []).filter((key) => {
          const blob = 'getPublicSSH' in key ? key.getPublicSSH() : null;
          return blob !== null && this.#allowed.some((allowed) => allowed.equals(blob));
        }),
      );
    });
  }
}
