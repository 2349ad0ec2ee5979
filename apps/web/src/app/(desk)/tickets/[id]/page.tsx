/** Gives a conversation its address; the console of the layout above shows it. */
export default function TicketPage() {
  return null;
}
