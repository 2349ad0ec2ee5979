export type ReceiptState = 'sent' | 'delivered' | 'read' | 'played';
