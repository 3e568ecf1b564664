import { useState } from 'react';
import type { Facts } from '../../../../core/playbook/facts.ts';
import type { Source, StepPreview } from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { ask } from '../../app/bridge.ts';
import { connectFirst } from '../servers/serverStore.ts';
import { factsToRunWith, runStep } from './runStep.ts';

interface Change {
  readonly wizard: string;
  readonly step: string;
  readonly facts: Facts;
  readonly source: Source;
}

type PreviewState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'shown'; readonly change: Change; readonly preview: StepPreview }
  | { readonly kind: 'refused'; readonly preview: StepPreview }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The way of a change: ask main what would happen, show it, and run exactly that once it was confirmed. */
export function usePreview() {
  const [state, setState] = useState<PreviewState>({ kind: 'none' });
  const cancel = (): void => setState({ kind: 'none' });
  const askFor = async (change: Change): Promise<void> => {
    setState({ kind: 'asking' });
    // Why it could not be connected stands beside the server.
    if (change.source.kind === 'server' && !(await connectFirst(change.source.servers))) return cancel();
    const { facts, ...rest } = change;
    const answer = await ask('wizard.preview', { ...rest, facts: factsToRunWith(facts) });
    if (!answer.ok) return setState({ kind: 'failed', error: answer.error });
    const preview = answer.value;
    setState(
      preview.token === null || preview.refused !== null
        ? { kind: 'refused', preview }
        : { kind: 'shown', change, preview },
    );
  };
  const confirm = (): void => {
    if (state.kind !== 'shown' || state.preview.token === null) return;
    setState({ kind: 'none' });
    void runStep({ ...state.change, token: state.preview.token });
  };
  return { state, askFor, cancel, confirm };
}
