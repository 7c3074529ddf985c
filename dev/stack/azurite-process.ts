/**
 * Azurite, in a process that ends when the one that started it does: Azurite itself would live on.
 * Takes Azurite's own arguments.
 */
import { createRequire } from 'node:module';

process.on('disconnect', () => process.exit(0));
createRequire(import.meta.url)('azurite/dist/src/azurite.js');
