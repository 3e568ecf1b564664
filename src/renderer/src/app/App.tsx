import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { HashRouter, Route, Routes } from 'react-router';
import { HomePage } from '../features/home/HomePage.tsx';
import { cssVariables, theme } from '../ui/theme.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import {
  AuditPage,
  CasePage,
  CasesPage,
  DiagnosisPage,
  GlossaryPage,
  LogFilePage,
  ServerFormPage,
  ServerPage,
  ServersPage,
  SettingsPage,
  WizardPage,
} from './pages.tsx';
import { usePreferences } from './preferences.ts';
import { Shell } from './Shell.tsx';

/** Main answers from memory and files, not from a network: nothing to retry, nothing to refetch by itself. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false } },
});

/** Fetched when somebody goes there: the start of the app does not wait for tables and charts. */
const OverviewPages = lazy(async () => {
  const { OverviewPages: pages } = await import('../features/overview/OverviewPages.tsx');
  return { default: pages };
});

export function App() {
  const wanted = usePreferences(({ settings }) => settings.theme);
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={wanted === 'system' ? system : wanted}
    >
      <QueryClientProvider client={queries}>
        <HashRouter>
          <Routes>
            <Route element={<Shell />}>
              <Route index element={<HomePage />} />
              <Route path="wizard/:wizard/:symptom?" element={<WizardPage />} />
              <Route path="servers" element={<ServersPage />} />
              <Route path="servers/new" element={<ServerFormPage />} />
              <Route path="servers/:id" element={<ServerPage />} />
              <Route path="servers/:id/edit" element={<ServerFormPage />} />
              <Route path="diagnosis" element={<DiagnosisPage />} />
              <Route path="cases" element={<CasesPage />} />
              <Route path="cases/:id" element={<CasePage />} />
              <Route path="log-file" element={<LogFilePage />} />
              <Route
                path="overview/*"
                element={
                  <Suspense>
                    <OverviewPages />
                  </Suspense>
                }
              />
              <Route path="audit" element={<AuditPage />} />
              <Route path="glossary" element={<GlossaryPage />} />
              <Route path="settings" element={<SettingsPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        </HashRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
