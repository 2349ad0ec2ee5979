export { getMe } from './get-me.ts';
export { listColleagues } from './list-colleagues.ts';
export { listQueues } from './list-queues.ts';
export { hashPassword, verifyPassword } from './passwords.ts';
export { readSession } from './read-session.ts';
export { type SignedIn, sessionDays, signIn } from './sign-in.ts';
export { signOut } from './sign-out.ts';
