import { create } from 'zustand';
import type { PracticeTrouble } from '../../../../core/practice/world.ts';
import type { ServerProfile } from '../../../../core/ssh/profile.ts';
import type { ServerView } from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { ask, listen } from '../../app/bridge.ts';

interface ServerStore {
  /** null until main answered. */
  readonly servers: readonly ServerView[] | null;
  /** Why the list could not be had, or what went wrong last, by server id; '' is the list itself. */
  readonly problems: Readonly<Record<string, AppError>>;
  /** Servers that are being connected or probed because the user asked for it. */
  readonly busy: readonly string[];
  /** What a server said before sign-in, by id. */
  readonly banners: Readonly<Record<string, string>>;
  /** The one just removed, to be brought back. */
  readonly removed: ServerProfile | null;
}

export const useServers = create<ServerStore>()(() => ({
  servers: null,
  problems: {},
  busy: [],
  banners: {},
  removed: null,
}));

const { setState: set, getState: get } = useServers;

/** Asks for the list, and follows every connection from then on; the returned function ends that. */
export function followServers(): () => void {
  void loadServers();
  const endStates = listen('server.state', ({ id, state, facts }) => {
    set(({ servers }) => ({
      servers:
        servers?.map((server) =>
          server.profile.id === id ? { ...server, state, facts: facts ?? server.facts } : server,
        ) ?? null,
    }));
  });
  const endBanners = listen('server.banner', ({ id, text }) =>
    set(({ banners }) => ({ banners: { ...banners, [id]: text } })),
  );
  return () => {
    endStates();
    endBanners();
  };
}

export async function loadServers(): Promise<void> {
  const answer = await ask('servers.list', undefined);
  if (answer.ok) set({ servers: answer.value });
  else report('', answer.error);
}

export const findServer = (
  servers: readonly ServerView[] | null,
  id: string | undefined,
): ServerView | null => servers?.find(({ profile }) => profile.id === id) ?? null;

function report(id: string, error: AppError | null): void {
  set(({ problems }) => {
    const { [id]: _, ...rest } = problems;
    return { problems: error === null || error.code === 'cancelled' ? rest : { ...rest, [id]: error } };
  });
}

async function whileBusy<T>(id: string, work: () => Promise<T>): Promise<T> {
  set(({ busy }) => ({ busy: [...busy, id] }));
  try {
    return await work();
  } finally {
    set(({ busy }) => ({ busy: busy.filter((one) => one !== id) }));
  }
}

/** True when the server is connected and was looked at. */
export async function connectServer(id: string): Promise<boolean> {
  report(id, null);
  const answer = await whileBusy(id, () => ask('servers.connect', { id }));
  if (!answer.ok) {
    report(id, answer.error);
    return false;
  }
  const facts = answer.value;
  if (facts !== null) rememberFacts(id, facts);
  await loadServers();
  return facts !== null;
}

function rememberFacts(id: string, facts: NonNullable<ServerView['facts']>): void {
  set(({ servers }) => ({
    servers: servers?.map((server) => (server.profile.id === id ? { ...server, facts } : server)) ?? null,
  }));
}

export async function disconnectServer(id: string): Promise<void> {
  const answer = await ask('servers.disconnect', { id });
  report(id, answer.ok ? null : answer.error);
  await loadServers();
}

export async function probeServer(id: string): Promise<void> {
  report(id, null);
  const answer = await whileBusy(id, () => ask('servers.probe', { id }));
  if (answer.ok) rememberFacts(id, answer.value);
  else report(id, answer.error);
}

export async function saveServer(profile: ServerProfile): Promise<AppError | null> {
  const answer = await ask('servers.save', profile);
  if (!answer.ok) return answer.error;
  set({ removed: null });
  await loadServers();
  return null;
}

export async function removeServer(profile: ServerProfile): Promise<void> {
  const answer = await ask('servers.remove', { id: profile.id });
  if (!answer.ok) return report(profile.id, answer.error);
  set({ removed: profile });
  await loadServers();
}

export async function bringServerBack(): Promise<void> {
  const { removed } = get();
  if (removed !== null) await saveServer(removed);
}

export async function duplicateServer(id: string): Promise<ServerProfile | null> {
  const answer = await ask('servers.duplicate', { id });
  report(id, answer.ok ? null : answer.error);
  await loadServers();
  return answer.ok ? answer.value : null;
}

export async function forgetSecrets(id: string): Promise<void> {
  const answer = await ask('servers.forgetSecrets', { id });
  report(id, answer.ok ? null : answer.error);
  await loadServers();
}

/** The id under which what goes wrong with starting the practice server is reported. */
export const PRACTICE = 'practice';

/** Starts the simulated server, with something wrong with it to be found, nothing (null), or as it is; null when it could not be. */
export async function startPractice(
  blueMind: 4 | 5,
  trouble?: PracticeTrouble | null,
): Promise<ServerView | null> {
  report(PRACTICE, null);
  const answer = await whileBusy(PRACTICE, () =>
    ask('servers.startPractice', { blueMind, ...(trouble === undefined ? {} : { trouble }) }),
  );
  if (!answer.ok) {
    report(PRACTICE, answer.error);
    return null;
  }
  await loadServers();
  const { value } = answer;
  set(({ servers }) => {
    const others = (servers ?? []).filter(({ profile }) => profile.id !== value.profile.id);
    return { servers: [...others, findServer(servers, value.profile.id) ?? value] };
  });
  return value;
}

/** Before a server is asked it must be connected. True when it is; what went wrong is in `problems`, by its id. */
export async function connectFirst(ids: readonly string[]): Promise<boolean> {
  for (const id of ids) {
    const server = findServer(get().servers, id);
    if (server !== null && server.state.kind !== 'ready' && !(await connectServer(id))) return false;
  }
  return true;
}
