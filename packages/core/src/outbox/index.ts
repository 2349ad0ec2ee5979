export { type Claim, type ClaimedMessage, claimNext } from './claim-next.ts';
export { sendFailureOf } from './failures.ts';
export { readdress } from './readdress.ts';
export { recordFailure } from './record-failure.ts';
export { refuseMessage } from './refuse-message.ts';
export { resumeLane } from './resume-lane.ts';
export { isUnanswered, laneHoldMs, type Outcome, outcomeOf, type SendFailure } from './rules.ts';
