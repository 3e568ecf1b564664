import '@mantine/core/styles.css';
import './ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { recallCase } from './app/keptCase.ts';
import { prepare } from './app/preferences.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await Promise.all([prepare(), recallCase()]);
createRoot(root).render(<App />);
