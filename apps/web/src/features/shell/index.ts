export { AppFrame } from './components/app-frame.tsx';
export { SettingsHome } from './components/settings-home.tsx';
export { signOutHere } from './sign-out.ts';
