/**
 * The direction of imports: functions, cli -> host -> app -> domain; app -> ports; adapters -> ports, domain.
 * See docs/architecture.md.
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'no-circles',
      'Two files that need each other are one file or three; knowing a type of each other is fine.',
      {},
      { circular: true },
    ),
    rule(
      'domain-is-pure',
      'The domain imports nothing outside the domain: no SDK, no I/O, no Node module.',
      { path: '^shared/domain/' },
      { pathNot: '^shared/domain/' },
    ),
    rule(
      'ports-speak-domain',
      'A port is written in the words of the domain.',
      { path: '^shared/ports/' },
      { pathNot: '^shared/(ports|domain)/' },
    ),
    rule(
      'app-asks-ports',
      'A use case knows the domain, its ports and schemas, and never an adapter.',
      { path: '^shared/app/' },
      { pathNot: '^(shared/(app|ports|domain)/|node_modules/(zod|dataloader)/)' },
    ),
    rule(
      'adapters-serve-ports',
      'An adapter knows its port, the domain and the SDK it hides.',
      { path: '^shared/adapters/([^/]+)/' },
      { path: '^(shared/(app|host|config)/|functions/|cli/|web/|dev/)' },
    ),
    rule(
      'config-stands-alone',
      'Settings are read before anything else is built.',
      { path: '^shared/config/' },
      { path: '^(shared/(app|host|adapters|ports)/|functions/|cli/|web/|dev/)' },
    ),
    rule(
      'only-compose-picks-adapters',
      'Which adapter is used is decided in one place.',
      { path: '^(shared|functions|cli|web)/', pathNot: '^shared/(adapters/|host/(compose|laptop))' },
      { path: '^shared/adapters/', pathNot: '^shared/adapters/system/' },
    ),
    rule(
      'outer-rooms-use-the-host',
      'Triggers, the CLI and the pages go through the host and the app’s views.',
      { path: '^(functions|cli|web)/' },
      { path: '^(shared/(adapters|config|ports)/)' },
    ),
    rule(
      'nobody-imports-functions',
      'Triggers are loaded by the host only.',
      { pathNot: '^functions/' },
      { path: '^functions/' },
    ),
    rule(
      'product-is-free-of-dev',
      'The local stack is not part of the product.',
      { path: '^(shared|functions|cli|web)/' },
      { path: '^(dev|test|bench)/' },
    ),
    rule(
      'declared-dependencies-only',
      'What the product imports is in dependencies.',
      { path: '^(shared|functions|cli|web)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    moduleSystems: ['es6', 'cjs'],
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json', '.cjs', '.mjs'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
