export { needsSetUp, setUp } from './set-up.ts';
