// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Case, CaseEntry } from '../../../../core/case/case.ts';
import { success } from '../../../../shared/ipc/errors.ts';
import { recallCase } from '../../app/keptCase.ts';
import { openWindow } from '../../testing/openWindow.tsx';
import { PracticeBridge } from '../../testing/practiceBridge.ts';
import { useServers } from '../servers/serverStore.ts';
import { bringBack, startOver, useCase } from '../wizard/caseStore.ts';
import { resumeCase } from './resumeCase.ts';

const entry: CaseEntry = {
  at: '2026-03-03T14:20:00Z',
  playbook: 'health',
  step: 'services',
  source: 'Practice server',
  sourceKind: 'server',
  servers: ['practice-4'],
  verdict: {
    level: 'ok',
    id: 'health.well',
    because: { key: 'common:interrupted' },
    details: [],
    evidence: [],
    confidence: 'certain',
    whoActs: 'nobody',
    remedies: [],
  },
  commands: [],
};
const kept = (last: Partial<CaseEntry> = {}): Case => ({
  schema: 1,
  id: 'case-0001',
  createdAt: '2026-03-03T14:00:00Z',
  changedAt: '2026-03-03T14:20:00Z',
  facts: { person: 'anna@bluemind.example' },
  notes: '',
  entries: [{ ...entry, ...last }],
});

async function open(path = '/', found = kept()) {
  const bridge = new PracticeBridge();
  bridge.handlers['cases.open'] = () => Promise.resolve(success(found));
  const opened = await openWindow(bridge, path);
  await waitFor(() => expect(useServers.getState().servers).not.toBeNull());
  return { ...opened, bridge };
}

test('a case of the diagnosis is carried on there: symptom, server and person are as they were', async () => {
  const { user } = await open('/cases/case-0001', kept({ symptom: 'sign-in' }));
  await user.click(await screen.findByRole('button', { name: 'Carry on with this case' }));
  expect(await screen.findByRole('radio', { name: 'Somebody cannot sign in', checked: true })).toBeDefined();
  expect(screen.getByDisplayValue('anna@bluemind.example')).toBeDefined();
  expect(useCase.getState()).toMatchObject({ sourceKind: 'server', servers: ['practice-4'] });
});

/** What the diagnosis of a sign-in that does not work was told, step by step. */
const signIn = (...steps: readonly (readonly [step: string, level: 'ok' | 'problem'])[]): Case => ({
  ...kept(),
  entries: steps.map(([step, level]) => ({
    ...entry,
    step,
    symptom: 'sign-in',
    verdict: { ...entry.verdict, level, remedies: [{ kind: 'advice', text: { key: 'common:undo' } }] },
  })),
});

test('a diagnosis is carried on with the steps it has taken, and what they came to', async () => {
  const found = signIn(['vital-signs', 'ok'], ['vital-signs', 'ok'], ['sign-in', 'problem']);
  const { user } = await open('/cases/case-0001', found);
  await user.click(await screen.findByRole('button', { name: 'Carry on with this case' }));
  const story = within(await screen.findByRole('region', { name: 'What was checked' }));
  // The one before is another diagnosis.
  expect(story.getAllByRole('listitem')).toHaveLength(2);
  expect(screen.getByRole('region', { name: 'Verdict' }).getAttribute('data-level')).toBe('problem');
  expect(useCase.getState().diagnosis).toMatchObject({
    outcome: 'concluded',
    taken: [{ step: 'vital-signs' }, { step: 'sign-in', result: { next: [{ kind: 'advice' }] } }],
  });
  resumeCase(signIn(['vital-signs', 'ok']));
  expect(useCase.getState().diagnosis.outcome).toBe('stopped');
});

test('any other case is carried on in the wizard of its last step', async () => {
  await open();
  expect(resumeCase(kept())).toBe('/wizard/health');
  expect(useCase.getState()).toMatchObject({ servers: ['practice-4'], currentStep: { health: 'services' } });
  expect(resumeCase({ ...kept(), entries: [] })).toBe('/');
});

test('a server that was removed, and files that are not kept, are asked for anew', async () => {
  await open();
  resumeCase(kept({ servers: ['removed-server'] }));
  expect(useCase.getState()).toMatchObject({ sourceKind: null, servers: [] });
  const { servers: _, ...older } = entry;
  resumeCase({ ...kept(), entries: [{ ...older, sourceKind: 'files' }] });
  expect(useCase.getState()).toMatchObject({ sourceKind: null, servers: [] });
  resumeCase({ ...kept(), entries: [{ ...older, sourceKind: 'sample' }] });
  expect(useCase.getState().sourceKind).toBe('sample');
});

test('a symptom this version does not know opens the wizard', async () => {
  await open();
  expect(resumeCase(kept({ symptom: 'of a later version' }))).toBe('/wizard/health');
});

test('a window that died has symptom and server back', async () => {
  const { bridge } = await open();
  resumeCase(kept({ symptom: 'sign-in' }));
  const text = JSON.stringify(useCase.getState());
  useCase.setState(useCase.getInitialState(), true);
  bridge.handlers['window.recall'] = () => Promise.resolve(success(text));
  await recallCase();
  expect(useCase.getState()).toMatchObject({ reported: 'sign-in', servers: ['practice-4'] });
});

test('a window that died in the middle of a diagnosis has its steps back, and says which one was cut off', async () => {
  const { bridge } = await open();
  resumeCase(signIn(['vital-signs', 'ok']));
  const { diagnosis, ...held } = useCase.getState();
  const running = { playbook: 'health', step: 'sign-in' };
  const text = JSON.stringify({ ...held, diagnosis: { ...diagnosis, running, outcome: 'none' } });
  useCase.setState(useCase.getInitialState(), true);
  bridge.handlers['window.recall'] = () => Promise.resolve(success(text));
  await recallCase();
  expect(useCase.getState().diagnosis).toMatchObject({
    taken: [{ step: 'vital-signs' }],
    running: null,
    failed: { step: running, error: { code: 'cancelled' } },
    outcome: 'stopped',
  });
});

test('what ran when a case was thrown away does not run again when it is brought back', async () => {
  await open();
  resumeCase(signIn(['vital-signs', 'ok']));
  useCase.setState(({ diagnosis }) => ({
    runs: { 'health/sign-in': { state: 'running', jobId: 'job-0001', startedAt: 0, progress: null } },
    diagnosis: { ...diagnosis, running: { playbook: 'health', step: 'sign-in' }, outcome: 'none' },
  }));
  startOver();
  expect(useCase.getState().diagnosis.taken).toEqual([]);
  bringBack();
  expect(useCase.getState()).toMatchObject({
    runs: { 'health/sign-in': { state: 'cancelled' } },
    diagnosis: { taken: [{ step: 'vital-signs' }], running: null, outcome: 'stopped' },
  });
});
