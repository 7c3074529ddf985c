/**
 * The Agents Playground, in a process that ends when the one that started it does, and that nobody reaches from another
 * machine. Takes the playground's own arguments.
 */
import { createRequire } from 'node:module';

const leave = () => process.exit(0);
process.on('disconnect', leave);
process.on('SIGTERM', leave);
await import('../chat/loopback-only.ts');
createRequire(import.meta.url)('@microsoft/m365agentsplayground/cli.js');
