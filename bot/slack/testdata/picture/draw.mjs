// Draws a golden file as Slack's client would: node draw.mjs ../digest.json page.html
import { readFileSync, writeFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';

const [from, to] = process.argv.slice(2);
const style = readFileSync(new URL('./node_modules/slack-blocks-to-jsx/dist/style.css', import.meta.url), 'utf8');
const messages = JSON.parse(readFileSync(from, 'utf8')).map((message) =>
  renderToStaticMarkup(createElement(Message, { blocks: message.blocks, name: 'whosaid', logo: 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2240%22 height=%2240%22%3E%3Crect width=%2240%22 height=%2240%22 fill=%22%231f3a4d%22/%3E%3C/svg%3E', theme: 'light', time: new Date(0), withoutWrapper: false })));
writeFileSync(to, `<!DOCTYPE html><meta charset="utf-8"><style>${style} body { width: 640px; margin: 16px; font-family: "DejaVu Sans", sans-serif }</style>${messages.join('<hr>')}`);
