import { createRequire, isBuiltin } from 'node:module';
import { SyntheticModule, compileFunction } from 'node:vm';
import Runtime from 'jest-runtime';

/** The packages that this Jest worker has loaded, by the name they are imported by. */
const packages = new Map();

/** A package as Node loads it in production, for the linker of sources and spec files. */
async function loadPackage(name) {
  const exported = await import(name);
  const names = Object.keys(exported);
  const fill = () => names.forEach((each) => module.setExport(each, exported[each]));
  const module = new SyntheticModule(names, fill, { identifier: `package:${name}` });
  await module.link(() => undefined);
  await module.evaluate();
  return module;
}

function findPackage(name) {
  const found = packages.get(name) ?? loadPackage(name);
  packages.set(name, found);
  return found;
}

const isPackage = (name) =>
  !/^[./]|^(data|file|node):/.test(name) && !isBuiltin(name) && name !== '@jest/globals';

/**
 * Sources and spec files are loaded anew for each spec file, as Jest does; packages once for a Jest worker. Jest would load them for each
 * file too, hundreds of modules with Nest and Temporal, in a realm of its own. Why, and what it asks of a spec file: docs/adr/0028.
 */
export default class OneRealmRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const { esmLoader, executor } = this;
    for (const [part, name] of [
      [esmLoader, 'getContext'],
      [esmLoader, 'resolveModule'],
      [executor, 'compile'],
      [executor, 'dynamicImport'],
    ])
      if (typeof part?.[name] !== 'function')
        throw new Error(`jest-runtime has no ${name} any more: see docs/adr/0028`);

    // Without a context, code runs in the realm of this process.
    esmLoader.getContext = () => undefined;
    const resolve = esmLoader.resolveModule.bind(esmLoader);
    esmLoader.resolveModule = (name, ...from) =>
      isPackage(name) ? findPackage(name) : resolve(name, ...from);
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: (name, _function, attributes) =>
          executor.dynamicImport(name, filename, undefined, attributes),
      });
  }
  /** For `createRequire`: a package that is required is the one that is imported. */
  requireModuleOrMock(from, name) {
    return isPackage(name) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }
}
