export { type Claim, type ClaimedMessage, claimNext } from './claim-next.ts';
export { recordFailure } from './record-failure.ts';
export { resumeLane } from './resume-lane.ts';
export { isUnanswered, laneHoldMs, type Outcome, outcomeOf, type SendFailure } from './rules.ts';
