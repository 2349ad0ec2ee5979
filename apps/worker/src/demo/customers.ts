export interface DemoCustomer {
  phone: string;
  name: string;
  messages: readonly string[];
}

/** The number that the demo company pairs. No such line exists. */
export const companyPhone = '5511955550100';

/** Customers of the demo company and what each writes first. */
export const demoCustomers: readonly DemoCustomer[] = [
  {
    phone: '5511955550201',
    name: 'Beatriz Souza',
    messages: [
      'Oi, bom dia! 😊',
      'Comprei uma luminária no site na terça e até agora não recebi o código de rastreio.',
      'O pedido é o 48213.',
    ],
  },
  {
    phone: '5521955550202',
    name: 'Carlos Eduardo Lima',
    messages: ['Boa tarde', 'Vocês entregam em Niterói? Qual o prazo para um sofá de 3 lugares?'],
  },
  {
    phone: '5531955550203',
    name: 'Fernanda Rocha',
    messages: [
      'Olá! A mesa chegou com um risco no tampo 😕',
      'Consigo trocar sem pagar o frete de volta?',
      'Tenho fotos, posso mandar por aqui.',
    ],
  },
  {
    phone: '5541955550204',
    name: 'João Pedro Almeida',
    messages: ['Bom dia, preciso da segunda via do boleto da parcela de novembro, por favor.'],
  },
  {
    phone: '5551955550205',
    name: 'Mariana Costa',
    messages: [
      'Oi! Vi no Instagram que a poltrona Lis está com 20% de desconto',
      'Ainda tem na cor verde? 💚',
      'E dá pra parcelar em 10x sem juros?',
    ],
  },
  {
    phone: '5571955550206',
    name: 'Rafael Nogueira',
    messages: [
      'Boa noite. A transportadora marcou entrega para hoje e ninguém apareceu.',
      'Podem verificar? Fiquei em casa o dia inteiro esperando.',
    ],
  },
  {
    phone: '5581955550207',
    name: 'Patrícia Gomes',
    messages: ['Gostaria de agradecer o atendimento da Ana, resolveu tudo rapidinho! ⭐⭐⭐⭐⭐'],
  },
  {
    phone: '5585955550208',
    name: 'Luiz Henrique Dias',
    messages: [
      'Olá, sou arquiteto e queria saber se vocês têm condições especiais para projetos.',
      'Seriam 14 cadeiras e 3 mesas para um escritório.',
    ],
  },
];

/** A group that some of them are in with the company: who says what, the owner first. */
export const demoGroup = {
  subject: 'Projeto Escritório Centro',
  messages: [
    { phone: '5585955550208', text: 'Pessoal, abri este grupo para combinarmos a entrega das cadeiras.' },
    { phone: '5571955550206', text: 'Ótimo! O elevador de serviço fica livre das 8h às 11h.' },
    { phone: '5531955550203', text: 'Na quinta consigo receber.' },
  ],
} as const;
