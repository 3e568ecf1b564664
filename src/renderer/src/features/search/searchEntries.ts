import { playbooks } from '../../../../core/playbooks/registry.ts';
import type { CaseSummary, ServerView } from '../../../../shared/ipc/contract.ts';
import { chooseLogFiles } from '../../app/openLogs.ts';
import { logWizardPath } from '../../app/menuCommands.ts';
import { paths } from '../../app/paths.ts';
import { showDialog } from '../../app/shownDialog.ts';
import type { Words } from '../../i18n/words.ts';
import { glossaryEntries } from '../glossary/glossaryEntries.ts';
import { symptoms } from '../home/symptoms.ts';
import { settingsSections } from '../settings/settingsSections.ts';
import { chooseStep } from '../wizard/caseStore.ts';
import type { SearchEntry } from './findEntries.ts';

export interface Findable {
  readonly servers: readonly ServerView[];
  readonly cases: readonly CaseSummary[];
  readonly goTo: (path: string) => void;
}

const pages = [
  'home',
  'diagnosis',
  'servers',
  'newServer',
  'cases',
  'audit',
  'glossary',
  'settings',
] as const;

/** Everything the search knows, in the order it is shown before anything is typed. */
export function searchEntries(words: Words, { servers, cases, goTo }: Findable): readonly SearchEntry[] {
  const { t, say } = words;
  return [
    ...symptoms.map(({ id, wizard }): SearchEntry => ({
      id: `symptom-${id}`,
      kind: 'symptom',
      title: t(`home:symptom.${id}.title`),
      text: t(`home:symptom.${id}.text`),
      open: () => goTo(paths.wizard(wizard, id)),
    })),
    ...pages.map((page): SearchEntry => ({
      id: `page-${page}`,
      kind: 'page',
      title: t(`search:page.${page}.title`),
      text: t(`search:page.${page}.text`),
      open: () => goTo(paths[page]),
    })),
    {
      id: 'action-open-log',
      kind: 'action',
      title: t('search:action.open-log.title'),
      text: t('search:action.open-log.text'),
      open: () => void chooseLogFiles().then((some) => (some ? goTo(logWizardPath()) : undefined)),
    },
    {
      id: 'action-shortcuts',
      kind: 'action',
      title: t('search:action.shortcuts.title'),
      text: t('search:action.shortcuts.text'),
      open: () => showDialog('shortcuts'),
    },
    ...playbooks.flatMap(({ id, title, purpose, steps }): readonly SearchEntry[] => [
      {
        id: `check-${id}`,
        kind: 'check',
        title: say(title),
        text: say(purpose),
        open: () => goTo(paths.wizard(id)),
      },
      ...steps.map((step): SearchEntry => ({
        id: `step-${id}-${step.id}`,
        kind: 'step',
        title: `${say(title)}: ${say(step.title)}`,
        text: say(step.what),
        open: () => {
          chooseStep(id, step.id);
          goTo(paths.wizard(id));
        },
      })),
    ]),
    ...servers.map(({ profile }): SearchEntry => ({
      id: `server-${profile.id}`,
      kind: 'server',
      title: profile.name,
      text: `${profile.host} ${profile.group}`,
      open: () => goTo(paths.server(profile.id)),
    })),
    ...cases.map(({ id, subject, changedAt, verdict }): SearchEntry => ({
      id: `case-${id}`,
      kind: 'case',
      title: subject ?? t('search:case-without-subject'),
      text: [words.format.moment(changedAt), verdict === null ? '' : say(verdict.because)].join(' · '),
      open: () => goTo(paths.case(id)),
    })),
    ...settingsSections.map((section): SearchEntry => ({
      id: `setting-${section}`,
      kind: 'setting',
      title: t(`settings:${section}.title`),
      text: t(`settings:${section}.text`),
      open: () => goTo(`${paths.settings}?section=${section}`),
    })),
    ...glossaryEntries(words.language).map(({ name, term, short }): SearchEntry => ({
      id: `term-${name}`,
      kind: 'term',
      title: term,
      text: short,
      open: () => goTo(`${paths.glossary}?term=${name}`),
    })),
  ];
}
