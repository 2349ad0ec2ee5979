export { AppFrame } from './components/app-frame.tsx';
export { SettingsHome } from './components/settings-home.tsx';
