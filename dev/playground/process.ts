/**
 * The Agents Playground, in a process that ends when the one that started it does, that nobody reaches from another
 * machine and that reaches none: it asks elsewhere for what it can report, also when it is told to report nothing. Takes
 * the playground's own arguments.
 */
import { createRequire } from 'node:module';

const leave = () => process.exit(0);
process.on('disconnect', leave);
process.on('SIGTERM', leave);
await import('../chat/loopback-only.ts');
await import('../only-this-machine.ts');
createRequire(import.meta.url)('@microsoft/m365agentsplayground/cli.js');
