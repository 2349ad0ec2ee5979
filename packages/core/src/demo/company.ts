/** The company that somebody who tries the product meets. Invented, as are its people and numbers. */
export const demoCompany = {
  name: 'Loja Aurora',
  channel: 'WhatsApp da loja',
  queues: [
    { name: 'Atendimento', color: '#1167d8' },
    { name: 'Vendas', color: '#0f8a5f' },
    { name: 'Financeiro', color: '#b4540a' },
  ],
  people: [
    { name: 'Ana Ribeiro', email: 'ana@lojaaurora.example', role: 'agent', queues: ['Atendimento', 'Vendas'] },
    { name: 'Bruno Matos', email: 'bruno@lojaaurora.example', role: 'agent', queues: ['Atendimento', 'Financeiro'] },
    {
      name: 'Carla Teixeira',
      email: 'carla@lojaaurora.example',
      role: 'supervisor',
      queues: ['Atendimento', 'Vendas', 'Financeiro'],
    },
    {
      name: 'Daniel Prado',
      email: 'daniel@lojaaurora.example',
      role: 'admin',
      queues: ['Atendimento', 'Vendas', 'Financeiro'],
    },
  ],
} as const;
