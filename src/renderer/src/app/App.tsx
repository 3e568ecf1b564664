import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { HashRouter, Route, Routes } from 'react-router';
import { GlossaryPage } from '../features/glossary/GlossaryPage.tsx';
import { HomePage } from '../features/home/HomePage.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { WizardPage } from '../features/wizard/WizardPage.tsx';
import { cssVariables, theme } from '../ui/theme.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import { usePreferences } from './preferences.ts';
import { Shell } from './Shell.tsx';

/** Main answers from memory and files, not from a network: nothing to retry, nothing to refetch by itself. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false } },
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
