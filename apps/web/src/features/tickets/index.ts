export { Console } from './components/console.tsx';
export { useTicketCounts, useTicketList } from './hooks/ticket-queries.ts';
export { hrefOf } from './hooks/use-ticket-route.ts';
