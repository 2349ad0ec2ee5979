/** Ends the session on the server and leaves; the code for it is only fetched when it is needed. */
export async function signOutHere(): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ redirect: false }).catch(() => {});
  window.location.assign('/login');
}
