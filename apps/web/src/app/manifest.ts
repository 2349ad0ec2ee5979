import type { MetadataRoute } from 'next';

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'TikTickets',
    short_name: 'TikTickets',
    description: 'Atendimento por WhatsApp, calmo e rápido.',
    start_url: '/tickets',
    display: 'standalone',
    background_color: '#fbfbfa',
    theme_color: '#0f7a5a',
    lang: 'pt-BR',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
