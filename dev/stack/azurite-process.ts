/**
 * Azurite, in a process that ends when the one that started it does: Azurite itself would live on, and
 * on SIGTERM it would wait for its clients to hang up. Everything is in memory, so nothing is lost by
 * leaving at once. Takes Azurite's own arguments.
 */
import { createRequire } from 'node:module';

const leave = () => process.exit(0);
process.on('disconnect', leave);
process.on('SIGTERM', leave);
createRequire(import.meta.url)('azurite/dist/src/azurite.js');
