export { dueHistoryPart } from './due-history-part.ts';
export { historyPartFailed, historyPartPlaced } from './finish-history-part.ts';
export { historyMessagesPerChat, ingestHistory } from './ingest-history.ts';
export { keepHistoryPart } from './keep-history-part.ts';
export { learnNames } from './learn-names.ts';
export { recordReadElsewhere } from './read-elsewhere.ts';
export { recordCallEnd } from './record-call-end.ts';
export { openVotes, recordVote, type Vote } from './record-vote.ts';
export { reportGap } from './report-gap.ts';
