export { parseClientVersion, setPlatformSetting } from './platform-settings.ts';
