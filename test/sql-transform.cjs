/** Lets jest import a `.sql` file as text, as the bundler does. */
module.exports = {
  process: (text) => ({ code: `module.exports = { default: ${JSON.stringify(text)}, __esModule: true };` }),
};
