export { AppFrame } from './components/app-frame.tsx';
export { signOutHere } from './sign-out.ts';
export { SettingsHome } from './components/settings-home.tsx';
