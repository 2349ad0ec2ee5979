export { AlertBell } from './components/alert-bell.tsx';
export { ChannelsPage } from './components/channels-page.tsx';
