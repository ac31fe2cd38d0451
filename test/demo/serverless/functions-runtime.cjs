'use strict';
// The part of Azure's Node worker that a function app meets: `@azure/functions-core` comes from the worker, not from node_modules.
const Module = require('node:module');

const core = {
  version: '4.0.0',
  hostVersion: '4.0.0',
  setProgrammingModel() {},
  registerFunction({ bindings }) {
    const { methods, route, authLevel } = Object.values(bindings).find(({ type }) => type === 'httpTrigger');
    console.log(`${methods} /api/${route} (${authLevel})`);
  },
  registerHook() {},
  log() {},
  Disposable: class {},
};

const load = Module.prototype.require;
Module.prototype.require = function (name) {
  return name === '@azure/functions-core' ? core : load.call(this, name);
};
