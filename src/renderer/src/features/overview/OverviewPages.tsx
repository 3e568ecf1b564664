import { Navigate, Route, Routes } from 'react-router';
import { ChooseLogsPage } from './ChooseLogsPage.tsx';
import { OverviewPage } from './OverviewPage.tsx';

/** Both pages of the overview, and with them all that the start of the app does not need. */
export function OverviewPages() {
  return (
    <Routes>
      <Route index element={<ChooseLogsPage />} />
      <Route path="log" element={<OverviewPage />} />
      <Route path="*" element={<Navigate to=".." replace />} />
    </Routes>
  );
}
