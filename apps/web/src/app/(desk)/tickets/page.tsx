/** Gives the list its address; the console of the layout above shows it. */
export default function TicketsPage() {
  return null;
}
