import '@mantine/core/styles.css';
import './ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { prepare } from './app/preferences.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await prepare();
createRoot(root).render(<App />);
