export { applyMemberReceipt, type MemberReceipt } from './apply-member-receipt.ts';
export { getGroup } from './get-group.ts';
export { recordGroup } from './record-group.ts';
export { byRoleAndName, groupDelivery, writingProblem } from './rules.ts';
export { unknownGroups } from './unknown-groups.ts';
