import { muteSignalLogs } from '../../src/mute-signal-logs.ts';

muteSignalLogs();
